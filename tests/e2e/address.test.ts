import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import de from "../../www/locales/de.json" with { type: "json" };
import en from "../../www/locales/en.json" with { type: "json" };
import { Card, TEST_CARD } from "./support/card.ts";
import { type Checkout, type CheckoutOptions, minting, openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { startFakeApi } from "./support/fake-api.ts";
import { MODE } from "./support/mode.ts";
import { defaultAccount } from "./support/pages.ts";
import { retry } from "./support/retry.ts";
import { startShop } from "./support/shop.ts";

const engine = await launch("chromium");
after(() => engine.close());

const FIELDS = "number expiry cvc postalCode country";

/** Opens a checkout whose card asks for these fields. */
const open = (t: TestContext, fields = FIELDS, options: CheckoutOptions = {}) =>
  openCheckout(t, engine, {
    body: (card) => `<main>${orderForm(card(`name="paymentToken" fields="${fields}"`))}</main>`,
    ...options,
  });

/** Sets a whole value at once, as autofill and password managers do: one event and no key. */
const set = ({ card }: Checkout, name: string, text: string, event = "change") =>
  card.inside(
    `.cardlet-${name} .cardlet-input`,
    `void (part.value = ${JSON.stringify(text)}, part.dispatchEvent(new Event("${event}", { bubbles: true })))`,
  );

const configure = ({ card }: Checkout, options: object) =>
  card.ask(`void card.configure(${JSON.stringify(options)})`);

/** Waits until the page knows this of a field. */
const isSo = ({ card }: Checkout, name: string, expected: object) =>
  retry(`${name} is ${JSON.stringify(expected)}`, 20_000, async () => {
    const field = await card.ask<Record<string, unknown>>(`card.state.fields.${name}`);
    const found = Object.keys(expected).map((fact) => [fact, field[fact]]);
    assert.deepEqual(Object.fromEntries(found), expected);
  });

/** Waits until a field shows this text. */
const shows = ({ card }: Checkout, name: "postalCode" | "country", text: string) =>
  retry(`${name} shows ${text}`, 20_000, async () => assert.equal(await card.value(name), text));

const says = ({ card }: Checkout, name: "postalCode" | "country", text: string) =>
  retry(`${name} says ${text}`, 20_000, async () => assert.equal(await card.error(name), text));

/** The billing address of the last request. */
const billed = ({ api }: Checkout) => JSON.parse(String(api.requests.at(-1)?.body)).billingAddress;

for (const event of ["input", "change"]) {
  test(`a card and an address that are filled by ${event} events alone go out together`, async (t) => {
    const checkout = await open(t);
    const { card } = checkout;
    const texts = { country: "GB", postalCode: "sw1a  1aa", ...TEST_CARD };
    for (const [name, text] of Object.entries(texts)) await set(checkout, name, text, event);
    const { valid, complete } = await card.state();
    assert.deepEqual([valid, complete], [true, true]);
    assert.equal((await card.tokenize()).id, "tok_1");
    assert.deepEqual(billed(checkout), { country: "GB", postalCode: "SW1A 1AA" });
    assert.equal(await card.value("postalCode"), "sw1a  1aa", "what was typed stays");

    await set(checkout, "country", "US", event);
    await set(checkout, "postalCode", "94107", event);
    assert.equal((await card.tokenize()).id, "tok_2", "the first token is that of another address");
    assert.deepEqual(billed(checkout), { country: "US", postalCode: "94107" });
  });
}

test("another country checks the postal code again, and nothing that is typed is refused", async (t) => {
  const checkout = await open(t);
  const { card } = checkout;
  await card.type("postalCode", "94107");
  await isSo(checkout, "postalCode", { valid: true, code: null });
  for (const [country, code] of [
    ["US", null],
    ["CA", "invalid_postal_code"],
    ["CN", "incomplete_postal_code"],
    ["DE", null],
    ["", null],
  ] as const) {
    await set(checkout, "country", country);
    await isSo(checkout, "postalCode", { valid: code === null, code });
  }
  await set(checkout, "country", "CA");
  await card.enter("number");
  await says(checkout, "postalCode", en.invalid_postal_code);
  await card.retype("postalCode", "K1A 0B1 and more");
  assert.equal(await card.value("postalCode"), "K1A 0B1 and more");
  await card.retype("postalCode", "K1A 0B1");
  await isSo(checkout, "postalCode", { valid: true, code: null });
  await says(checkout, "postalCode", "");
});

test("where there are no postal codes, none is needed", async (t) => {
  const checkout = await open(t);
  const { card } = checkout;
  await card.fill();
  await set(checkout, "country", "HK");
  await isSo(checkout, "postalCode", { empty: true, valid: true });
  assert.equal((await card.tokenize()).id, "tok_1");
  assert.deepEqual(billed(checkout), { country: "HK" });
});

test("what is missing is said, to each field its own, and takes the submit back to it", async (t) => {
  const checkout = await open(t);
  const { card, tab, api } = checkout;
  await card.fill();
  await tab.click("button");
  await says(checkout, "postalCode", en.incomplete_postal_code);
  await says(checkout, "country", en.incomplete_country);
  await card.focusIs("postalCode");
  assert.equal(await card.ask("card.validationMessage"), en.incomplete_postal_code);
  await tab.type("75018");
  await tab.press("Tab");
  await card.focusIs("country");
  assert.equal((await card.tokenize()).code, "incomplete_country");
  assert.equal(api.requests.length, 0);
});

test("the keyboard alone goes through all fields and chooses a country", async (t) => {
  const checkout = await open(t, `name ${FIELDS}`);
  const { card, tab } = checkout;
  await card.fill();
  await tab.press("Tab");
  await card.focused("name");
  await tab.type("Ada Lovelace");
  await tab.press("Tab");
  await card.focused("postalCode");
  await tab.type("00263");
  await tab.press("Tab");
  await card.focused("country");
  await tab.press("End");
  await isSo(checkout, "country", { valid: true, empty: false, dirty: true });
  assert.equal(await card.value("country"), "ZW", "which is the last by its English name");
  await tab.press("Tab");
  await card.focusIs("go");
  assert.equal((await card.tokenize()).id, "tok_1");
  assert.deepEqual(billed(checkout), {
    firstName: "Ada",
    lastName: "Lovelace",
    country: "ZW",
    postalCode: "00263",
  });
});

test("the page's country is there until somebody chooses one, and is no content of the form's", async (t) => {
  const checkout = await open(t);
  const { card } = checkout;
  await configure(checkout, { billingAddress: { city: "Köln", country: "DE" } });
  await shows(checkout, "country", "DE");
  await isSo(checkout, "country", { empty: true, valid: true, dirty: false });
  assert.equal((await card.state()).empty, true);
  await configure(checkout, { billingAddress: { city: "Köln", country: "AT" } });
  await shows(checkout, "country", "AT");

  await set(checkout, "country", "FR");
  await isSo(checkout, "country", { empty: false, valid: true, dirty: true });
  for (const country of ["DE", "FR"]) {
    await configure(checkout, { billingAddress: { city: "Paris", country } });
    await shows(checkout, "country", "FR");
    await isSo(checkout, "country", { empty: false });
  }
  await card.fill();
  await card.type("postalCode", "75018");
  assert.equal((await card.tokenize()).id, "tok_1");
  assert.deepEqual(billed(checkout), { city: "Paris", country: "FR", postalCode: "75018" });
});

test("without a field for it, the page's country says what a postal code looks like", async (t) => {
  const checkout = await open(t, "number expiry cvc postalCode");
  const { card } = checkout;
  await card.fill();
  await card.type("postalCode", "94107");
  await configure(checkout, { billingAddress: { country: "CA" } });
  await isSo(checkout, "postalCode", { valid: false, code: "invalid_postal_code" });
  await configure(checkout, { billingAddress: { country: "US", postalCode: "10001" } });
  await isSo(checkout, "postalCode", { valid: true, code: null });
  assert.equal((await card.tokenize()).id, "tok_1");
  assert.deepEqual(billed(checkout), { country: "US", postalCode: "94107" });
});

test("clear, a reset and leaving the page empty the address, and the page's country comes back", async (t) => {
  const checkout = await open(t);
  const { card } = checkout;
  for (const [country, empty] of [
    ["", "card.clear()"],
    ["DE", "card.clear()"],
    ["DE", "card.form.reset()"],
    ["DE", "window.dispatchEvent(new PageTransitionEvent('pagehide'))"],
  ] as const) {
    await configure(checkout, { billingAddress: country ? { country } : undefined });
    await set(checkout, "country", "FR");
    await set(checkout, "postalCode", "75018");
    await isSo(checkout, "country", { empty: false, dirty: true });
    await card.ask(`void ${empty}`);
    await shows(checkout, "postalCode", "");
    await shows(checkout, "country", country);
    await isSo(checkout, "country", { empty: true, valid: country !== "", dirty: false });
    assert.equal((await card.state()).empty, true, empty);
  }
});

test("a clone is empty, and its countries are not there twice", async (t) => {
  const checkout = await open(t);
  const { card, tab } = checkout;
  await set(checkout, "country", "FR");
  await isSo(checkout, "country", { empty: false });
  await card.ask(`(() => {
    const place = document.createElement("section");
    place.append(card.cloneNode(true));
    document.body.append(place);
  })()`);
  const copy = new Card(tab, "section cardlet-card");
  await copy.ready();
  assert.equal(await copy.value("country"), "");
  const counts = "[...root.querySelectorAll('select')].map((select) => select.options.length)";
  assert.deepEqual(await copy.among(counts), [250]);
  assert.equal((await copy.state()).empty, true);
});

test("a switch of the language names the countries anew, in its order, and keeps the choice", async (t) => {
  const checkout = await open(t);
  const { card, tab } = checkout;
  await set(checkout, "country", "DE");
  for (const [tag, label, chosen] of [
    ["de", de["label.country"], "Deutschland"],
    ["en", en["label.country"], "Germany"],
  ] as const) {
    await tab.evaluate(`document.querySelector("main").lang = "${tag}"`);
    await retry(`the countries are in ${tag}`, 20_000, async () =>
      assert.equal(await card.inside(".cardlet-country .cardlet-label", "part.textContent"), label),
    );
    const facts = "[part.value, part.selectedOptions[0].text, [...part.options].map(({ text }) => text)]";
    const [value, text, [none, ...names]] = await card.inside<[string, string, string[]]>(
      ".cardlet-country select",
      facts,
    );
    assert.deepEqual([value, text, none], ["DE", chosen, ""]);
    assert.equal(new Set(names).size, 249);
    assert.deepEqual(names, [...names].sort(new Intl.Collator(tag).compare));
  }
  await isSo(checkout, "country", { valid: true, empty: false });
});

test("setError() shows a code or words at the postal code and the country until they are edited", async (t) => {
  const checkout = await open(t);
  const { card } = checkout;
  await card.fill();
  await set(checkout, "country", "US");
  await set(checkout, "postalCode", "94107");
  await card.ask(`void card.setError("postalCode", "We don't deliver there.")`);
  await says(checkout, "postalCode", "We don't deliver there.");
  await card.ask(`void card.setError("country", "incomplete_country")`);
  await says(checkout, "country", en.incomplete_country);
  await isSo(checkout, "country", { valid: false, code: "incomplete_country" });
  assert.equal((await card.state()).valid, false);
  await set(checkout, "postalCode", "94110");
  await set(checkout, "country", "CA");
  await says(checkout, "country", "");
  await set(checkout, "country", "US");
  await says(checkout, "postalCode", "");
  assert.equal((await card.tokenize()).id, "tok_1");
});

test("a provider's refusal of the address is an error of its field", async (t) => {
  const checkout = await open(t);
  const { card, api } = checkout;
  await card.fill();
  await set(checkout, "country", "US");
  await set(checkout, "postalCode", "94107");
  const invalidFields = [{ field: "billingAddress.postalCode", message: "is refused" }];
  api.next({ status: 422, body: JSON.stringify({ type: "invalid-request", invalidFields }) });
  const { code, field } = await card.tokenize();
  assert.deepEqual([code, field], ["invalid_postal_code", "postalCode"]);
  await says(checkout, "postalCode", en.invalid_postal_code);
});

test("while a request is under way no country can be chosen", async (t) => {
  const checkout = await open(t);
  const { card, tab, api } = checkout;
  await card.fill();
  await set(checkout, "country", "US");
  await set(checkout, "postalCode", "94107");
  const locked = (isLocked: boolean) =>
    retry(`the countries are ${isLocked ? "locked" : "free"}`, 20_000, async () => {
      const facts =
        "[part.ariaReadOnly, part.querySelectorAll(':disabled').length, part.disabled, part.value]";
      const found = await card.inside(".cardlet-country select", facts);
      assert.deepEqual(found, [String(isLocked), isLocked ? 250 : 0, false, "US"]);
    });
  await locked(false);
  const release = api.hold();
  await tab.evaluate("void (globalThis.minted = document.querySelector('cardlet-card').tokenize())");
  await api.received(1);
  await locked(true);
  release();
  assert.equal(await tab.evaluate("minted.then(({ id }) => id)"), "tok_1");
  await locked(false);
});

test("with the security code alone the postal code is a check of the page's, and is not sent", async (t) => {
  const account = {
    provider: "checkout",
    publicKey: "pk_sbox_cardletsandboxdemopublickey",
    organization: undefined,
  };
  const checkout = await open(t, "postalCode cvc", { account });
  const { card, api } = checkout;
  assert.deepEqual(await card.ask("Object.keys(card.state.fields)"), ["cvc", "postalCode"]);
  await card.type("cvc", "123");
  assert.equal((await card.tokenize()).code, "incomplete_postal_code");
  await card.type("postalCode", "94107");
  api.next({ status: 201, body: JSON.stringify({ type: "cvv", token: `tok_${"a".repeat(26)}` }) });
  assert.equal((await card.tokenize()).id, `tok_${"a".repeat(26)}`);
  assert.deepEqual(JSON.parse(String(api.requests.at(-1)?.body)), {
    type: "cvv",
    token_data: { cvv: "123" },
  });
});

test("the fields are what browsers fill in, and a screen reader is told of them", async (t) => {
  const checkout = await open(t, FIELDS);
  const { card, tab } = checkout;
  const names = ["autocomplete", "autocapitalize", "inputmode", "dir", "name", "maxlength", "aria-required"];
  const facts = `${JSON.stringify(names)}.map((name) => part.getAttribute(name))`;
  assert.deepEqual(await card.inside(".cardlet-postalCode input", facts), [
    ...["postal-code", "characters", "text", "ltr", null, null, "false"],
  ]);
  assert.deepEqual(await card.inside(".cardlet-country select", facts), [
    ...["country", null, null, null, null, null, "false"],
  ]);
  const { playwright } = tab;
  const place = MODE === "hosted" ? playwright.frameLocator("iframe") : playwright;
  await card.ask("void card.validate()");
  await says(checkout, "country", en.incomplete_country);
  const country = place.getByRole("combobox", { name: en["label.country"] });
  assert.equal(await country.getAttribute("aria-invalid"), "true");
  const describedBy = await country.getAttribute("aria-describedby");
  assert.equal(await place.locator(`#${describedBy}`).textContent(), en.incomplete_country);
  assert.equal(await place.getByRole("textbox", { name: en["label.postalCode"] }).count(), 1);
});

test("an address that is chosen before the module has arrived is taken over", async (t) => {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const late = async (path: string) => {
    if (/cardlet\.wasm$/.test(path)) await arrived;
    return false;
  };
  const checkout = await open(t, FIELDS, { early: true, mode: "inline", intercept: late });
  const { card, tab } = checkout;
  await tab.waitFor("document.querySelector('cardlet-card select')");
  await set(checkout, "country", "CA");
  await card.type("postalCode", "94107");
  await configure(checkout, { billingAddress: { country: "US" } });
  arrive();
  await card.ready();
  await isSo(checkout, "postalCode", { empty: false, valid: false, code: "invalid_postal_code" });
  await isSo(checkout, "country", { empty: false, valid: true });
  assert.equal(await card.value("country"), "CA");
});

// Inline in both runs: this is about an engine's select and its `:has()`.
for (const name of ["firefox", "webkit"] as const) {
  test(`${name}: a country is chosen, renamed and sent, and its label makes room`, async (t) => {
    const other = await launch(name);
    t.after(() => other.close());
    const api = await startFakeApi(() => minting({ id: "tok_1" }));
    t.after(() => api.close());
    const body = (tag: (attributes?: string) => string) =>
      `<main>${orderForm(tag(`labels="floating" fields="${FIELDS}"`))}</main>`;
    const shop = await startShop({ account: defaultAccount(api.url), body, mode: "inline" });
    t.after(() => shop.close());
    const page = await other.newPage();
    await page.goto(shop.url);
    const card = new Card(page, undefined, "inline");
    await card.ready();
    const top = () =>
      card.inside<number>(".cardlet-country .cardlet-label", "part.getBoundingClientRect().top");
    const rest = await top();
    await card.fill();
    await card.type("postalCode", "k1a 0b1");
    await card.inside(
      ".cardlet-country select",
      "void (part.value = 'CA', part.dispatchEvent(new Event('change', { bubbles: true })))",
    );
    await retry("the label goes up", 20_000, async () => assert.ok((await top()) < rest - 5));
    await page.evaluate("document.querySelector('main').lang = 'fr'");
    await retry("the country is in French", 20_000, async () => {
      const chosen = await card.inside(".cardlet-country select", "part.selectedOptions[0].text");
      assert.equal(chosen, "Canada");
      const first = await card.inside(".cardlet-country select", "part.options[1].text");
      assert.equal(first, "Afghanistan");
      assert.equal(await card.inside(".cardlet-fields", "part.lang"), "fr");
    });
    assert.equal(await card.value("country"), "CA");
    assert.equal((await card.tokenize()).id, "tok_1");
    const { billingAddress } = JSON.parse(String(api.requests[0]?.body));
    assert.deepEqual(billingAddress, { country: "CA", postalCode: "K1A 0B1" });
  });
}
