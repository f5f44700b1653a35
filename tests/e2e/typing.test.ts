import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import texts from "../../www/locales/en.json" with { type: "json" };
import { type Card, TEST_CARD } from "./support/card.ts";
import { openCheckout, orderForm } from "./support/checkout.ts";
import { edit, paste } from "./support/editing.ts";
import { launch } from "./support/engine.ts";
import { EXPIRIES, NUMBERS, PASTES, UNDONE } from "./tables/typing.ts";

const engine = await launch("chromium");
after(() => engine.close());

const open = (t: TestContext) =>
  openCheckout(t, engine, { body: (card) => orderForm(`${card()}<input id="clipboard">`) });

test("a number is grouped while it is typed, and the caret stays at its digit", async (t) => {
  const checkout = await open(t);
  for (const [before, keys, expected] of NUMBERS) {
    assert.equal(await edit(checkout, "number", before, keys), expected, `${before} ${keys}`);
  }
});

test("an expiry is written as month and year while it is typed", async (t) => {
  const checkout = await open(t);
  for (const [before, keys, expected] of EXPIRIES) {
    assert.equal(await edit(checkout, "expiry", before, keys), expected, `${before} ${keys}`);
  }
});

test("a pasted text takes the field's form", async (t) => {
  const checkout = await open(t);
  for (const [field, text, expected] of PASTES) {
    await paste(checkout, field, text);
    assert.equal(await checkout.card.value(field), expected, text);
  }
});

test("undo and redo put no digit in the wrong place", async (t) => {
  const checkout = await open(t);
  for (const [field, before, keys, after] of UNDONE) {
    assert.equal(await edit(checkout, field, before, keys), after, `${before} ${keys}`);
  }
  const redo = () => checkout.card.among("void document.execCommand('redo')");
  await checkout.card.retype("number", "41111");
  await checkout.tab.press("Control+z");
  await redo();
  assert.equal(await checkout.card.value("number"), "4111 1");
  await checkout.tab.type("2");
  assert.equal(await checkout.card.value("number"), "4111 12");
});

test("a soft keyboard that tells of a selection too late puts no digit in the wrong place", async (t) => {
  const { card } = await open(t);
  const input = ".cardlet-number input";
  await card.type("number", "4111");
  // Such keyboards replace the whole text, and set their own idea of the caret after the event.
  for (const [text, caret, shown] of [
    ["41111", 5, "4111 1"],
    ["4111 12", 7, "4111 12"],
    ["4111 123", 7, "4111 123"],
    ["4111 1234 5", 9, "4111 1234 5"],
  ] as const) {
    await card.inside(
      input,
      `{
        part.value = "${text}";
        part.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertCompositionText", data: "x" }));
        part.setSelectionRange(${caret}, ${caret});
        document.dispatchEvent(new Event("selectionchange"));
      }`,
    );
    assert.equal(await card.value("number"), shown);
  }
  await card.inside(input, "part.setSelectionRange(part.value.length, part.value.length)");
  await card.type("cvc", "1");
  assert.equal(await card.value("number"), "4111 1234 5");
});

test("a text that would fill the module's memory is read in part, and nothing traps", async (t) => {
  const { card } = await open(t);
  await card.fill();
  await card.listen();
  for (const name of ["number", "expiry", "cvc"] as const) {
    const long = `"9".repeat(4_000_000)`;
    await card.inside(
      `.cardlet-${name} input`,
      `void ((part.value = ${long}), part.dispatchEvent(new Event("input", { bubbles: true })))`,
    );
    assert.ok((await card.value(name)).length < 30, name);
  }
  assert.deepEqual(await card.events(), []);
  assert.equal((await card.state()).valid, false);
  await card.refill(TEST_CARD);
  assert.equal((await card.state()).valid, true);
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
  await card.retype("number", "378282246310005");
  assert.deepEqual(await cvc(card), ["123", texts.incomplete_cvc]);
  await card.retype("number", TEST_CARD.number);
  assert.deepEqual(await cvc(card), ["123", ""]);
  await card.retype("number", "378282246310005");
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
