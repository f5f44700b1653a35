/** What depends on the engine, in Firefox and WebKit too: the rest of the suite asks Chromium alone. */

import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import texts from "../../www/locales/en.json" with { type: "json" };
import { Card, TEST_CARD } from "./support/card.ts";
import { minting, orderForm, RECORD } from "./support/checkout.ts";
import { edit, paste } from "./support/editing.ts";
import { type Engine, launch } from "./support/engine.ts";
import { type FakeAnswer, startFakeApi } from "./support/fake-api.ts";
import { defaultAccount } from "./support/pages.ts";
import { startShop } from "./support/shop.ts";
import { EXPIRIES, NUMBERS, PASTES, UNDONE } from "./tables/typing.ts";

/** A page with a form, whose submits it records, in a browser of this kind. */
async function open(t: TestContext, engine: Engine, answer: () => FakeAnswer | Promise<FakeAnswer>) {
  const api = await startFakeApi(async () => answer());
  t.after(() => api.close());
  const body = (card: (attributes: string) => string) =>
    `${orderForm(`<label for="card">Pay by card</label>
      <fieldset>${card('id="card" name="paymentToken" required')}</fieldset>`)}
    <input id="clipboard">${RECORD}`;
  const shop = await startShop({ account: defaultAccount(api.url), body, mode: "inline" });
  t.after(() => shop.close());
  const tab = await engine.newPage();
  t.after(() => tab.close());
  await tab.goto(shop.url);
  const card = new Card(tab, "cardlet-card", "inline");
  await card.ready();
  return { api, tab, card };
}

/** Makes so much garbage that the engine collects it. */
const CHURN = "void Array.from({ length: 300_000 }, (_, i) => ({ i, text: String(i).repeat(20) }))";

type Opened = Awaited<ReturnType<typeof open>>;

async function type(opened: Opened): Promise<void> {
  for (const [before, keys, expected] of NUMBERS) {
    assert.equal(await edit(opened, "number", before, keys), expected, `${before} ${keys}`);
  }
  for (const [before, keys, expected] of EXPIRIES) {
    assert.equal(await edit(opened, "expiry", before, keys), expected, `${before} ${keys}`);
  }
}

async function undo(opened: Opened): Promise<void> {
  for (const [field, before, keys, after] of UNDONE) {
    assert.equal(await edit(opened, field, before, keys), after, `${before} ${keys}`);
  }
}

async function pasteAll(opened: Opened): Promise<void> {
  for (const [field, text, expected] of PASTES) {
    await paste(opened, field, text);
    assert.equal(await opened.card.value(field), expected, text);
  }
}

async function walk({ tab, card }: Opened): Promise<void> {
  await tab.click("[name=item]");
  for (const stop of ["number", "expiry", "cvc", "go"]) {
    await tab.press("Tab");
    await card.focusIs(stop);
  }
  for (const stop of ["cvc", "expiry", "number", "item"]) {
    await tab.press("Shift+Tab");
    await card.focusIs(stop);
  }
}

async function takePart({ api, tab, card }: Opened): Promise<void> {
  const isInvalid = () => card.ask<boolean>("card.matches(':invalid') && !card.form.checkValidity()");
  assert.equal(await isInvalid(), true);
  await tab.click("label[for=card]");
  await card.focusIs("number");
  await tab.press("Enter");
  assert.equal(await card.error("number"), texts.incomplete_number);
  assert.deepEqual([await tab.evaluate("submits"), api.requests.length], [[], 0]);

  await card.fill();
  assert.equal(await isInvalid(), false);
  await card.ask("void (card.closest('fieldset').disabled = true)");
  assert.deepEqual(await card.eachInput("input.disabled"), [true, true, true]);
  await card.ask("void (card.closest('fieldset').disabled = false)");

  await card.enter("cvc");
  await tab.press("Enter");
  await tab.waitFor("submits.length > 0");
  assert.deepEqual([await tab.evaluate("submits"), api.requests.length], [["tok_1"], 1]);
  await card.ask("card.form.reset()");
  assert.deepEqual(await card.eachInput("input.value"), ["", "", ""]);
  assert.equal(await isInvalid(), true);
}

async function showStates({ tab, card }: Opened, answer: () => void): Promise<void> {
  const states = () =>
    card.ask(
      `["empty", "complete", "busy", "user-invalid"].filter((state) => card.matches(":state(" + state + ")"))`,
    );
  assert.deepEqual(await states(), ["empty"]);
  await card.type("number", TEST_CARD.number);
  assert.deepEqual(await states(), []);
  await tab.click("button");
  assert.deepEqual(await states(), ["user-invalid"]);
  await card.refill(TEST_CARD);
  assert.deepEqual(await states(), ["complete"]);
  await tab.click("button");
  await tab.waitFor("document.querySelector('cardlet-card').matches(':state(busy)')");
  await tab.evaluate(CHURN);
  answer();
  await tab.waitFor("submits.length > 0");
  assert.deepEqual(await states(), ["complete"]);
}

for (const name of ["firefox", "webkit"] as const) {
  const engine = await launch(name);
  after(() => engine.close());
  const token = minting({ id: "tok_1" });

  const DOINGS: [string, (opened: Opened) => Promise<void>][] = [
    ["keys group the digits and the caret stays at its digit", type],
    ["undo puts no digit in the wrong place", undo],
    ["a pasted text takes the field's form", pasteAll],
    ["Tab and Shift+Tab stop once at each field", walk],
    ["the card takes part in its form as a native control does", takePart],
  ];
  for (const [what, run] of DOINGS) {
    test(`${name}: ${what}`, async (t) => run(await open(t, engine, () => token)));
  }

  test(`${name}: the element's states match as they come and go`, async (t) => {
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const opened = await open(t, engine, () => held.then(() => token));
    await showStates(opened, answer);
  });
}
