import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { TEST_CARD } from "./support/card.ts";
import { type Checkout, type CheckoutOptions, openCheckout, orderForm, RECORD } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { inlineOnly, MODE } from "./support/mode.ts";

const engine = await launch("chromium");
after(() => engine.close());

const open = (t: TestContext, options?: CheckoutOptions) =>
  openCheckout(t, engine, { body: (card) => orderForm(card()) + RECORD, ...options });

/** Calls `configure()`; the error's facts, or null. */
const configure = (options: string) =>
  `(() => { try { card.configure(${options}); return null } catch ({ name, type, code, option }) {
    return { name, type, code, option } } })()`;

/** Opens a card with these options, which in hosted mode stand in the frame's configuration. */
async function openWith(t: TestContext, options: Record<string, unknown>): Promise<Checkout> {
  const checkout = await open(t, { configure: (entry) => ({ ...entry, configure: options }) });
  if (MODE === "inline") assert.equal(await checkout.card.ask(configure(JSON.stringify(options))), null);
  return checkout;
}

/** What a page may not change when a frame is live, or the answers would tell the digits. */
const SETTLED = { skip: inlineOnly("ranges and wider limits are settled in the frame's configuration") };

const RANGES = { brandRanges: [{ brand: "american_express", low: "6015", high: "6019" }] };

test("ranges of an application tell its brand, its gaps and whether it is accepted", async (t) => {
  const { card } = await openWith(t, RANGES);
  await card.type("number", "60160000000");
  assert.equal((await card.state()).brand, "american_express");
  assert.equal(await card.value("number"), "6016 000000 0");
});

test("ranges count from the moment they are there, until they are taken back", SETTLED, async (t) => {
  const { card } = await open(t);
  await card.type("number", "60160000000");
  assert.equal((await card.state()).brand, "maestro");
  assert.equal(await card.ask(configure(JSON.stringify(RANGES))), null);
  assert.equal((await card.state()).brand, "american_express");
  assert.equal(await card.ask(configure("{ brandRanges: undefined }")), null);
  assert.equal((await card.state()).brand, "maestro");
});

const IN_30_YEARS = { ...TEST_CARD, expiry: `12${(new Date().getFullYear() + 30) % 100}` };

test("a limit of years applies to what is typed and to what is sent", async (t) => {
  const { api, card } = await openWith(t, { maxYearsAhead: 40 });
  await card.fill(IN_30_YEARS);
  assert.equal((await card.tokenize()).id, "tok_1");
  assert.equal(api.requests.length, 1);
});

test("a limit of years can be widened for what is typed already", SETTLED, async (t) => {
  const { api, card } = await open(t);
  await card.fill(IN_30_YEARS);
  assert.equal((await card.tokenize()).code, "invalid_expiry_year");
  assert.equal(await card.ask(configure("{ maxYearsAhead: 40 }")), null);
  assert.equal((await card.tokenize()).id, "tok_1");
  assert.equal(api.requests.length, 1);
});

test("what is configured is on the wire, beside what was configured before", async (t) => {
  const { api, card } = await open(t);
  await card.ask(
    configure('{ email: "ada@example.com", billingAddress: { line1: "1 Loop", country: "GB" } }'),
  );
  await card.ask(
    configure('{ device: { fingerprint: "f1" }, billingAddress: { city: "Bath", postalCode: "BA1" } }'),
  );
  await card.fill();
  assert.equal((await card.tokenize()).id, "tok_1");
  const { billingAddress, riskMetadata } = JSON.parse(String(api.requests[0]?.body));
  assert.deepEqual(billingAddress, {
    city: "Bath",
    postalCode: "BA1",
    emails: [{ label: "main", value: "ada@example.com", primary: true }],
  });
  assert.deepEqual(riskMetadata, { fingerprint: "f1" });
});

const WRONG: [options: string, option: string, code?: string][] = [
  ['{ brandRanges: [{ brand: "nobody", low: "60", high: "61" }] }', "brandRanges"],
  ['{ brandRanges: [{ brand: "visa", low: "61", high: "60" }] }', "brandRanges"],
  ['{ brandRanges: "60" }', "brandRanges"],
  ["{ maxYearsAhead: -1 }", "maxYearsAhead"],
  ['{ maxYearsAhead: "40" }', "maxYearsAhead"],
  ['{ billingAddress: { country: "Germany" } }', "billingAddress"],
  ['{ billingAddress: "1 Loop" }', "billingAddress"],
  ['{ phone: { number: "1" } }', "phone"],
  ['{ email: "" }', "email"],
  ["{ metadata: [] }", "metadata"],
  ['{ metadata: { note: "n".repeat(5_000_000) }, device: { id: "d" } }', "metadata"],
  ["{ device: globalThis }", "device"],
  ["{ device: { id: 1n } }", "device"],
  ['{ path: "/../tokens" }', "path"],
  ['{ keyHeader: "x key" }', "keyHeader"],
  ['{ preferredBrand: "nobody" }', "preferredBrand"],
  ["{ no_such_option: 1 }", "configure"],
];

const AT_ONCE = {
  skip: inlineOnly("a page hears what its frame makes of an option as an event, not at once"),
};

test("a value that can't be used throws, names its option and changes nothing", AT_ONCE, async (t) => {
  const { card } = await open(t);
  await card.ask(configure('{ email: "ada@example.com" }'));
  for (const [options, option] of WRONG) {
    const expected = { name: "CardletError", type: "configuration", code: "invalid_option", option };
    assert.deepEqual(await card.ask(configure(options)), expected, options);
  }
  await card.fill();
  assert.equal((await card.tokenize()).id, "tok_1");
});

test("what finishes an attempt has to be a text", AT_ONCE, async (t) => {
  const { api, card } = await open(t);
  await card.fill();
  for (const resume of ["{}", "5", "['tok']"]) {
    const facts = `card.tokenize({ resume: ${resume} }).catch(({ code, option }) => [code, option])`;
    assert.deepEqual(await card.ask(facts), ["invalid_option", "resume"], resume);
  }
  assert.equal(api.requests.length, 0);
  assert.equal((await card.tokenize()).id, "tok_1");
});

test("a secret key in a configuration is refused before any request", async (t) => {
  const { api, card } = await open(t);
  await card.ask(configure('{ metadata: { key: "sk_live_mine" } }'));
  await card.fill();
  const { type, code, option } = await card.tokenize();
  assert.deepEqual(
    { type, code, option },
    { type: "configuration", code: "secret_key_refused", option: "configure" },
  );
  assert.equal(api.requests.length, 0);
});

test("what is configured before the module is there counts, and a wrong value is told of", async (t) => {
  const early = `<script>
    globalThis.errors = [];
    document.addEventListener("cardlet-error", ({ detail }) => errors.push([detail.code, detail.option]));
    customElements.whenDefined("cardlet-card").then(() =>
      document.querySelector("cardlet-card").configure({ maxYearsAhead: 40, email: "" }));
  </script>`;
  const { tab, card } = await open(t, { body: (tag) => orderForm(tag()) + early });
  await card.type("number", "4");
  await tab.waitFor("errors.length > 0");
  assert.deepEqual(await tab.evaluate("errors"), [["invalid_option", "email"]]);
});

/** There a frame is not loaded until the page has mended it: hosted-options.test.ts. */
const MENDED = { skip: inlineOnly("what can't be used keeps a frame from being loaded") };

test(
  "what can't be used is told of when the element comes into the page, which has its fields all the same",
  MENDED,
  async (t) => {
    const { tab } = await open(t, {
      body: (tag) => `${tag()}<script>
      globalThis.errors = [];
      document.addEventListener("cardlet-error", ({ detail }) => errors.push(detail.option));
      customElements.whenDefined("cardlet-card").then(() => {
        const other = document.querySelector("cardlet-card").cloneNode();
        other.configure({ texts: { typo: "x" } });
        document.querySelector("cardlet-card").replaceWith(other);
      });
    </script>`,
    });
    await tab.waitFor(`document.querySelector("cardlet-card").state.fields.number`);
    assert.deepEqual(await tab.evaluate("errors"), ["texts"]);
  },
);
