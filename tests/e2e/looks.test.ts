import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { type CheckoutOptions, openCheckout } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { elementScript } from "./support/engines/click-point.ts";
import { retry } from "./support/retry.ts";

const engine = await launch("chromium");
after(() => engine.close());

const open = (t: TestContext, options?: CheckoutOptions) => openCheckout(t, engine, options);
type Opened = Awaited<ReturnType<typeof open>>;

/** The rows that the fields stand in, from the top, by where their inputs are. */
const rows = ({ card }: Opened) =>
  card.inside<string[][]>(
    ".cardlet-fields",
    `Object.values(Object.groupBy(part.querySelectorAll(".cardlet-field"), (field) =>
      Math.round(field.querySelector(".cardlet-input").getBoundingClientRect().top)))
      .map((row) => row.map((field) => field.classList[1].slice(8)))`,
  );

const FOUR = [["number"], ["expiry", "cvc"], ["name"]];
const SIX = [...FOUR, ["postalCode", "country"]];
const TWO_ROWS = [
  ["number", "expiry", "cvc"],
  ["name", "postalCode", "country"],
];
const HALVES = [["expiry", "cvc"], ["postalCode"]];

for (const [layout, width, expected] of [
  ["stacked", 600, FOUR],
  ["stacked", 240, [["number"], ["expiry"], ["cvc"], ["name"]]],
  ["compact", 600, FOUR],
  ["inline", 800, [["number", "expiry", "cvc", "name"]]],
  ["inline", 600, [["number", "expiry", "cvc"], ["name"]]],
  ["inline", 400, FOUR],
  ["stacked", 600, SIX],
  ["stacked", 240, SIX.flat().map((name) => [name])],
  ["compact", 400, SIX],
  ["inline", 800, TWO_ROWS],
  ["inline", 600, TWO_ROWS],
  ["inline", 400, SIX],
  ["stacked", 600, HALVES],
] as const) {
  const fields = expected.flat().join(" ");
  test(`layout ${layout} of ${fields} at ${width} px, with labels above and floating, all of it in sight`, async (t) => {
    const opened = await open(t, {
      body: (card) =>
        `<div style="inline-size: ${width}px">${card(`layout="${layout}" fields="${fields}"`)}</div>`,
    });
    const { card } = opened;
    for (const labels of ["static", "floating"]) {
      await card.ask(`card.setAttribute("labels", "${labels}")`);
      await retry(`labels ${labels}`, 20_000, async () => {
        const isFloating = await card.inside(
          ".cardlet-label",
          "getComputedStyle(part).position === 'absolute'",
        );
        assert.equal(isFloating, labels === "floating");
      });
      assert.deepEqual(await rows(opened), expected);
      const heights =
        "[...new Set([...part.querySelectorAll('.cardlet-control')].map((box) => box.offsetHeight))]";
      assert.equal((await card.inside<number[]>(".cardlet-fields", heights)).length, 1, "all are as high");
      const isSeen = "document.documentElement.scrollHeight <= innerHeight";
      assert.equal(await card.inside("body", isSeen), true, labels);
    }
  });
}

for (const style of ["display: flex", "display: inline-block", "inline-size: fit-content"]) {
  test(`the fields have a width of their own where the page gives none: ${style}`, async (t) => {
    const { card } = await open(t, { body: (card) => `<div style="${style}">${card()}</div>` });
    assert.ok((await card.ask<number>("card.offsetWidth")) >= 300);
  });
}

test("in a flexible row the fields still give way", async (t) => {
  const body = (card: () => string) =>
    `<div style="display: flex; inline-size: 400px">${card()}<p style="flex: none; inline-size: 200px"></p></div>`;
  const { card } = await open(t, { body });
  assert.equal(await card.ask("card.offsetWidth"), 200);
});

test("a floating label makes room for what is typed, and comes back when it is gone", async (t) => {
  const { card, tab } = await open(t, { body: (card) => card('labels="floating"') });
  const top = () => card.inside<number>(".cardlet-number .cardlet-label", "part.getBoundingClientRect().top");
  const rest = await top();
  await card.type("number", "4");
  await retry("it goes up", 20_000, async () => assert.ok((await top()) < rest - 5));
  await tab.press("Backspace");
  await card.enter("cvc");
  await retry("it comes back", 20_000, async () => assert.equal(await top(), rest));
});

test("a theme sets colours that the page's own properties change", async (t) => {
  const { card } = await open(t, {
    body: (card) => card('theme="contrast" style="--cardlet-border: #123456"'),
  });
  const style = (property: string) =>
    card.inside<string>(".cardlet-number .cardlet-control", `getComputedStyle(part).${property}`);
  assert.equal(await style("borderTopColor"), "rgb(18, 52, 86)");
  assert.equal(await style("borderRadius"), "4px");
  await card.ask("void (card.theme = 'plain')");
  await retry("the other theme", 20_000, async () => assert.equal(await style("borderRadius"), "0px"));
});

test("a page's rules for all inputs leave the fields as they are", async (t) => {
  const reset = `<style>
    * { box-sizing: content-box }
    input, select { all: unset; border: 5px solid red; padding: 0; width: 30px; height: 9px; margin: 20px;
      font: 8px serif; letter-spacing: 1em; text-align: right; text-transform: uppercase; background: red }
    :is(input, select):focus { outline: 9px solid red; box-shadow: 0 0 9px red }
  </style>`;
  const facts = async ({ card }: Opened, name: "number" | "country") => {
    await card.ask(`void card.focus("${name}")`);
    await card.focused(name);
    return card.inside<object>(
      `.cardlet-${name} .cardlet-input`,
      `(({ borderTopWidth, paddingLeft, width, height, marginTop, fontSize, letterSpacing, textAlign,
        textTransform, backgroundColor, outlineStyle, boxShadow }) => ({ borderTopWidth, paddingLeft, width,
        height, marginTop, fontSize, letterSpacing, textAlign, textTransform, backgroundColor, outlineStyle,
        boxShadow }))(getComputedStyle(part))`,
    );
  };
  const fields = 'fields="number country"';
  const plain = await open(t, { body: (card) => card(fields) });
  const among = await open(t, { body: (card) => reset + card(fields) });
  for (const name of ["number", "country"] as const) {
    assert.deepEqual(await facts(among, name), await facts(plain, name), name);
  }
});

test("an element of another tag looks the same", async (t) => {
  const { tab } = await open(t, {
    mode: "inline",
    body: (card) => `${card()}<shop-card></shop-card><script type="module">
      const { define } = await import("/cardlet/define.js");
      define("shop-card");
    </script>`,
  });
  await tab.waitFor("document.querySelector('shop-card .cardlet-control')");
  const style = (tag: string) =>
    tab.evaluate<string[]>(`(({ borderRadius, backgroundColor }) => [borderRadius, backgroundColor])(
      getComputedStyle(${elementScript(`${tag} >>> .cardlet-control`)}))`);
  assert.deepEqual(await style("shop-card"), await style("cardlet-card"));
});

test("focus, blur and brand are told as they happen, and hold no digit", async (t) => {
  const { tab, card } = await open(t, { body: (card) => card() });
  await tab.evaluate(`(() => {
    globalThis.news = [];
    for (const type of ["focus", "blur", "brand"]) {
      document.addEventListener("cardlet-" + type, ({ detail }) => news.push([type, detail]));
    }
  })()`);
  await card.type("number", "4111");
  await tab.press("Tab");
  await card.focused("expiry");
  await card.retype("number", "5555");
  await card.ask("card.blur()");
  await card.left();
  const news = await card.ask<[string, string | null][]>("news");
  const focus = news.filter(([type]) => type !== "brand");
  assert.deepEqual(focus, [
    ["focus", "number"],
    ["blur", "number"],
    ["focus", "expiry"],
    ["blur", "expiry"],
    ["focus", "number"],
    ["blur", "number"],
  ]);
  const brands = news.filter(([type, detail]) => type === "brand" && detail !== null);
  assert.deepEqual(brands, [
    ["brand", "visa"],
    ["brand", "mastercard"],
  ]);
});
