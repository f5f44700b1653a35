import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import texts from "../../www/locales/en.json" with { type: "json" };
import { TEST_CARD } from "./support/card.ts";
import { type CheckoutOptions, openCheckout } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";

const engine = await launch("chromium");
after(() => engine.close());

const open = (t: TestContext, options?: CheckoutOptions) =>
  openCheckout(t, engine, { mode: "hosted", ...options });

test("a card that is typed into the frame becomes a token in the page's form", async (t) => {
  const { api, card, tab, posted } = await open(t);
  await card.fill();
  assert.equal(await card.value("number"), "4111 1111 1111 1111");
  await tab.click("button");
  assert.deepEqual(await posted(), [
    ["item", "book"],
    ["paymentToken", "tok_1"],
    ["go", "pay"],
  ]);
  assert.equal(JSON.parse(String(api.requests[0]?.body)).paymentInstrument.pan, TEST_CARD.number);
});

test("Enter in the frame submits the page's form", async (t) => {
  const { card, tab, posted } = await open(t);
  await card.fill();
  await tab.press("Enter");
  assert.equal((await posted())[1]?.[1], "tok_1");
});

test("what is wrong is shown in the frame, and the wrong field has the focus", async (t) => {
  const { api, card, tab } = await open(t);
  await card.type("number", "4111111111111112");
  await tab.click("button");
  await tab.waitFor(`document.querySelector("cardlet-card").matches(":state(user-invalid)")`);
  assert.equal(await card.error("number"), texts.invalid_number);
  assert.equal(await card.error("expiry"), texts.incomplete_expiry);
  assert.equal(await card.inside(".cardlet-number input", "part === document.activeElement"), true);
  assert.equal(await card.ask("card.validationMessage"), texts.invalid_number);
  assert.equal(api.requests.length, 0);
});

test("tokenize() gives a token whose life goes on in the page", async (t) => {
  const { card } = await open(t);
  await card.listen();
  assert.equal((await card.state()).last4, null);
  await card.fill();
  const token = await card.tokenize();
  assert.equal(token.id, "tok_1");
  assert.equal(token.status, "created");
  assert.deepEqual(await card.events(), [{ type: "cardlet-token", id: "tok_1" }]);
  assert.equal((await card.state()).last4, "1111");
  assert.equal(await card.ask("card.token === card.token && card.token.id"), "tok_1");
});
