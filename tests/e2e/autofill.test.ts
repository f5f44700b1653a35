import assert from "node:assert/strict";
import { after, test } from "node:test";
import { TEST_CARD } from "./support/card.ts";
import { type Checkout, openCheckout } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";

const engine = await launch("chromium");
after(() => engine.close());

const VISA = TEST_CARD;
const YEAR = new Date().getFullYear() + 4;
const AMEX = { number: "378282246310005", expiry: `${YEAR}-03`, cvc: "1234" };

/** Fills as password managers do: the whole value at once, then one event and no key. */
async function fill(
  { card }: Checkout,
  texts: Record<keyof typeof VISA, string>,
  event: string,
): Promise<void> {
  for (const [name, text] of Object.entries(texts)) {
    const script = `{
      part.value = ${JSON.stringify(text)};
      part.dispatchEvent(new Event("${event}", { bubbles: true }));
    }`;
    await card.inside(`.cardlet-${name} input`, script);
  }
}

const pans = ({ api }: Checkout) =>
  api.requests.map(({ body }) => JSON.parse(String(body)).paymentInstrument.pan);

// A refill by `change` alone after one by `input` alone comes last: it is the one that went wrong.
for (const [first, second] of [
  ["input", "input"],
  ["change", "change"],
  ["change", "input"],
  ["input", "change"],
] as const) {
  test(`a card filled by ${first} events alone and replaced by ${second} events alone is taken`, async (t) => {
    const checkout = await openCheckout(t, engine);
    const { card } = checkout;
    await fill(checkout, VISA, first);
    assert.equal(await card.value("number"), "4111 1111 1111 1111");
    assert.equal((await card.state()).valid, true);
    assert.equal((await card.tokenize()).id, "tok_1");

    await fill(checkout, AMEX, second);
    assert.equal(await card.value("number"), "3782 822463 10005");
    assert.equal(await card.value("expiry"), `03 / ${YEAR}`);
    const { valid, brand } = await card.state();
    assert.deepEqual([valid, brand], [true, "american_express"]);
    for (const name of ["number", "expiry", "cvc"] as const) assert.equal(await card.error(name), "");
    assert.equal((await card.tokenize()).id, "tok_2", "the first token is that of another card");
    assert.deepEqual(pans(checkout), [VISA.number, AMEX.number]);
  });
}
