import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import type { Frame } from "playwright-core";
import { Card } from "./support/card.ts";
import { launch } from "./support/engine.ts";
import { startFakeApi } from "./support/fake-api.ts";
import { shows } from "./support/gate.ts";
import { defaultAccount } from "./support/pages.ts";
import { retry } from "./support/retry.ts";
import { startShop } from "./support/shop.ts";
import { openTab } from "./support/tab.ts";
import { POLICIES, type PolicyRow } from "./tables/policies.ts";

const engine = await launch("chromium");
after(() => engine.close());

const NOTE = `globalThis.violated = [];
  addEventListener("securitypolicyviolation", ({ effectiveDirective }) => violated.push(effectiveDirective.replace("-elem", "")), true);`;

const TRUSTED_TYPES = "require-trusted-types-for";

/** Writes markup as no script may under Trusted Types. */
const WRITE_MARKUP = `(() => { try { document.body.innerHTML = "x" } catch {} })()`;

/** Opens a page under a policy and asks for a token; gives what comes, and what was violated on the way. */
async function attempt(t: TestContext, { mode, policy, code, violated = [] }: PolicyRow) {
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
  const outcome = await card.tokenize();
  // The browser tells of a violation in a task of its own, which may come after the refusal.
  await tab.waitFor(`violated.length >= ${violated.length}`);
  const [page, ...inner] = tab.playwright.frames();
  assert.ok(page);
  // An error page in a frame's place has no notes.
  const read = (frame: Frame) => frame.evaluate<string[]>("[...new Set(globalThis.violated)]");
  const told = {
    id: outcome.id,
    code: outcome.code,
    violated: await read(page),
    inFrames: (await Promise.all(inner.map(read))).flat(),
    requests: api.requests.length,
  };
  return {
    told,
    /** Does the page, and the frame in it, refuse markup that is no trusted type? */
    async refusesMarkup() {
      for (const frame of [page, ...(code ? [] : inner)]) {
        await frame.evaluate(WRITE_MARKUP);
        await retry("the violation", 5000, async () =>
          assert.ok((await read(frame)).includes(TRUSTED_TYPES)),
        );
      }
      return true;
    },
  };
}

for (const row of POLICIES) {
  const { name, mode, code, violated = [] } = row;
  test(`${mode}: under ${name} ${code ? `it ends with ${code}` : "a card becomes a token"}`, async (t) => {
    const { told, refusesMarkup } = await attempt(t, row);
    assert.deepEqual(told, {
      id: code ? undefined : "tok_1",
      code,
      violated,
      inFrames: [],
      requests: code ? 0 : 1,
    });
    if (/Trusted Types/.test(name)) {
      assert.ok(await refusesMarkup());
      shows(t, "C2", {
        cases: 1,
        control: "innerHTML right after is a violation, in the page and in the frame",
      });
    } else {
      // Only what is violated shows that violations are seen.
      const control = code && "policies that lack a source are violated, and are told by their codes";
      shows(t, "C1", { cases: 1, ...(control && { control }) });
    }
  });
}
