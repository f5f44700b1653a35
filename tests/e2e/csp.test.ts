import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { Card } from "./support/card.ts";
import { launch } from "./support/engine.ts";
import { startFakeApi } from "./support/fake-api.ts";
import { shows } from "./support/gate.ts";
import { defaultAccount } from "./support/pages.ts";
import { startShop } from "./support/shop.ts";
import { openTab } from "./support/tab.ts";
import { POLICIES, type PolicyRow } from "./tables/policies.ts";

const engine = await launch("chromium");
after(() => engine.close());

const NOTE = `globalThis.violated = [];
  addEventListener("securitypolicyviolation", ({ effectiveDirective }) => violated.push(effectiveDirective.replace("-elem", "")), true);`;

/** Opens a page under a policy and asks for a token; gives what comes, and what was violated on the way. */
async function attempt(t: TestContext, { mode, policy, violated = [] }: PolicyRow) {
  const api = await startFakeApi(() => ({ status: 201, body: '{"id":"tok_1"}' }));
  t.after(() => api.close());
  const headers: Record<string, string> = {};
  const body = (card: () => string) => `<form>${card()}<button>Pay</button></form>`;
  const shop = await startShop({ account: defaultAccount(api.url), body, mode, headers });
  t.after(() => shop.close());
  const frame = new URL(shop.frames?.url ?? shop.url).origin;
  headers["content-security-policy"] = policy({ api: api.url, frame });
  const tab = await openTab(t, engine);
  await tab.playwright.addInitScript(NOTE);
  await tab.goto(shop.url);
  const card = new Card(tab, undefined, mode);
  const element = `document.querySelector("cardlet-card")`;
  await tab.waitFor(`${element}.matches(":defined") && !${element}.matches(":state(loading)")`, 20_000);
  if (await card.ask("card.state.fields.number !== undefined")) await card.fill();
  const { id, code } = await card.tokenize();
  // The browser tells of a violation in a task of its own, which may come after the refusal.
  await tab.waitFor(`violated.length >= ${violated.length}`);
  return {
    id,
    code,
    violated: [...new Set(await tab.evaluate<string[]>("violated"))],
    requests: api.requests.length,
  };
}

for (const row of POLICIES) {
  const { name, mode, code, violated = [] } = row;
  test(`${mode}: under ${name} ${code ? `it ends with ${code}` : "a card becomes a token"}`, async (t) => {
    const outcome = await attempt(t, row);
    assert.deepEqual(outcome, {
      id: code ? undefined : "tok_1",
      code,
      violated,
      requests: code ? 0 : 1,
    });
    const control = "policies that lack a source are violated, and are told by their codes";
    shows(t, /Trusted Types/.test(name) ? "C2" : "C1", { cases: 1, control });
  });
}
