import assert from "node:assert/strict";
import { after, test } from "node:test";
import { TEST_CARD } from "./support/card.ts";
import { type Checkout, openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import type { CardTag } from "./support/shop.ts";

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

const FIELDS = ["number", "expiry", "cvc", "name"] as const;
const FOUR_FIELDS = { body: (card: CardTag) => orderForm(card('fields="number expiry cvc name"')) };

/** Every order of a list. */
function orders<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((first, index) => orders(list.toSpliced(index, 1)).map((rest) => [first, ...rest]));
}

test("each field says what it is to whoever fills it, and none has a name or a limit", async (t) => {
  const { card } = await openCheckout(t, engine, FOUR_FIELDS);
  const facts = await card.eachInput<(string | boolean)[]>(
    "[input.autocomplete, input.inputMode, input.id !== '', input.hasAttribute('name'), input.hasAttribute('maxlength')]",
  );
  assert.deepEqual(facts, [
    ["cc-number", "numeric", true, false, false],
    ["cc-exp", "numeric", true, false, false],
    ["cc-csc", "numeric", true, false, false],
    ["cc-name", "", true, false, false],
  ]);
});

test("four fields filled in each of 24 orders, with six spellings of the expiry, end complete", async (t) => {
  const { card } = await openCheckout(t, engine, FOUR_FIELDS);
  const short = String(YEAR % 100);
  const spellings = [`02/${YEAR}`, `${YEAR}-03`, `${YEAR}03`, `2/${short}`, `02${short}`, `02${YEAR}`];
  assert.equal(orders(FIELDS).length, 24);
  for (const [index, order] of orders(FIELDS).entries()) {
    for (const [spelling, expiry] of spellings.entries()) {
      const texts = { ...VISA, expiry, name: "Ada Lovelace" };
      const event = (index + spelling) % 2 === 0 ? "input" : "change";
      await card.ask("card.clear()");
      await card.among(`{
        for (const [name, text] of ${JSON.stringify(order.map((name) => [name, texts[name]]))}) {
          const input = root.querySelector(".cardlet-" + name + " input");
          input.value = text;
          input.dispatchEvent(new Event("${event}", { bubbles: true }));
        }
      }`);
      const { complete, valid } = await card.state();
      assert.deepEqual([complete, valid], [true, true], `${order.join(" ")}: ${expiry} by ${event}`);
    }
  }
});

test("refills of other brands and lengths leave no stale error and lose no digit", async (t) => {
  const checkout = await openCheckout(t, engine);
  const { card } = checkout;
  const cards = [
    ["4111111111111111", "123", "4111 1111 1111 1111"],
    ["378282246310005", "1234", "3782 822463 10005"],
    ["36227206271667", "123", "3622 720627 1667"],
    ["4000000000000000006", "123", "4000 0000 0000 0000 006"],
  ] as const;
  for (const [number, cvc, shown] of cards) {
    await fill(checkout, { number: "", expiry: "", cvc: "" }, "input");
    await fill(checkout, { ...VISA, number, cvc }, "input");
    assert.equal(await card.value("number"), shown);
    for (const name of ["number", "expiry", "cvc"] as const) assert.equal(await card.error(name), "", number);
    assert.equal((await card.state()).valid, true, number);
  }
});
