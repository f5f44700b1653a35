import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { axeFindings } from "./support/axe.ts";
import type { Card } from "./support/card.ts";
import { openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { MODE } from "./support/mode.ts";
import { retry } from "./support/retry.ts";

const engine = await launch("chromium");
after(() => engine.close());

const open = (t: TestContext, attributes: string, width = 1280) =>
  openCheckout(t, engine, {
    body: (card) =>
      `<main><h1>Order</h1>${orderForm(card(`name="paymentToken" ${attributes}`)).replace("<input", '<input aria-label="Item"')}</main>`,
    prepare: ({ playwright }) => playwright.setViewportSize({ width, height: 600 }),
  });

/** What the marks say that can be seen. */
const marks = (card: Card) =>
  card.among<string[]>(
    `[...root.querySelectorAll(".cardlet-mark")].filter((mark) => mark.checkVisibility()).map((mark) => mark.ariaLabel)`,
  );

const shows = (card: Card, expected: string[]) =>
  retry(`the marks are ${expected}`, 20_000, async () => assert.deepEqual(await marks(card), expected));

test("the marks are those of the brands that the page names, then the card's own", async (t) => {
  const { card, tab } = await open(t, 'brands="mc visa jcb mir"');
  await shows(card, ["Visa", "Mastercard", "JCB"]);
  await card.type("number", "5555");
  await shows(card, ["Mastercard"]);
  await card.retype("number", "2200");
  await shows(card, []);
  await tab.press("Control+a");
  await tab.press("Delete");
  await shows(card, ["Visa", "Mastercard", "JCB"]);
});

test("a page that names no brands shows no marks", async (t) => {
  const { card } = await open(t, "");
  await card.type("number", "4111");
  assert.deepEqual(await marks(card), []);
});

test("marks move nothing, take no click, and axe-core finds nothing about them", async (t) => {
  const { card, tab } = await open(t, 'brands="visa mastercard amex discover jcb diners"');
  await shows(card, ["Visa", "Mastercard", "American Express", "Diners Club", "Discover", "JCB"]);
  const [inside, beneath] = await card.among<[boolean, string]>(`(() => {
    const box = root.querySelector(".cardlet-number .cardlet-control").getBoundingClientRect();
    const mark = root.querySelector(".cardlet-mark").getBoundingClientRect();
    const under = document.elementFromPoint(mark.x + mark.width / 2, mark.y + mark.height / 2);
    return [mark.top >= box.top && mark.bottom <= box.bottom && mark.right <= box.right, under.className];
  })()`);
  assert.deepEqual([inside, beneath], [true, "cardlet-input"]);
  for (const { violations } of await axeFindings(tab, card, MODE === "hosted"))
    assert.deepEqual(violations, []);
});

test("on a narrow page no mark stands on the digits", async (t) => {
  const { card } = await open(t, 'brands="visa mastercard amex discover jcb diners"', 320);
  await shows(card, ["Visa", "Mastercard", "American Express", "Diners Club", "Discover", "JCB"]);
  const [marks, digits] = await card.among<[number, number]>(`(() => {
    const input = root.querySelector(".cardlet-number input");
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = getComputedStyle(input).font;
    const start = input.getBoundingClientRect().left + parseFloat(getComputedStyle(input).paddingLeft);
    return [root.querySelector(".cardlet-marks").getBoundingClientRect().left,
      start + pen.measureText("1234 1234 1234 1234").width];
  })()`);
  assert.ok(marks >= digits, `${marks} ${digits}`);
});
