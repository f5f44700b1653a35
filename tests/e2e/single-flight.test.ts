import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { OTHER_CARD } from "./support/card.ts";
import { type CheckoutOptions, openCheckout, orderForm, RECORD } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { MODE } from "./support/mode.ts";

const engine = await launch("chromium");
after(() => engine.close());

/** A page that fetches, so that it stays and can be submitted again. */
const open = (t: TestContext, options?: CheckoutOptions) =>
  openCheckout(t, engine, { body: (card) => orderForm(card()) + RECORD, ...options });

test("50 clicks, 50 Enters and 10 calls make one request and one token", async (t) => {
  const checkout = await open(t);
  const { api, tab, card } = checkout;
  await card.fill();
  await card.listen();
  const release = api.hold();
  await tab.evaluate(`void (() => {
    const card = document.querySelector("cardlet-card");
    const calls = [];
    for (let i = 0; i < 50; i++) {
      document.querySelector("button").click();
      // What Enter does: a click that the browser makes on the default button.
      document.forms[0].requestSubmit(document.querySelector("button"));
      if (i % 5 === 0) calls.push(card.tokenize());
    }
    globalThis.ids = Promise.all(calls).then((tokens) => tokens.map(String));
  })()`);
  await api.received(1);
  await card.enter("cvc");
  await Promise.all(Array.from({ length: 50 }, () => tab.press("Enter")));
  release();
  assert.deepEqual(await tab.evaluate("ids"), Array(10).fill("tok_1"));
  await tab.waitFor("submits.length > 0");
  assert.equal(await checkout.submit(), "tok_1");
  assert.deepEqual(await tab.evaluate("submits"), ["tok_1", "tok_1"]);
  assert.deepEqual(await card.events(), [{ type: "cardlet-token", id: "tok_1" }]);
  assert.equal(api.requests.length, 1);
});

test("what the page does in the same task as tokenize() counts", async (t) => {
  const { api, tab, card } = await open(t);
  await card.fill();
  const cleared = await tab.evaluate(`(() => {
    const card = document.querySelector("cardlet-card");
    const token = card.tokenize();
    card.clear();
    return token.then(String, (error) => error.code);
  })()`);
  assert.equal(cleared, "aborted");
  assert.equal((await card.tokenize()).code, "incomplete_number");
  // A frame hears of it when the request has left.
  if (MODE === "inline") assert.equal(api.requests.length, 0);
  await card.fill();
  const early = await tab.evaluate(`(() => {
    const card = document.querySelector("cardlet-card");
    const token = card.tokenize();
    card.setError("number", "Another card, please.");
    return token.then(String);
  })()`);
  assert.notEqual((await card.tokenize()).id, early);
});

test("one of two callers can give up alone", async (t) => {
  const { api, tab, card } = await open(t);
  await card.fill();
  const release = api.hold();
  await tab.evaluate(`void (() => {
    const card = document.querySelector("cardlet-card");
    globalThis.abort = new AbortController();
    const told = (promise) => promise.then(String, (error) => [error.type, error.code, error.retryable].join());
    globalThis.gaveUp = told(card.tokenize({ signal: abort.signal }));
    globalThis.stayed = told(card.tokenize({ signal: new AbortController().signal }));
  })()`);
  await api.received(1);
  await tab.evaluate("abort.abort()");
  assert.equal(await tab.evaluate("gaveUp"), "network,aborted,true");
  assert.equal((await card.state()).busy, true);
  release();
  assert.equal(await tab.evaluate("stayed"), "tok_1");
  assert.equal(api.requests.length, 1);
});

test("when every caller gives up the request is cancelled", async (t) => {
  const { api, tab, card } = await open(t);
  await card.fill();
  api.next("hang");
  const cancelled = tab.playwright.waitForEvent("requestfailed");
  await tab.evaluate(`void (() => {
    const card = document.querySelector("cardlet-card");
    globalThis.abort = new AbortController();
    globalThis.calls = [1, 2].map(() => card.tokenize({ signal: abort.signal }).catch((error) => error.code));
  })()`);
  await api.received(1);
  await tab.evaluate("abort.abort()");
  assert.deepEqual(await tab.evaluate("Promise.all(calls)"), ["aborted", "aborted"]);
  assert.equal((await cancelled).failure()?.errorText, "net::ERR_ABORTED");
  assert.equal((await card.state()).busy, false);
  const late =
    await tab.evaluate(`document.querySelector("cardlet-card").tokenize({ signal: AbortSignal.abort() })
    .catch((error) => error.code)`);
  assert.equal(late, "aborted");
  assert.equal((await card.tokenize()).id, "tok_1");
  assert.equal(api.requests.length, 2);
});

for (const [what, change] of [
  ["a reset of the form", "card.form.reset()"],
  ["clear()", "card.clear()"],
  ["setError()", "card.setError('number', 'Not this one.')"],
  ["another card", undefined],
] as const) {
  test(`${what} during the request calls the submit off`, async (t) => {
    const checkout = await open(t, { body: (card) => orderForm(card(), "novalidate") + RECORD });
    const { api, tab, card } = checkout;
    await card.fill();
    await card.listen();
    const release = api.hold();
    await tab.press("Enter");
    await api.received(1);
    if (change) await card.ask(change);
    else await card.inside(".cardlet-number input", "part.dispatchEvent(new InputEvent('input'))");
    release();
    await tab.waitFor("seen.some(({ type }) => /token|error/.test(type))");
    assert.equal(await checkout.value(), null);
    assert.deepEqual([await card.error("expiry"), await card.error("cvc")], ["", ""]);
    await card.refill(OTHER_CARD);
    assert.equal(await checkout.submit(), "tok_2");
    assert.deepEqual(await tab.evaluate("submits"), ["tok_2"]);
    assert.equal(api.requests.length, 2);
  });
}
