import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import en from "../../www/locales/en.json" with { type: "json" };
import { hearAnnouncements } from "./support/announcements.ts";
import { type Card, TEST_CARD } from "./support/card.ts";
import { openCheckout, orderForm } from "./support/checkout.ts";
import { openForm } from "./support/provider-form.ts";
import { retry } from "./support/retry.ts";
import { useWorld } from "./support/world.ts";

const CHECKOUT = { provider: "checkout", publicKey: "pk_sbox_cardletsandboxdemopublickey" };
const PROCESSOUT = { provider: "processout", publicKey: "test-proj_CardletSandboxDemoProject" };

/** Published test cards: a Visa of Cartes Bancaires, and one that is a Dankort. */
const FRENCH = { ...TEST_CARD, number: "4556620000000005" };
const DANISH = { ...TEST_CARD, number: "4571730000000003" };

const BRANDS = [
  ["Visa", false],
  ["Cartes Bancaires", false],
];

const world = useWorld();

/** A page with a form of its own. */
const openShop = (t: TestContext, attributes = "required") =>
  openCheckout(t, world.chromium, {
    account: { organization: undefined, ...CHECKOUT },
    body: (card) => orderForm(card(`name="paymentToken" ${attributes}`)),
  });

/** The brands on offer, and which is chosen; none where there is nothing to choose. */
const offered = (card: Card) =>
  card.among<[string, boolean][]>(
    `[...root.querySelectorAll(".cardlet-option")].filter((option) => option.checkVisibility())
      .map((option) => [option.textContent, option.control.checked])`,
  );

const offers = (card: Card, expected: unknown) =>
  retry("the choice is another one", 20_000, async () => assert.deepEqual(await offered(card), expected));

/** Chooses a brand as a click does, wherever the fields are. */
const choose = async (card: Card, brand: string) => {
  await card.among(
    `void [...root.querySelectorAll(".cardlet-option")].find((option) => option.textContent === ${JSON.stringify(brand)}).click()`,
  );
  await retry(`${brand} is chosen`, 20_000, async () =>
    assert.deepEqual(
      (await offered(card)).filter(([, isChosen]) => isChosen),
      [[brand, true]],
    ),
  );
};

/** What each card was sent with as its preferred scheme. */
const schemes = () =>
  world.sandbox.api
    .requests()
    .filter(({ method }) => method === "POST")
    .map(({ body }) => JSON.parse(body.toString()).preferred_scheme);

for (const [account, card, brand, id, scheme] of [
  [CHECKOUT, FRENCH, "Cartes Bancaires", "cartes_bancaires", "cartes_bancaires"],
  [CHECKOUT, FRENCH, "Visa", "visa", "visa"],
  [PROCESSOUT, FRENCH, "Cartes Bancaires", "cartes_bancaires", "carte bancaire"],
  [PROCESSOUT, DANISH, "Dankort", "dankort", "dankort"],
] as const) {
  test(`${brand}, chosen on a co-badged card, is the preferred scheme at ${account.provider}`, async (t) => {
    const form = await openForm(t, world, account);
    await form.card.refill(card);
    await choose(form.card, brand);
    await retry("the state has the choice", 20_000, async () =>
      assert.equal((await form.card.state()).brand, id),
    );
    assert.equal(typeof (await form.card.tokenize()).id, "string");
    assert.deepEqual(schemes(), [scheme]);
  });
}

test("nothing is preferred until it is chosen, and a choice is an edit", async (t) => {
  const { card } = await openForm(t, world, CHECKOUT);
  await card.refill(FRENCH);
  await offers(card, BRANDS);
  assert.equal((await card.state()).brand, "visa");
  const ids = [(await card.tokenize()).id, (await card.tokenize()).id];
  await choose(card, "Visa");
  ids.push((await card.tokenize()).id, (await card.tokenize()).id);
  await choose(card, "Cartes Bancaires");
  ids.push((await card.tokenize()).id);
  assert.deepEqual(
    ids.map((id) => ids.indexOf(id)),
    [0, 0, 2, 2, 4],
  );
  assert.deepEqual(schemes(), [undefined, "visa", "cartes_bancaires"]);
});

test("preferredBrand is the choice before there is one", async (t) => {
  const { card } = await openForm(t, world, CHECKOUT);
  await card.ask(`card.configure({ preferredBrand: "cb" })`);
  await card.refill(FRENCH);
  await offers(card, [
    ["Visa", false],
    ["Cartes Bancaires", true],
  ]);
  await card.tokenize();
  await choose(card, "Visa");
  await card.tokenize();
  assert.deepEqual(schemes(), ["cartes_bancaires", "visa"]);
});

test("a choice is forgotten with its number", async (t) => {
  const { card } = await openForm(t, world, PROCESSOUT);
  await card.refill(FRENCH);
  await choose(card, "Cartes Bancaires");
  await card.retype("number", DANISH.number);
  await offers(card, [
    ["Visa", false],
    ["Dankort", false],
  ]);
  await card.retype("number", FRENCH.number);
  await offers(card, BRANDS);
  await choose(card, "Cartes Bancaires");
  await card.retype("number", TEST_CARD.number);
  await offers(card, []);
  await card.tokenize();
  assert.deepEqual(schemes(), [undefined]);
});

test("a choice is forgotten by clear() and by form.reset()", async (t) => {
  const { card, tab } = await openShop(t);
  for (const empty of ["document.querySelector('cardlet-card').clear()", "document.forms[0].reset()"]) {
    await card.refill(FRENCH);
    await choose(card, "Cartes Bancaires");
    await tab.evaluate(empty);
    await offers(card, []);
    await card.refill(FRENCH);
    await offers(card, BRANDS);
    await tab.evaluate(empty);
  }
});

test("there is no choice where the page takes one of the brands alone", async (t) => {
  const { card } = await openShop(t, 'brands="visa mastercard"');
  await card.refill(FRENCH);
  await card.ready();
  assert.deepEqual(await offered(card), []);
});

test("there is no choice where the provider could not be told of it", async (t) => {
  const { card } = await openCheckout(t, world.chromium);
  await card.refill(FRENCH);
  assert.equal((await card.state()).valid, true);
  assert.deepEqual(await offered(card), []);
});

test("the choice is one stop of the keyboard, with arrows inside it", async (t) => {
  const { card, tab } = await openShop(t);
  const focused = (expected: string | null) =>
    retry(`the focus is on ${expected}`, 20_000, async () =>
      assert.equal(
        await card.among(`document.activeElement.closest(".cardlet-option")?.textContent ?? null`),
        expected,
      ),
    );
  await card.type("number", FRENCH.number);
  await tab.press("Tab");
  await focused("Visa");
  await offers(card, BRANDS);
  await tab.press("Space");
  await offers(card, [
    ["Visa", true],
    ["Cartes Bancaires", false],
  ]);
  await tab.press("ArrowRight");
  await focused("Cartes Bancaires");
  await offers(card, [
    ["Visa", false],
    ["Cartes Bancaires", true],
  ]);
  await tab.press("Tab");
  await card.focusIs("expiry");
  await tab.press("Shift+Tab");
  await focused("Cartes Bancaires");
  await tab.press("Shift+Tab");
  await card.focusIs("number");
});

test("the choice has a name, is announced once, and is no part of the form's data", async (t) => {
  const { card, tab } = await openShop(t);
  const announced = await hearAnnouncements(card);
  await card.refill(FRENCH);
  await choose(card, "Visa");
  await choose(card, "Cartes Bancaires");
  assert.deepEqual(await announced(), ["Visa", `${en["label.brand"]}: Visa, Cartes Bancaires`]);
  assert.equal(await card.inside(".cardlet-choice legend", "part.textContent"), en["label.brand"]);
  const data = await tab.evaluate<[string, string][]>("[...new FormData(document.forms[0])]");
  assert.deepEqual(
    data.filter(([name]) => name !== "paymentToken"),
    [["item", "book"]],
  );
});

for (const layout of ["stacked", "inline", "compact"]) {
  test(`the choice moves nothing, and its targets have 24 pixels: ${layout}`, async (t) => {
    const { card } = await openShop(t, `layout="${layout}"`);
    const places = () =>
      card.among(
        `[...root.querySelectorAll(".cardlet-field")].map((field) => {
          const { x, y, width, height } = field.getBoundingClientRect();
          return [x, y, width, height];
        })`,
      );
    const before = await places();
    await card.type("number", FRENCH.number);
    await offers(card, BRANDS);
    assert.deepEqual(await places(), before);
    const found = await card.among<[number, number, boolean][]>(
      `[...root.querySelectorAll(".cardlet-option")].map((option) => {
        const { width, height, bottom } = option.getBoundingClientRect();
        return [width, height, bottom <= option.closest(".cardlet-field").getBoundingClientRect().bottom];
      })`,
    );
    for (const [width, height, isInside] of found) {
      assert.ok(width >= 24 && height >= 24 && isInside, `${width} ${height} ${isInside}`);
    }
  });
}

test("while a request is under way the choice can't be changed", async (t) => {
  const { api, card, tab } = await openShop(t);
  const release = api.hold();
  await card.refill(FRENCH);
  await choose(card, "Visa");
  await tab.click("button");
  await tab.waitFor(`document.querySelector("cardlet-card").matches(":state(busy)")`);
  await card.among(`void root.querySelectorAll(".cardlet-radio")[1].click()`);
  await offers(card, [
    ["Visa", true],
    ["Cartes Bancaires", false],
  ]);
  release();
});
