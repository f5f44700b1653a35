import assert from "node:assert/strict";
import { test } from "node:test";
import recurring from "../fixtures/univapay/token-created-recurring.json" with { type: "json" };
import { Card, TEST_CARD } from "./support/card.ts";
import { openCheckout } from "./support/checkout.ts";
import { occurrences } from "./support/occurrences.ts";
import { startShop } from "./support/shop.ts";
import { openTab } from "./support/tab.ts";
import { useWorld } from "./support/world.ts";

const world = useWorld();

test("Keap in a frame: the page's server brings the submission token, the frame posts the card", async (t) => {
  const { sandbox } = world;
  const tab = await openTab(t, world.chromium);
  const shop = await startShop({
    account: { provider: "keap", organization: "cardlet-demo", endpoint: `${sandbox.api.url}/keap` },
    body: (card) => card("required"),
    mode: "hosted",
    frame: { formAction: sandbox.api.url },
  });
  t.after(() => shop.close());
  const asked: { successUrl: string; failureUrl: string }[] = [];
  await tab.playwright.exposeFunction("ask", async (urls: (typeof asked)[number]) => {
    asked.push(urls);
    const response = await fetch(`${sandbox.merchant.url}/submission-tokens`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(urls),
    });
    return ((await response.json()) as { token: string }).token;
  });
  await tab.goto(shop.url);
  const card = new Card(tab, undefined, "hosted");
  await card.ready();
  await card.fill();
  assert.equal((await card.tokenize()).code, "missing_option", "the page has named no callback");
  await card.ask("card.configure({ fetchSubmissionToken: () => Promise.reject(new Error('down')) })");
  assert.equal((await card.tokenize()).code, "submission_token_failed");
  await card.ask("card.configure({ fetchSubmissionToken: (urls) => ask(urls) })");
  const token = await card.tokenize();
  assert.equal(token.provider, "keap", JSON.stringify(token));
  assert.equal(token.status, "created");
  assert.equal(new URL(asked[0]?.successUrl ?? "").origin, new URL(String(shop.frames?.url)).origin);
  assert.equal(occurrences(sandbox.api.requestBytes(), TEST_CARD.number), 1);
  assert.equal(await card.inside("body", "document.querySelectorAll('iframe, form').length"), 0);
});

test("fetchToken in a frame: the page's server tells when a recurring token's code is checked", async (t) => {
  const { response } = recurring;
  const publicKey = recurring.request.headers.authorization.replace("Bearer ", "");
  const { api, tab, card } = await openCheckout(t, world.chromium, {
    mode: "hosted",
    account: { provider: "univapay", publicKey, organization: "" },
    body: (card) => card('token-type="recurring"'),
  });
  await tab.evaluate(
    `Object.assign(globalThis, { asked: [], stored: ${JSON.stringify(response.body)} }) && null`,
  );
  await card.ask(`card.configure({ cvvAuthorize: { currency: "JPY" }, fetchToken: async (id) => {
    asked.push(id);
    if (asked.length > 1) stored.data.cvv_authorize.status = "current";
    return stored;
  } })`);
  await card.fill();
  const headers = { "content-type": "application/json" };
  api.next({ status: response.status, headers, body: JSON.stringify(response.body) });
  const token = await card.tokenize();
  assert.equal(token.id, response.body.id, JSON.stringify(token));
  assert.deepEqual(await tab.evaluate("asked"), [token.id, token.id]);
  assert.equal(await card.ask("card.token.cvvAuthorize.status"), "current");
});
