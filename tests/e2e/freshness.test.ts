import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import texts from "../../www/locales/en.json" with { type: "json" };
import { Card, OTHER_CARD } from "./support/card.ts";
import {
  type Checkout,
  type CheckoutOptions,
  minting,
  openCheckout,
  orderForm,
  RECORD,
  refusing,
} from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import type { FakeAnswer } from "./support/fake-api.ts";
import { retry } from "./support/retry.ts";

const engine = await launch("chromium");
after(() => engine.close());

/** Twenty seconds, fewer than the default of `min-validity`. */
const SHORT_LIVED = minting({ id: "tok_short", expirationTime: "2026-11-21T09:30:20Z" });

/** A page that fetches, so that it stays and can be submitted again. */
const open = (t: TestContext, options?: CheckoutOptions) =>
  openCheckout(t, engine, { body: (card) => orderForm(card()) + RECORD, ...options });

test("a page that fetches gets the same token again, until the card changes or the token is used", async (t) => {
  const checkout = await open(t);
  const { api, card } = checkout;
  await card.fill();
  assert.equal(await checkout.value(), null);
  assert.equal(await checkout.submit(), "tok_1");
  assert.equal(await checkout.value(), "tok_1");
  assert.equal(await checkout.submit(), "tok_1");
  assert.equal((await card.tokenize()).id, "tok_1");
  assert.equal(api.requests.length, 1);

  await card.ask("card.markConsumed()");
  assert.equal(await checkout.value(), null);
  assert.equal(await card.ask("card.token"), null);
  assert.equal(await checkout.submit(), "tok_2");

  await card.retype("cvc", "124");
  assert.equal(await checkout.value(), null);
  assert.equal(await checkout.submit(), "tok_3");

  await card.ask("card.setError('cvc', 'The bank wants another one.')");
  assert.equal(await checkout.value(), null);
  assert.equal(await card.error("cvc"), "The bank wants another one.");
  await card.retype("cvc", "125");
  assert.equal(await checkout.submit(), "tok_4");
  const codes = api.requests.map(({ body }) => JSON.parse(String(body)).paymentInstrument.cvv);
  assert.deepEqual(codes, ["123", "123", "124", "125"]);
});

test("an error that the page takes back leaves the field's own verdict, and the next submit mints anew", async (t) => {
  const checkout = await open(t);
  const { tab, card } = checkout;
  await card.fill();
  assert.equal(await checkout.submit(), "tok_1");
  for (const error of ["The bank wants another one.", "invalid_number"]) {
    await card.ask(`card.setError("number", "${error}")`);
    assert.equal(await card.ask("card.checkValidity()"), false);
    await card.ask(`card.setError("number", "")`);
    await tab.waitFor(`document.querySelector("cardlet-card").checkValidity()`);
    assert.equal(await card.error("number"), "");
  }
  assert.equal(await checkout.submit(), "tok_2");
});

for (const [how, empty] of [
  ["form.reset()", "card.form.reset()"],
  ["clear()", "card.clear()"],
] as const) {
  test(`${how} empties the fields and forgets the token`, async (t) => {
    const checkout = await open(t);
    const { api, card } = checkout;
    await card.fill();
    await checkout.submit();
    await card.ask(empty);
    const values = await Promise.all((["number", "expiry", "cvc"] as const).map((name) => card.value(name)));
    assert.deepEqual(values, ["", "", ""]);
    assert.deepEqual(
      [await checkout.value(), await card.ask("card.token"), (await card.state()).empty],
      [null, null, true],
    );
    assert.deepEqual([await card.error("number"), (await card.state()).last4], ["", null]);
    assert.equal((await card.tokenize()).code, "incomplete_number");
    await card.fill(OTHER_CARD);
    assert.equal(await checkout.submit(), "tok_2");
    assert.equal(api.requests.length, 2);
  });
}

test("a refused field shows its error and takes the focus; an edit clears it and makes a new token", async (t) => {
  const checkout = await open(t);
  const { api, tab, card } = checkout;
  await card.listen();
  await card.fill();
  api.next(refusing("cvv"));
  await tab.click("button");
  await card.focusIs("cvc");
  await retry("the error", 20_000, async () => assert.equal(await card.error("cvc"), texts.invalid_cvc));
  assert.deepEqual([await card.error("number"), await card.error("expiry")], ["", ""]);
  assert.equal(await card.ask("card.matches(':invalid')"), true);
  assert.deepEqual(await card.events(), [{ type: "cardlet-error", code: "invalid_cvc" }]);
  assert.equal(await card.value("number"), "4111 1111 1111 1111");

  await tab.press("Backspace");
  await tab.type("4");
  assert.equal(await card.error("cvc"), "");
  assert.equal(await checkout.submit(), "tok_1");
  assert.equal(api.requests.length, 2);
});

test("after a fault of the provider's the fields are kept, and the next submit mints a token", async (t) => {
  const checkout = await open(t);
  const { api, tab, card } = checkout;
  await card.listen();
  await card.fill();
  api.next({ status: 503 });
  await tab.click("button");
  await tab.waitFor("seen.some(({ type }) => type === 'cardlet-error')");
  assert.deepEqual(await card.events(), [{ type: "cardlet-error", code: "provider_unavailable" }]);
  assert.equal(await checkout.value(), null);
  assert.equal(await checkout.submit(), "tok_1");
  assert.equal(api.requests.length, 2);
});

test("a tab frozen for 40 minutes posts one new token and never the dead one", async (t) => {
  const prepare = (tab: Checkout["tab"]) => tab.playwright.clock.install();
  const checkout = await open(t, { prepare });
  const { api, tab, card } = checkout;
  await card.fill();
  await card.listen();
  assert.equal((await card.tokenize()).id, "tok_1");
  await tab.playwright.clock.fastForward("40:00");
  await tab.waitFor("seen.some(({ type }) => type === 'cardlet-token-expired')");
  assert.equal(await card.ask("card.token"), null);
  assert.equal(await checkout.submit(), "tok_2");
  assert.equal(api.requests.length, 2);
});

test("a token with less life than min-validity goes with its form, and is not handed out again", async (t) => {
  const checkout = await open(t);
  const { api, card } = checkout;
  await card.fill();
  api.next(SHORT_LIVED);
  assert.equal(await checkout.submit(), "tok_short");
  assert.equal(String(await card.ask("card.token.id")), "tok_short");
  assert.equal(await checkout.submit(), "tok_1");
});

test("a short-lived token waits for the other card of the form", async (t) => {
  const body = (card: (attributes: string) => string) =>
    orderForm(card('id="a" name="paymentToken" required') + card('id="b" name="second" required')) + RECORD;
  const { api, tab, card } = await open(t, { body });
  await new Card(tab, "#a").fill();
  await new Card(tab, "#b").fill();
  await card.listen();
  let answerSecond = (_: FakeAnswer) => {};
  api.next(SHORT_LIVED);
  api.next(
    new Promise((resolve) => {
      answerSecond = resolve;
    }),
  );
  await tab.click("button");
  await api.received(2);
  await new Card(tab, "#a").enter("cvc");
  answerSecond(minting({ id: "tok_second" }));
  await tab.waitFor("submits.length > 0");
  assert.deepEqual(await tab.evaluate("submits"), ["tok_short"]);
});
