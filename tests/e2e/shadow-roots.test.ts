import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import texts from "../../www/locales/en.json" with { type: "json" };
import { Card } from "./support/card.ts";
import { openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { MODE } from "./support/mode.ts";
import { retry } from "./support/retry.ts";

const engine = await launch("chromium");
after(() => engine.close());

type RootMode = "open" | "closed";

/** Puts markup into so many shadow roots. A closed one is shown to the test alone: the way in is a property. */
function nest(markup: string, depth: number, mode: RootMode): string {
  if (depth === 0) return markup;
  return `<section></section><script>
    let place = document.querySelector("section");
    for (let depth = ${depth}; depth > 0; depth--) {
      const root = place.attachShadow({ mode: "${mode}" });
      Object.defineProperty(place, "shadowRoot", { value: root });
      root.innerHTML = depth > 1 ? "<section></section>" : ${JSON.stringify(markup)};
      place = root.firstElementChild;
    }
  </script>`;
}

async function openNested(t: TestContext, depth: number, mode: RootMode, form = orderForm) {
  const body = (card: () => string) => nest(form(card()), depth, mode);
  const checkout = await openCheckout(t, engine, { body, early: true });
  const way = "section >>> ".repeat(depth);
  const card = new Card(checkout.tab, `${way}cardlet-card`);
  await card.ready();
  return { ...checkout, card, way };
}

const PLACES: [depth: number, mode: RootMode][] = [
  [0, "open"],
  ...[1, 2, 3].flatMap((depth): [number, RootMode][] => [
    [depth, "open"],
    [depth, "closed"],
  ]),
];

for (const [depth, mode] of PLACES) {
  const where = depth === 0 ? "in no root" : `in ${depth} ${mode} root${depth > 1 ? "s" : ""}`;

  test(`Shadow roots: ${where}, a form submits once with a token, and shows its errors`, async (t) => {
    const { api, pages, tab, card, way, posted } = await openNested(t, depth, mode);
    await tab.click(`${way}button`);
    await card.focused("number");
    await tab.waitFor(`(${fieldsOf(way)}).validity.customError`);
    await shows(card, texts.incomplete_number);
    assert.equal(pages.posted.length + api.requests.length, 0);
    await card.fill();
    await tab.waitFor(`(${fieldsOf(way)}).state.complete`);
    await shows(card, "");
    await tab.press("Enter");
    const order = new Map(await posted());
    assert.deepEqual([order.get("paymentToken"), order.get("item")], ["tok_1", "book"]);
    assert.deepEqual([api.requests.length, pages.posted.length], [1, 1]);
  });

  test(`Shadow roots: ${where}, labels and errors are tied to fields that have their looks`, async (t) => {
    const { tab, card, way } = await openNested(t, depth, mode);
    const ties = `[...root.querySelectorAll("input")].every((input) => {
      const tree = input.getRootNode();
      const ids = input.getAttribute("aria-describedby").split(" ");
      return input.labels.length === 1 && ids.every((id) => tree.getElementById(id));
    })`;
    assert.equal(await card.among(ties), true);
    assert.equal(await card.inside(".cardlet-hint", "getComputedStyle(part).position"), "absolute");
    if (MODE === "hosted") return;
    const adopted = `[document, (${fieldsOf(way)}).getRootNode()].map((root) => root.adoptedStyleSheets.length)`;
    assert.deepEqual(await tab.evaluate(adopted), depth === 0 ? [1, 1] : [0, 1]);
  });
}

/** Waits until the number's error is this text. */
function shows(card: Card, text: string): Promise<void> {
  return retry("the error under the number", 20_000, async () =>
    assert.equal(await card.error("number"), text),
  );
}

/** An expression that gives the element. */
function fieldsOf(way: string): string {
  return `${JSON.stringify(`${way}cardlet-card`)}.split(">>>").reduce(
    (place, part) => (place.shadowRoot ?? place).querySelector(part.trim()), document)`;
}
