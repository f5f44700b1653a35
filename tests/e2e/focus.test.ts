import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import texts from "../../www/locales/en.json" with { type: "json" };
import { TEST_CARD } from "./support/card.ts";
import { type CheckoutOptions, openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";

const engine = await launch("chromium");
after(() => engine.close());

const open = (t: TestContext, options?: CheckoutOptions) => openCheckout(t, engine, options);

test("the focus goes to the first wrong control of the form, whichever it is", async (t) => {
  const body = (card: () => string) =>
    `${orderForm(`<input name="before" required>${card()}<input name="after" required>`)}<script>
      globalThis.trail = [];
      addEventListener("focusin", ({ target }) => trail.push(target.closest("cardlet-card") ? "card" : target.name));
    </script>`;
  const { tab, card } = await open(t, { body });
  const submit = async () => {
    await tab.evaluate("trail.splice(0)");
    await tab.click("button");
    return tab.evaluate("trail");
  };
  assert.deepEqual(await submit(), ["go", "before"]);
  assert.equal(await card.error("number"), texts.incomplete_number);
  await tab.type("x");
  assert.deepEqual(await submit(), ["go", "card"]);
  await card.focusIs("number");
  await card.fill();
  assert.deepEqual(await submit(), ["go", "after"]);
});

test("a click on a label of the host focuses the first field", async (t) => {
  const body = (card: (attributes: string) => string) =>
    orderForm(`<label for="card">Pay by card</label>${card('id="card" name="paymentToken"')}`);
  const { tab, card } = await open(t, { body });
  await tab.click("label[for=card]");
  await card.focusIs("number");
  assert.equal(await card.ask("card.labels.length"), 1);
});

test("a click beside the fields, in the host's padding, leaves the focus alone", async (t) => {
  const body = (card: (attributes: string) => string) =>
    orderForm(`<label for="card">Pay by card</label>
      ${card('id="card" name="paymentToken" style="padding: 40px"')}`);
  const { tab, card } = await open(t, { body });
  const { x, y } = await card.ask<{ x: number; y: number }>("card.getBoundingClientRect().toJSON()");
  await tab.click("[name=item]");
  await tab.playwright.mouse.click(x + 10, y + 10);
  await card.focusIs("body");
});

test("a click on a field's own label focuses that field", async (t) => {
  const { card } = await open(t);
  for (const name of ["cvc", "number", "expiry"] as const) {
    await card.enter(name, "label");
    await card.focusIs(name);
  }
});

test("focus() goes to the named field, else to the first wrong one; blur() leaves them all", async (t) => {
  const { tab, card } = await open(t);
  await card.ask("card.focus('cvc')");
  await card.focusIs("cvc");
  await card.ask("card.blur()");
  await card.focusIs("body");
  await card.type("number", TEST_CARD.number);
  await card.ask("card.focus()");
  await card.focusIs("expiry");
  await tab.click("[name=item]");
  await card.ask("card.blur()");
  // The focus of others is none of its business.
  await card.focusIs("item");
});
