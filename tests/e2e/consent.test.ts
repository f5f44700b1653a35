import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { type Checkout, openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";

const engine = await launch("chromium");
after(() => engine.close());

const TEXT = "Save this card for my next order";

/** The box, which is in the page wherever the fields are. */
const BOX = "cardlet-card > .cardlet-consent";

const open = (t: TestContext, attributes = `consent="${TEXT}"`) =>
  openCheckout(t, engine, { body: (card) => orderForm(card(`name="paymentToken" required ${attributes}`)) });

const isTicked = ({ tab }: Checkout) => tab.evaluate(`document.querySelector("${BOX} input").checked`);

const consent = ({ card }: Checkout) => card.ask("card.state.consent");

test("the box has the page's words, stands under the fields and is a target of 24 pixels", async (t) => {
  const { card, tab } = await open(t);
  assert.equal(await tab.evaluate(`document.querySelector("${BOX}").textContent`), TEXT);
  const [top, height, bottom] = await tab.evaluate<[number, number, number]>(`(() => {
    const { top, height } = document.querySelector("${BOX}").getBoundingClientRect();
    const frame = document.querySelector("cardlet-card").shadowRoot?.querySelector("iframe");
    const fields = frame ?? document.querySelector(".cardlet-fields");
    return [top, height, fields.getBoundingClientRect().bottom];
  })()`);
  // A frame is larger than its fields by the room of a focus ring.
  assert.ok(top >= bottom - 4 && height >= 24, `${top} ${height} ${bottom}`);

  await card.ask(`card.consent = "Remember it"`);
  assert.equal(await tab.evaluate(`document.querySelector("${BOX}").textContent`), "Remember it");
  await card.ask("card.removeAttribute('consent')");
  assert.equal(await tab.evaluate(`document.querySelector("${BOX}")`), null);
});

test("without the attribute there is no box, and nobody has consented", async (t) => {
  const checkout = await open(t, "");
  assert.equal(await checkout.tab.evaluate(`document.querySelector("${BOX}")`), null);
  assert.equal(await consent(checkout), false);
});

test("Tab leads from the last field to the box, and Space ticks it", async (t) => {
  const checkout = await open(t);
  const { card, tab } = checkout;
  await card.fill();
  await tab.evaluate(`void (() => {
    globalThis.told = [];
    document.addEventListener("cardlet-change", ({ detail }) => told.push(detail.consent));
  })()`);
  await tab.press("Tab");
  await tab.waitFor(`document.activeElement.matches("${BOX} input")`);
  await tab.press("Space");
  await tab.waitFor(`document.querySelector("cardlet-card").state.consent`);
  assert.equal(await tab.evaluate("told.at(-1)"), true);
  await tab.press("Space");
  await tab.waitFor(`!document.querySelector("cardlet-card").state.consent`);
  assert.equal(await tab.evaluate("told.at(-1)"), false);
});

for (const [does, clicks, entries] of [
  ["is posted when it is ticked", 1, [["paymentTokenConsent", "on"]]],
  ["is not posted when it is not", 0, []],
  ["is not posted when it is unticked again", 2, []],
] as const) {
  test(`the consent ${does}`, async (t) => {
    const { card, tab, posted } = await open(t);
    await card.fill();
    for (let click = 0; click < clicks; click++) await tab.click(BOX);
    await tab.click("button");
    assert.deepEqual(await posted(), [
      ["item", "book"],
      ["paymentToken", "tok_1"],
      ...entries,
      ["go", "pay"],
    ]);
  });
}

test("a tick is no edit of the card", async (t) => {
  const { api, card, tab } = await open(t);
  await card.fill();
  const { id } = await card.tokenize();
  await tab.click(BOX);
  assert.equal((await card.tokenize()).id, id);
  assert.equal(api.requests.length, 1);
});

test("clear() and form.reset() untick the box", async (t) => {
  const checkout = await open(t);
  const { tab } = checkout;
  for (const empty of ["document.querySelector('cardlet-card').clear()", "document.forms[0].reset()"]) {
    await tab.click(BOX);
    assert.equal(await consent(checkout), true);
    await tab.evaluate(empty);
    assert.deepEqual([await isTicked(checkout), await consent(checkout)], [false, false]);
  }
});

test("what unticks the box alone is told of", async (t) => {
  const checkout = await open(t);
  const { tab } = checkout;
  await tab.evaluate(`void (() => {
    globalThis.told = [];
    document.addEventListener("cardlet-change", ({ detail }) => told.push(detail.consent));
  })()`);
  for (const script of ["clear()", "form.reset()", "removeAttribute('consent')"]) {
    await tab.click(BOX);
    await tab.evaluate(`document.querySelector('cardlet-card').${script}`);
    const told = await checkout.card.ask<boolean[]>("told.splice(0)");
    assert.deepEqual([told[0], told.at(-1)], [true, false], script);
  }
});

test("the box is disabled with the element, and keeps its tick when the fields are other ones", async (t) => {
  const checkout = await open(t);
  const { card, tab } = checkout;
  await tab.click(BOX);
  await card.ask("card.disabled = true");
  assert.equal(await tab.evaluate(`document.querySelector("${BOX} input").disabled`), true);
  await card.ask("card.disabled = false");
  assert.equal(await tab.evaluate(`document.querySelector("${BOX} input").disabled`), false);
  await card.ask(`card.fields = "number expiry"`);
  assert.equal(await isTicked(checkout), true);
  assert.equal(await tab.evaluate(`document.querySelectorAll("${BOX}").length`), 1);
});

test("a clone has a box of its own, without the tick", async (t) => {
  const { tab } = await open(t);
  await tab.click(BOX);
  await tab.evaluate(`document.body.append(document.querySelector("cardlet-card").cloneNode(true))`);
  const boxes = `[...document.querySelectorAll("cardlet-card")].map((card) =>
    [...card.querySelectorAll(".cardlet-consent input")].map(({ checked }) => checked))`;
  assert.deepEqual(await tab.evaluate(boxes), [[true], [false]]);
});
