import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import {
  type Checkout,
  type CheckoutOptions,
  minting,
  openCheckout,
  orderForm,
  RECORD,
} from "./support/checkout.ts";
import { launch } from "./support/engine.ts";

const engine = await launch("chromium");
after(() => engine.close());

/** A page that fetches, so that it stays and can be submitted again. */
const open = (t: TestContext, options?: CheckoutOptions) =>
  openCheckout(t, engine, { body: (card) => orderForm(card()) + RECORD, ...options });

const MINUTE = 60_000;

/** What a reply says of a token that was made at 2026-11-21T09:30:00Z, and what becomes of it. */
const LIVES: [expirationTime: string | null, outcome: { left: number | null; shown?: string } | string][] = [
  [null, { left: null }],
  ["2026-11-21T09:30:00Z", "token_expired"],
  ["2026-11-21T09:35:00Z", { left: 5 * MINUTE }],
  ["2026-11-21T09:45:00Z", { left: 15 * MINUTE }],
  ["2026-11-21T10:00:00Z", { left: 30 * MINUTE }],
  ["2026-11-22T09:30:00Z", { left: 24 * 60 * MINUTE }],
  ["2026-11-21T09:29:59Z", "token_expired"],
  ["in half an hour", { left: null }],
  ["2026-11-21T10:00:00", { left: 30 * MINUTE, shown: "2026-11-21T10:00:00Z" }],
  ["2026-11-21T19:00:00+09:00", { left: 30 * MINUTE, shown: "2026-11-21T10:00:00Z" }],
  ["2026-11-21T10:00:00.25Z", { left: 30 * MINUTE + 250, shown: "2026-11-21T10:00:00.250Z" }],
  ["2026-11-21T10:00:00.123456789Z", { left: 30 * MINUTE + 123, shown: "2026-11-21T10:00:00.123Z" }],
];

test("twelve lives of a token, none of which throws or keeps a dead token alive", async (t) => {
  const { api, card } = await open(t);
  await card.fill();
  for (const [expirationTime, outcome] of LIVES) {
    await t.test(`expirationTime ${expirationTime}`, async () => {
      api.next(minting({ id: "tok_life", expirationTime }));
      const token = await card.tokenize();
      await card.ask("card.markConsumed()");
      if (typeof outcome === "string") {
        assert.deepEqual([token.code, token.id], [outcome, undefined]);
        assert.equal(await card.ask("card.token"), null);
        return;
      }
      const { left, shown = expirationTime } = outcome;
      assert.equal(token.code, undefined);
      assert.equal(token.status, "created");
      if (left === null) {
        assert.deepEqual([token.expirationTime, token.expirationSource, token.left], [null, "none", null]);
      } else {
        assert.deepEqual([token.expirationTime, token.expirationSource], [shown, "provider"]);
        const elapsed = left - Number(token.left);
        assert.ok(elapsed >= 0 && elapsed < 5_000, `${token.left} of ${left} left`);
      }
    });
  }
});

for (const hours of [-24, 24]) {
  test(`a client clock that is ${hours} hours wrong does not change what is left of a life`, async (t) => {
    const skew = hours * 60 * MINUTE;
    const prepare = (tab: Checkout["tab"]) =>
      tab.playwright.addInitScript(`{ const { now } = Date; Date.now = () => now() + ${skew} }`);
    const { api, card } = await open(t, { prepare });
    await card.fill();
    const token = await card.tokenize();
    const elapsed = 30 * MINUTE - Number(token.left);
    assert.ok(elapsed >= 0 && elapsed < 5_000, `${token.left} left`);
    assert.equal(token.expirationSource, "provider");
    assert.equal(api.requests.length, 1);
  });
}

/** What a clock does while 40 minutes pass: the larger of the two differences counts. */
const CLOCKS: [what: string, script: string][] = [
  ["the monotonic clock stands still and the wall clock goes on", "later(0, 40)"],
  ["the monotonic clock goes on and the wall clock was set back", "later(40, -90)"],
  ["both go on", "later(40, 40)"],
];

for (const [what, script] of CLOCKS) {
  test(`no dead token lives after 40 minutes in which ${what}`, async (t) => {
    const prepare = (tab: Checkout["tab"]) =>
      tab.playwright.addInitScript(`{
        const wall = Date.now.bind(Date), monotonic = performance.now.bind(performance);
        let walls = 0, monotonics = 0;
        Date.now = () => wall() + walls;
        performance.now = () => monotonic() + monotonics;
        globalThis.later = (a, b) => { monotonics += a * ${MINUTE}; walls += b * ${MINUTE} };
      }`);
    const checkout = await open(t, { prepare });
    await checkout.card.fill();
    assert.equal(await checkout.submit(), "tok_1");
    await checkout.tab.evaluate(script);
    assert.equal(await checkout.card.ask("card.token"), null);
    assert.equal(await checkout.submit(), "tok_2");
  });
}

test("a token that is about to expire says so once, and then that it has", async (t) => {
  const prepare = (tab: Checkout["tab"]) => tab.playwright.clock.install();
  const { tab, card } = await open(t, { prepare });
  await card.fill();
  await card.listen();
  await card.tokenize();
  const kinds = async () => (await card.events()).map(({ type }) => type.replace("cardlet-", ""));
  await tab.playwright.clock.fastForward("28:59");
  assert.deepEqual(await kinds(), ["token"]);
  await tab.playwright.clock.fastForward("00:01");
  assert.deepEqual(await kinds(), ["token", "token-expiring"]);
  assert.equal(await card.ask("card.token.id"), "tok_1");
  await tab.playwright.clock.fastForward("01:00");
  assert.deepEqual(await kinds(), ["token", "token-expiring", "token-expired"]);
  await tab.playwright.clock.fastForward("10:00");
  assert.deepEqual(await kinds(), ["token", "token-expiring", "token-expired"]);
});

test("forward, back, forward and submit through a wizard makes one token", async (t) => {
  const body = (card: () => string) => `<form action="/order">
    <section id="one"><input name="item" value="book"><button type="button" id="next">Next</button></section>
    <section id="two" hidden>${card()}<button type="button" id="back">Back</button><button id="pay">Pay</button></section>
    </form>${RECORD}<script>
      const turn = () => { one.hidden = !one.hidden; two.hidden = !two.hidden };
      next.onclick = back.onclick = turn;
    </script>`;
  const { api, tab, card } = await open(t, { body });
  /** Turns a page, and waits for its picture: by the last one a browser tells whether a click is for a frame. */
  const turn = async (button: "#next" | "#back") => {
    await tab.click(button);
    await tab.evaluate(
      "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))",
    );
  };
  await turn("#next");
  await card.fill();
  await turn("#back");
  await turn("#next");
  assert.equal((await card.state()).complete, true);
  await tab.click("#pay");
  await tab.waitFor("submits.length > 0");
  await turn("#back");
  await turn("#next");
  await tab.click("#pay");
  await tab.waitFor("submits.length > 1");
  assert.deepEqual(await tab.evaluate("submits"), ["tok_1", "tok_1"]);
  assert.equal(api.requests.length, 1);
});
