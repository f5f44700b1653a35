import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { TEST_CARD } from "./support/card.ts";
import { type CheckoutOptions, openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { elementScript } from "./support/engines/click-point.ts";

const engine = await launch("chromium");
after(() => engine.close());

const SHADOW = 'name="paymentToken" required render="shadow"';

const open = (t: TestContext, options?: CheckoutOptions) =>
  openCheckout(t, engine, { mode: "inline", body: (card) => orderForm(card(SHADOW)), ...options });

const inner = (selector: string) => elementScript(`cardlet-card >>> ${selector}`);

test("every part has the name of its class, also the one of a field with an error", async (t) => {
  const { tab } = await open(t);
  await tab.click("button");
  const names = await tab.evaluate<[string, string][]>(`[
    ...document.querySelector("cardlet-card").shadowRoot.querySelectorAll("[class]"),
  ].map((element) => [element.className, element.getAttribute("part")])`);
  assert.ok(names.some(([name]) => name.includes("cardlet-has-error")));
  for (const [name, part] of names) assert.equal(part, name);
});

test("a page's own rules come in by parts and custom properties only", async (t) => {
  const style = `<style>
    .cardlet-label, label { color: rgb(255, 0, 0) !important }
    cardlet-card { --cardlet-radius: 17px }
    cardlet-card::part(cardlet-control) { background: rgb(0, 128, 0) }
    cardlet-card::part(cardlet-has-error) { opacity: 0.5 }
  </style>`;
  const { tab } = await open(t, { body: (card) => orderForm(card(SHADOW)) + style });
  const look = (selector: string, property: string) =>
    tab.evaluate<string>(`getComputedStyle(${inner(selector)}).${property}`);
  assert.notEqual(await look(".cardlet-label", "color"), "rgb(255, 0, 0)");
  assert.equal(await look(".cardlet-control", "borderRadius"), "17px");
  assert.equal(await look(".cardlet-control", "backgroundColor"), "rgb(0, 128, 0)");
  assert.equal(await look(".cardlet-number", "opacity"), "1");
  await tab.click("button");
  assert.equal(await look(".cardlet-number", "opacity"), "0.5");
});

test("Enter in a field submits by the default button, once", async (t) => {
  const { api, tab, posted } = await open(t);
  await tab.click("cardlet-card >>> .cardlet-number input");
  for (const text of Object.values(TEST_CARD)) {
    await tab.type(text);
    await tab.press("Tab");
  }
  await tab.press("Shift+Tab");
  await tab.press("Enter");
  assert.deepEqual(await posted(), [
    ["item", "book"],
    ["paymentToken", "tok_1"],
    ["go", "pay"],
  ]);
  assert.equal(api.requests.length, 1);
});

test("Enter with a default button that is disabled asks for nothing", async (t) => {
  const { api, tab } = await open(t);
  await tab.evaluate("document.querySelector('button').disabled = true");
  await tab.click("cardlet-card >>> .cardlet-number input");
  await tab.type(TEST_CARD.number);
  await tab.press("Enter");
  // A submit would show what is missing.
  assert.equal(await tab.evaluate(`${inner(".cardlet-expiry .cardlet-error")}.textContent`), "");
  assert.equal(api.requests.length, 0);
});

test("the page's own children of the element stay, and are not shown", async (t) => {
  const { tab } = await open(t, {
    body: (card) => orderForm(card(SHADOW).replace("></", "><p id=own>wait</p></")),
  });
  assert.equal(await tab.evaluate("document.querySelector('#own').checkVisibility()"), false);
});
