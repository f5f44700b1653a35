// What a page may get wrong: it is told at once, or by an event, and the frame goes on listening.
import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { type CheckoutOptions, openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";

const engine = await launch("chromium");
after(() => engine.close());

const open = (t: TestContext, options?: CheckoutOptions) =>
  openCheckout(t, engine, { mode: "hosted", ...options });

/** Calls `configure()`; the error's facts, or null. */
const configure = (options: string) =>
  `(() => { try { card.configure(${options}); return null } catch ({ type, code, option }) {
    return { type, code, option } } })()`;

const WRONG: [options: string, option: string][] = [
  ['{ emial: "ada@example.org" }', "emial"],
  ["{ maxYearsAhead: '15' }", "maxYearsAhead"],
  ["{ maxYearsAhead: 1.5 }", "maxYearsAhead"],
  ["{ maxYearsAhead: 100 }", "maxYearsAhead"],
  ["{ maxYearsAhead: -1 }", "maxYearsAhead"],
  ["{ metadata: { note: 'n'.repeat(30_000) } }", "metadata"],
  ["{ metadata: { note: 'ü'.repeat(15_000) } }", "metadata"],
  ["{ device: { a: { b: { c: { d: { e: { f: 1 } } } } } } }", "device"],
  ["{ device: { constructor: 1 } }", "device"],
  ["{ device: { note: 1n } }", "device"],
  ["{ device: (() => { const own = {}; own.own = own; return own })() }", "device"],
  ["{ metadata: { note: 'half a smile: \\ud83d' } }", "metadata"],
  ["{ email: () => 'ada@example.org' }", "email"],
];

test("an option that the frame would not take throws, names itself and changes nothing", async (t) => {
  const { api, tab, card } = await open(t);
  await card.ask(configure('{ email: "ada@example.org", maxYearsAhead: 99 }'));
  for (const [options, option] of WRONG) {
    const expected = { type: "configuration", code: "invalid_option", option };
    assert.deepEqual(await card.ask(configure(options)), expected, options);
  }
  // What is as large and as deep as may be crosses over.
  await card.ask(
    configure("{ metadata: { note: 'n'.repeat(20_000) }, device: { a: { b: { c: { d: { e: 1 } } } } } }"),
  );
  await card.ask("void (card.required = false)");
  await tab.waitFor(`!document.querySelector("cardlet-card").required`);
  await card.fill();
  assert.equal((await card.tokenize()).id, "tok_1");
  const body = String(api.requests[0]?.body);
  assert.match(body, /ada@example\.org/);
  assert.match(body, /"riskMetadata":\{"a":/);
});

test("what is wrong before the element is in the page is told of by its event, and can be mended", async (t) => {
  const { tab, card } = await open(t, {
    early: true,
    body: (card) => `<template>${orderForm(card())}</template>`,
  });
  await tab.waitFor(`!!customElements.get("cardlet-card")`);
  await tab.evaluate(`(() => {
    globalThis.errors = [];
    document.addEventListener("cardlet-error", ({ detail }) => errors.push([detail.type, detail.code, detail.option]));
    const form = document.importNode(document.querySelector("template").content, true);
    form.querySelector("cardlet-card").configure({ emial: "x" });
    document.body.append(form);
  })()`);
  await tab.waitFor("errors.length > 0", 5000);
  assert.deepEqual(await tab.evaluate("errors"), [["configuration", "invalid_option", "emial"]]);
  assert.equal((await card.tokenize()).code, "invalid_option");
  assert.equal(await card.ask(configure("{ emial: undefined }")), null);
  assert.equal((await card.tokenize()).code, "incomplete_number");
});

test("texts that are none are told of before the frame is live, which it then is", async (t) => {
  const { tab, card } = await open(t, {
    body: (card) =>
      orderForm(card()) +
      `<script>
        globalThis.errors = [];
        document.addEventListener("cardlet-error", ({ detail }) => errors.push([detail.code, detail.option]));
        customElements.whenDefined("cardlet-card").then(() =>
          document.querySelector("cardlet-card").configure({ texts: { invalid_cvc: 5 } }));
      </script>`,
  });
  await tab.waitFor("errors.length > 0");
  assert.deepEqual(await tab.evaluate("errors"), [["invalid_option", "texts"]]);
  await card.fill();
  assert.equal((await card.tokenize()).id, "tok_1");
});

test("brands that the frame does not know are none that it accepts, and attributes too long no end", async (t) => {
  const { tab, card } = await open(t, {
    body: (card) =>
      orderForm(
        card(`name="paymentToken" brands="visa bcmc" timeout="0.0301234" update-token="${"n".repeat(3000)}"`),
      ),
  });
  await card.type("number", "5555");
  await tab.waitFor(
    `document.querySelector("cardlet-card").state.fields.number.code === "unsupported_brand"`,
  );
  await card.ask(`card.removeAttribute("update-token")`);
  await card.ask(`card.setAttribute("timeout", "20")`);
  await card.retype("number", "4111111111111111");
  await card.type("expiry", "1239");
  await card.type("cvc", "123");
  assert.equal((await card.tokenize()).id, "tok_1");
});

test("what was taken back in the same breath as a wrong value was set is gone once that is mended", async (t) => {
  const { api, tab, card } = await open(t);
  await card.listen();
  await card.ask(configure('{ email: "ada@example.org" }'));
  await card.ask(configure('{ email: undefined, phone: { number: "1" } }'));
  await tab.waitFor(`seen.some(({ code }) => code === "invalid_option")`);
  await card.ask(configure("{ phone: undefined }"));
  await card.fill();
  assert.equal((await card.tokenize()).id, "tok_1");
  assert.doesNotMatch(String(api.requests[0]?.body), /ada@example\.org/);
});
