import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { type Card, type FieldName, OTHER_CARD } from "./support/card.ts";
import { openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { inlineOnly } from "./support/mode.ts";

const engine = await launch("chromium");
after(() => engine.close());

const open = (t: TestContext, attributes: string) =>
  openCheckout(t, engine, { body: (card) => orderForm(card(`name="paymentToken" required ${attributes}`)) });

const fields = async (card: Card) =>
  (await card.state()).fields as Partial<Record<FieldName, { code: string | null }>>;
const names = async (card: Card) => Object.keys(await fields(card));

test("names in a list stand between blanks or commas", async (t) => {
  for (const list of ["visa,mastercard", " visa , master-card,", "visa\tmastercard"]) {
    const { card } = await open(t, `brands="${list}" fields="expiry, cvc,number"`);
    assert.deepEqual(await names(card), ["number", "expiry", "cvc"]);
    await card.fill(OTHER_CARD);
    assert.equal((await card.state()).valid, true, list);
    await card.retype("number", "378282246310005");
    assert.equal((await fields(card)).number?.code, "unsupported_brand", list);
  }
});

for (const [option, list, left] of [
  ["brands", "visa mastercad", ["number", "expiry", "cvc"]],
  ["brands", "visa unknown", ["number", "expiry", "cvc"]],
  ["brands", "vsa", ["number", "expiry", "cvc"]],
  ["fields", "number expiry cvv", ["number", "expiry"]],
  ["fields", "cardnumber", ["number", "expiry", "cvc"]],
] as const) {
  test(`${option}="${list}" is told of as an option that can't be used`, {
    skip: inlineOnly("a frame is told of the names that are known"),
  }, async (t) => {
    const { api, card, tab } = await open(t, `${option}="${list}"`);
    await card.listen();
    assert.deepEqual(await names(card), left);
    await card.type("number", "4111111111111111");
    const refusal = "invalid_option";
    const said = async () => (await card.events()).map(({ code }) => code);
    assert.deepEqual(await said(), [refusal], "at the first key");
    const { code, option: named } = await card.tokenize();
    assert.deepEqual([code, named], ["invalid_option", option]);
    assert.deepEqual(await said(), [refusal, refusal]);
    await tab.click("button[name=go]");
    assert.equal(api.requests.length, 0);

    await card.ask(`card.removeAttribute("${option}")`);
    await card.refill(OTHER_CARD);
    assert.match(String((await card.tokenize()).id), /^tok_/);
  });
}
