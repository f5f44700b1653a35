import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import created from "../fixtures/rebilly/token-created.json" with { type: "json" };
import { type Card, TEST_CARD } from "./support/card.ts";
import { openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { inlineOnly, MODE } from "./support/mode.ts";
import { retry } from "./support/retry.ts";

const engine = await launch("chromium");
after(() => engine.close());

const AMEX = { ...TEST_CARD, number: "378282246310005", cvc: "1234" };

interface Digits {
  last4: string | null;
  bin: string | null;
}

/** What the state tells of the number. */
const told = async (card: Card): Promise<Digits> => {
  const { last4, bin } = (await card.state()) as unknown as Digits;
  return { last4, bin };
};

const tells = (card: Card, expected: Digits) =>
  retry("the digits are told", 20_000, async () => assert.deepEqual(await told(card), expected));

/** Opens a form whose page, and in hosted mode whose frame, says this of the first digits. */
const open = (t: TestContext, attributes: string, own?: string) =>
  openCheckout(t, engine, {
    body: (card) => orderForm(card(`name="paymentToken" required ${attributes}`)),
    configure: (entry) => ({ ...entry, ...(own && { bin: own }) }),
  });

const NOTHING = { last4: null, bin: null };

/** An answer that names these first digits of the card, or none. */
const naming = (bin?: string) => {
  const { status, body } = created.response;
  const { bin: _, ...instrument } = body.paymentInstrument;
  return { status, body: JSON.stringify({ ...body, paymentInstrument: { ...instrument, bin } }) };
};

for (const [attributes, own, number, last4, bin] of [
  ["", "8", TEST_CARD, "1111", null],
  ['bin="none"', "8", TEST_CARD, "1111", null],
  ['bin="6"', "8", TEST_CARD, "1111", "411111"],
  ['bin="8"', "8", TEST_CARD, "1111", "41111111"],
  ['bin="8"', "8", AMEX, "0005", "378282"],
] as const) {
  test(`${attributes || "no bin"}: the page sees ${bin} of a number of ${number.number.length} digits`, async (t) => {
    const { api, card } = await open(t, attributes, own);
    api.next(naming());
    await card.type("number", number.number);
    assert.deepEqual(await told(card), NOTHING, "not while it is typed");
    await card.refill(number);
    await tells(card, MODE === "hosted" ? NOTHING : { last4, bin });
    const token = await card.tokenize();
    assert.equal((token.card as Digits).bin, bin);
    await tells(card, { last4, bin });
    await card.ask("card.clear()");
    await tells(card, NOTHING);
  });
}

test("of what the provider names, a token shows as much as the page has opted in to", async (t) => {
  for (const [attributes, named, bin] of [
    ["", "411111", null],
    ['bin="6"', "41111111", "411111"],
    ['bin="8"', "41111111", "41111111"],
    ['bin="8"', "411111", "411111"],
  ] as const) {
    const { api, card } = await open(t, attributes, "8");
    api.next(naming(named));
    await card.fill();
    const token = await card.tokenize();
    assert.equal((token.card as Digits).bin, bin, `${attributes} ${named}`);
    assert.ok(!JSON.stringify({ ...token, card: null }).includes("411111"), "and nowhere else");
  }
});

test("an edit takes the digits back", async (t) => {
  const { card } = await open(t, 'bin="6"', "6");
  await card.fill();
  await card.tokenize();
  await tells(card, { last4: "1111", bin: "411111" });
  await card.retype("number", AMEX.number);
  await tells(card, NOTHING);
});

test("another option takes back nothing that was told, unless the number is not valid by it", {
  skip: inlineOnly("there the digits come with the token"),
}, async (t) => {
  const { card } = await open(t, 'bin="6"');
  const told = { last4: "1111", bin: "411111" };
  await card.fill();
  await tells(card, told);
  for (const change of [
    `card.timeout = "20"`,
    `card.brands = "visa"`,
    `card.configure({ email: "ada@example.com" })`,
    `card.configure({ maxYearsAhead: 30 })`,
  ]) {
    await card.ask(`void (${change})`);
    await tells(card, told);
  }
  await card.ask(`card.brands = "mastercard"`);
  await tells(card, NOTHING);
});

test("the attribute is read once", async (t) => {
  const { card } = await open(t, "", "8");
  await card.ask(`(card.bin = "8", card.timeout = "20")`);
  await card.fill();
  assert.equal(((await card.tokenize()).card as Digits).bin, null);
});

test("another length is an option that can't be used", {
  skip: inlineOnly("a frame is not told of it"),
}, async (t) => {
  const { card } = await open(t, 'bin="7"');
  await card.fill();
  const { code, option } = await card.tokenize();
  assert.deepEqual([code, option], ["invalid_option", "bin"]);
});

test("a page sees no more than its frame allows", {
  skip: MODE === "inline" && "there is no frame",
}, async (t) => {
  for (const [own, bin] of [
    [undefined, null],
    ["6", "411111"],
  ] as const) {
    const { card } = await open(t, 'bin="8"', own);
    await card.fill();
    assert.equal(((await card.tokenize()).card as Digits).bin, bin);
    await tells(card, { last4: "1111", bin });
  }
});
