import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import texts from "../../www/locales/en.json" with { type: "json" };
import { TEST_CARD } from "./support/card.ts";
import { type CheckoutOptions, openCheckout, orderForm, RECORD } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { IN_SHADOW, inlineOnly, MODE } from "./support/mode.ts";

const engine = await launch("chromium");
after(() => engine.close());

const open = (t: TestContext, options?: CheckoutOptions) => openCheckout(t, engine, options);

const VERDICTS = `[card.checkValidity(), card.validity.valid, card.validity.customError,
  card.matches(":valid"), card.matches(":invalid"), card.form.checkValidity(), card.form.matches(":invalid")]`;
const IS_VALID = [true, true, false, true, false, true, false];
const IS_INVALID = IS_VALID.map((verdict) => !verdict);

test("validity follows the fields, as that of a native control does", async (t) => {
  const { tab, card } = await open(t);
  assert.deepEqual(await card.ask(VERDICTS), IS_INVALID);
  assert.equal(await card.ask("card.validationMessage"), texts.incomplete_number);
  await card.type("number", TEST_CARD.number);
  assert.equal(await card.ask("card.validationMessage"), texts.incomplete_expiry);
  await card.type("expiry", TEST_CARD.expiry);
  await card.type("cvc", "12");
  assert.deepEqual(await card.ask(VERDICTS), IS_INVALID);
  await tab.type("3");
  assert.deepEqual(await card.ask(VERDICTS), IS_VALID);
  assert.equal(await card.ask("card.validationMessage"), "");
  await tab.press("Backspace");
  assert.deepEqual(await card.ask(VERDICTS), IS_INVALID);
});

test("a card that is not required is valid while empty, and only then or when it is whole", async (t) => {
  const { tab, card } = await open(t, { body: (card) => orderForm(card('name="paymentToken"')) });
  assert.deepEqual(await card.ask(VERDICTS), IS_VALID);
  await card.type("number", "4");
  assert.deepEqual(await card.ask(VERDICTS), IS_INVALID);
  await tab.press("Backspace");
  assert.deepEqual(await card.ask(VERDICTS), IS_VALID);
  await card.ask("card.required = true");
  assert.deepEqual(await card.ask(VERDICTS), IS_INVALID);
});

test("checkValidity() only asks; reportValidity() shows the errors and focuses", async (t) => {
  const { tab, card } = await open(t);
  await card.ask(`void (globalThis.seen = [], card.addEventListener("invalid", (event) => {
    seen.push([event.defaultPrevented, event.bubbles]);
  }))`);
  assert.equal(await card.ask("card.checkValidity()"), false);
  assert.equal(await card.error("number"), "");
  await card.focusIs("body");
  assert.equal(await card.ask("card.reportValidity()"), false);
  await card.focusIs("number");
  assert.equal(await card.error("number"), texts.incomplete_number);
  assert.deepEqual(await tab.evaluate("[seen.length, seen[1]]"), [2, [true, false]]);
  await tab.type("4");
  assert.equal(await card.error("number"), "");
});

test("validate() shows the errors without moving the focus, and says what it found", async (t) => {
  const { api, card } = await open(t);
  const { complete, fields } = await card.ask<{ complete: boolean; fields: { cvc: { code: string } } }>(
    "card.validate()",
  );
  assert.deepEqual([complete, fields.cvc.code], [false, "incomplete_cvc"]);
  assert.equal(await card.error("number"), texts.incomplete_number);
  await card.focusIs("body");
  assert.equal(api.requests.length, 0);
});

test("an error that was asked for stays when the field is left and entered again, until it is edited", async (t) => {
  const { tab, card } = await open(t);
  await card.fill({ ...TEST_CARD, cvc: "1" });
  await card.ask("void card.validate()");
  assert.equal(await card.error("cvc"), texts.incomplete_cvc);
  // On leaving, the browser tells of a change that the keys have told of already.
  await tab.press("Shift+Tab");
  await card.focusIs("expiry");
  await tab.press("Tab");
  await card.focusIs("cvc");
  assert.equal(await card.error("cvc"), texts.incomplete_cvc);
  await tab.type("2");
  assert.equal(await card.error("cvc"), "");
});

test("a submit shows the errors of every field and focuses the first wrong one", async (t) => {
  const { api, tab, card } = await open(t);
  await tab.click("button");
  await card.focusIs("number");
  assert.equal(await card.error("number"), texts.incomplete_number);
  await tab.type(TEST_CARD.number);
  await tab.click("button");
  await card.focusIs("expiry");
  assert.equal(await card.error("expiry"), texts.incomplete_expiry);
  assert.equal(await card.error("cvc"), texts.incomplete_cvc);
  assert.equal(await card.error("number"), "");
  assert.equal(await card.ask("card.matches(':state(user-invalid)')"), true);
  assert.equal(api.requests.length, 0);
  await tab.type(TEST_CARD.expiry);
  assert.equal(await card.error("expiry"), "");
});

test("a disabled card takes no part, whether by itself or by its fieldset", async (t) => {
  const body = (card: () => string) => orderForm(`<fieldset>${card()}</fieldset>`);
  const { api, tab, card, posted } = await open(t, { body });
  const facts = async () => [
    ...(await card.ask<boolean[]>(`[card.matches(":disabled"), card.willValidate, card.checkValidity()]`)),
    (await card.eachInput("input.disabled")).every(Boolean),
  ];
  const enabled = [false, true, false, false];
  const disabled = [true, false, true, true];
  assert.deepEqual(await facts(), enabled);
  await card.ask("card.disabled = true");
  assert.deepEqual(await facts(), disabled);
  await card.ask("card.disabled = false");
  assert.deepEqual(await facts(), enabled);
  await card.fill();
  await card.ask("card.closest('fieldset').disabled = true");
  assert.deepEqual(await facts(), disabled);
  await tab.click("button");
  assert.deepEqual(await posted(), [
    ["item", "book"],
    ["go", "pay"],
  ]);
  assert.equal(api.requests.length, 0);
});

test("a card that starts disabled has disabled fields", async (t) => {
  const { card } = await open(t, { body: (card) => orderForm(card("disabled required")) });
  assert.deepEqual(await card.eachInput("input.disabled"), [true, true, true]);
});

test("the form attribute puts the card, and Enter in it, into a form elsewhere", async (t) => {
  const body = (card: (attributes: string) => string) =>
    `${card('name="paymentToken" required form="there"')}<form id="here"></form>${orderForm("", 'id="there"')}`;
  const { tab, card, posted } = await open(t, { body });
  assert.equal(await card.ask("card.form.id"), "there");
  assert.equal(await tab.evaluate("document.querySelector('#there').checkValidity()"), false);
  await card.ask("card.setAttribute('form', 'here')");
  assert.equal(await card.ask("card.form.id"), "here");
  await card.ask("card.setAttribute('form', 'there')");
  await card.fill();
  await tab.press("Enter");
  assert.deepEqual(new Map(await posted()).get("paymentToken"), "tok_1");
});

test("a picture is a button like any other: Enter submits by it, and a click on it asks", async (t) => {
  const picture = '<input type="image" name="go" alt="Pay" src="data:,">';
  const body = (card: () => string) => `<form action="/order" method="post">${card()}${picture}
    <input name="last" value="1"></form>`;
  const { tab, card, posted } = await open(t, { body });
  await tab.click("[name=go]");
  assert.equal(await card.error("number"), texts.incomplete_number);
  await card.fill();
  await tab.press("Enter");
  assert.deepEqual(
    (await posted()).map(([name]) => name),
    ["paymentToken", "go.x", "go.y", "last"],
  );
});

test("the fields follow the card into its form", {
  skip: IN_SHADOW ? "fields in a shadow root have no form" : inlineOnly("a frame's fields have no form"),
}, async (t) => {
  const body = (card: (attributes: string) => string) =>
    `${card('form="there"')}<form id="here"></form>${orderForm("", 'id="there"')}`;
  const { card } = await open(t, { body });
  assert.deepEqual(await card.eachInput("input.form.id"), ["there", "there", "there"]);
  await card.ask("card.setAttribute('form', 'here')");
  assert.deepEqual(await card.eachInput("input.form.id"), ["here", "here", "here"]);
});

test("no field of the card is one of the form's data", async (t) => {
  const { tab, card } = await open(t, { body: (card) => orderForm(card()) + RECORD });
  const named = await card.eachInput("input.hasAttribute('name') || input.required");
  assert.deepEqual(named, [false, false, false]);
  assert.deepEqual(await card.eachInput("input.ariaRequired"), ["true", "true", "true"]);
  await card.ask("card.required = false");
  assert.deepEqual(await card.eachInput("input.ariaRequired"), ["false", "false", "false"]);
  await card.fill();
  const data = "[...new FormData(document.forms[0])]";
  assert.deepEqual(await tab.evaluate(data), [["item", "book"]]);
  await tab.press("Enter");
  await tab.waitFor("submits.length > 0");
  assert.deepEqual(await tab.evaluate(data), [
    ["item", "book"],
    ["paymentToken", "tok_1"],
  ]);
  await card.ask("card.name = 'renamed'");
  assert.deepEqual(await tab.evaluate(data), [
    ["item", "book"],
    ["renamed", "tok_1"],
  ]);
});

test("form.reset() forgets errors, focus marks and the digits that may be shown", async (t) => {
  const { tab, card } = await open(t);
  await card.fill({ ...TEST_CARD, cvc: "1" });
  await tab.click("button");
  assert.equal(await card.error("cvc"), texts.incomplete_cvc);
  // A frame tells them with the token only.
  assert.equal((await card.state()).last4, MODE === "inline" ? "1111" : null);
  await tab.evaluate("document.forms[0].reset()");
  const { empty, last4, brand } = await card.state();
  assert.deepEqual([empty, last4, brand], [true, null, null]);
  assert.deepEqual([await card.value("number"), await card.error("cvc")], ["", ""]);
  assert.equal(await card.ask("card.matches(':state(user-invalid)')"), false);
  assert.equal(await card.inside(".cardlet-brand", "part.textContent"), "");
});

for (const ask of ["reportValidity", "requestSubmit"]) {
  test(`${ask}() of the form, called by a script, lets the browser report the first wrong field`, async (t) => {
    const { api, tab, card } = await open(t);
    await card.type("number", TEST_CARD.number);
    await tab.click("[name=item]");
    await tab.evaluate(`void document.forms[0].${ask}()`);
    await card.focusIs("expiry");
    assert.equal(api.requests.length, 0);
  });
}

test("a page that asks its form at every key whether it is valid does not disturb the typing", async (t) => {
  const ask = `<script>
    const [form] = document.forms;
    // A page hears the keys in a frame as changes only.
    for (const type of ["input", "cardlet-change"]) form.addEventListener(type, () => {
      document.querySelector("button").disabled = !form.checkValidity();
    });
  </script>`;
  const { tab, card } = await open(t, { body: (card) => orderForm(card()) + ask });
  await tab.click("[name=item]");
  await tab.type("s");
  await card.focusIs("item");
  await card.type("cvc", TEST_CARD.cvc);
  assert.equal(await card.value("cvc"), TEST_CARD.cvc);
  await card.focusIs("cvc");
  assert.equal(await card.error("number"), "");
  await card.type("number", TEST_CARD.number);
  assert.equal(await card.ask("document.querySelector('button').disabled"), true);
  await card.type("expiry", TEST_CARD.expiry);
  assert.equal(await card.ask("document.querySelector('button').disabled"), false);
});
