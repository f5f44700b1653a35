import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import texts from "../../www/locales/en.json" with { type: "json" };
import { type Card, type FieldName, TEST_CARD } from "./support/card.ts";
import { type Checkout, openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import type { Key } from "./support/keys.ts";

const engine = await launch("chromium");
after(() => engine.close());

const open = (t: TestContext) =>
  openCheckout(t, engine, { body: (card) => orderForm(`${card()}<input id="clipboard">`) });

const AMEX = "378282246310005";
const KEYS = /(<\w+>)/;

/** Types digits into an empty field, puts the caret where the bar is, and hits keys: text, or `<Name>`. */
async function edit(
  { tab, card }: Checkout,
  field: FieldName,
  before: string,
  keys: string,
): Promise<string> {
  const input = `.cardlet-${field} input`;
  await card.retype(field, "0");
  await tab.press("Backspace");
  await tab.type(before.replace("|", ""));
  const bar = before.indexOf("|");
  if (bar >= 0) await card.inside(input, `part.setSelectionRange(${bar}, ${bar})`);
  for (const part of keys.split(KEYS).filter(Boolean)) {
    if (KEYS.test(part)) await tab.press(part.slice(1, -1) as Key);
    else await tab.type(part);
  }
  return card.inside(
    input,
    `{
      const { value, selectionStart: caret, selectionEnd: end } = part;
      return caret === end ? value.slice(0, caret) + "|" + value.slice(caret) : value;
    }`,
  );
}

type Rows = [before: string, keys: string, after: string][];

const NUMBERS: Rows = [
  // Groups of the brand, as it becomes known.
  ["", "4111111111111111", "4111 1111 1111 1111|"],
  ["", AMEX, "3782 822463 10005|"],
  ["", "4111a-1 2", "4111 12|"],
  // The caret stays behind its digit.
  ["4111 1|111", "9", "4111 19|11 1"],
  ["4111| 1111", "2", "4111 2|111 1"],
  ["|1111", "4", "4|111 1"],
  ["|82 822463 10005", "37", "37|82 822463 10005"],
  // Across a gap each key takes one digit.
  ["4111 |1111", "<Backspace>", "411|1 111"],
  ["4111| 1111", "<Delete>", "4111| 111"],
  ["4111 1|", "<Backspace><Backspace>", "411|"],
  ["4111 1|111", "<Backspace>", "4111 |111"],
  ["411|1 1111", "<Delete><Delete>", "411|1 11"],
  ["4111 1111 |1111 1111", "<Backspace><Backspace><Backspace><Backspace>", "4111| 1111 1111"],
  // Nothing is cut before the brand's longest number.
  ["4111 1111 1111 1111", "0006666", "4111 1111 1111 1111 000|"],
  ["3782 822463 10005", "6", "3782 822463 10005|"],
];

test("a number is grouped while it is typed, and the caret stays at its digit", async (t) => {
  const checkout = await open(t);
  for (const [before, keys, expected] of NUMBERS) {
    assert.equal(await edit(checkout, "number", before, keys), expected, `${before} ${keys}`);
  }
});

const EXPIRIES: Rows = [
  ["", "1", "1|"],
  ["", "2", "02|"],
  ["", "9", "09|"],
  ["", "12", "12|"],
  ["", "13", "01 / 3|"],
  ["", "1/", "01 / |"],
  ["", "1/3", "01 / 3|"],
  ["", "1229", "12 / 29|"],
  ["", "229", "02 / 29|"],
  ["", "0229", "02 / 29|"],
  ["", "12/29", "12 / 29|"],
  ["", "12 / 2029", "12 / 2029|"],
  // What is deleted is not completed again.
  ["02", "<Backspace>", "0|"],
  ["12 / 2|", "<Backspace>", "12 / |"],
  ["12 / |", "<Backspace>", "12|"],
  ["12 / |29", "<Backspace>", "1| / 29"],
  ["12| / 29", "<Delete>", "12| / 9"],
  ["12 / 29", "<Home><Delete>3", "3|2 / 29"],
];

test("an expiry is written as month and year while it is typed", async (t) => {
  const checkout = await open(t);
  for (const [before, keys, expected] of EXPIRIES) {
    assert.equal(await edit(checkout, "expiry", before, keys), expected, `${before} ${keys}`);
  }
});

const PASTES: [field: FieldName, text: string, expected: string][] = [
  ["number", "4111-1111-1111-1111", "4111 1111 1111 1111"],
  ["number", " 3782\u00a0822463\u200e 10005 ", "3782 822463 10005"],
  ["number", "４１１１１１１１１１１１１１１１", "4111 1111 1111 1111"],
  ["expiry", "2029-03", "03 / 2029"],
  ["expiry", "3/29", "03 / 29"],
  ["cvc", " 1 2 3", "123"],
];

test("a pasted text takes the field's form", async (t) => {
  const { tab, card } = await open(t);
  for (const [field, text, expected] of PASTES) {
    await tab.evaluate(`document.querySelector("#clipboard").value = ${JSON.stringify(text)}`);
    await tab.click("#clipboard");
    for (const key of ["Control+a", "Control+c"] as const) await tab.press(key);
    await card.enter(field);
    for (const key of ["Control+a", "Control+v"] as const) await tab.press(key);
    assert.equal(await card.value(field), expected, text);
  }
});

test("a composition is left alone until it ends", async (t) => {
  const { tab, card } = await open(t);
  const session = await tab.playwright.context().newCDPSession(tab.playwright);
  await card.enter("number");
  for (const text of ["４", "４１１１", "４１１１５"]) {
    const { length } = text;
    await session.send("Input.imeSetComposition", { text, selectionStart: length, selectionEnd: length });
    assert.equal(await card.value("number"), text);
  }
  await session.send("Input.insertText", { text: "４１１１５" });
  assert.equal(await card.value("number"), "4111 5");
  await tab.type("6");
  assert.equal(await card.value("number"), "4111 56");
});

const brand = (card: Card) => card.inside(".cardlet-brand", "part.textContent");

test("the brand is shown as text as soon as it is known", async (t) => {
  const { card } = await open(t);
  assert.equal(await brand(card), "");
  for (const [number, name] of [
    ["4", "Visa"],
    ["37", "American Express"],
    ["9", ""],
  ] as const) {
    await card.retype("number", number);
    assert.equal(await brand(card), name);
  }
});

test("an error comes when the field is left, and goes while it is mended", async (t) => {
  const { tab, card } = await open(t);
  await card.type("number", "4111111111111112");
  assert.equal(await card.error("number"), "");
  await tab.press("Tab");
  assert.equal(await card.error("number"), texts.invalid_number);
  const facts = "[part.ariaInvalid, part.closest('.cardlet-field').matches('.cardlet-has-error')]";
  const marks = () => card.inside(".cardlet-number input", facts);
  assert.deepEqual(await marks(), ["true", true]);
  await tab.press("Shift+Tab");
  await tab.press("End");
  await tab.press("Backspace");
  assert.equal(await card.error("number"), "");
  assert.deepEqual(await marks(), ["false", false]);
  await tab.press("Tab");
  assert.equal(await card.error("number"), texts.incomplete_number);
  await card.retype("number", TEST_CARD.number);
  assert.equal(await card.error("number"), "");
});

test("a field that is passed by without a text has no error, and a hopeless text has one at once", async (t) => {
  const { tab, card } = await open(t);
  await card.enter("number");
  for (const _ of [1, 2, 3]) await tab.press("Tab");
  const errors = () => Promise.all((["number", "expiry", "cvc"] as const).map((name) => card.error(name)));
  assert.deepEqual(await errors(), ["", "", ""]);
  await card.type("expiry", "00");
  assert.deepEqual(await errors(), ["", texts.invalid_expiry_month, ""]);
});

test("the security code is checked again when the brand changes", async (t) => {
  const { card } = await open(t);
  const cvc = async (card: Card) => [await card.value("cvc"), await card.error("cvc")];
  await card.fill();
  await card.retype("number", AMEX);
  assert.deepEqual(await cvc(card), ["123", texts.incomplete_cvc]);
  await card.retype("number", TEST_CARD.number);
  assert.deepEqual(await cvc(card), ["123", ""]);
  await card.retype("number", AMEX);
  await card.retype("cvc", "1234");
  await card.retype("number", TEST_CARD.number);
  assert.deepEqual(await cvc(card), ["1234", texts.invalid_cvc]);
});

test("a key sends a change only when something in the state has changed", async (t) => {
  const { tab, card } = await open(t);
  await card.ask(
    "void card.addEventListener('cardlet-change', () => { card.changes = (card.changes ?? 0) + 1; })",
  );
  await card.type("number", "41111111");
  const before = await card.ask<number>("card.changes");
  assert.ok(before > 0);
  // The ninth to the eleventh digit: no brand has so few, and none drops out.
  await tab.type("111");
  assert.equal(await card.ask("card.changes"), before);
  await tab.type("11111");
  assert.ok((await card.ask<number>("card.changes")) > before);
});
