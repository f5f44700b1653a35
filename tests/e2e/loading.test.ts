import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { after, type TestContext, test } from "node:test";
import texts from "../../www/locales/en.json" with { type: "json" };
import { TEST_CARD } from "./support/card.ts";
import { type CheckoutOptions, openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { inlineOnly, MODE } from "./support/mode.ts";

const engine = await launch("chromium");
after(() => engine.close());

const LOADING = texts["status.loading"];
const FAILED = texts["status.failed"];
const ORDER = [
  ["item", "book"],
  ["paymentToken", "tok_1"],
  ["go", "pay"],
];

/** Opens a checkout whose module arrives only after `serve()`. */
async function openEarly(t: TestContext, options?: CheckoutOptions) {
  let serve = () => {};
  const served = new Promise<void>((resolve) => {
    serve = resolve;
  });
  const intercept = async (path: string) => {
    if (path.endsWith(".wasm")) await served;
    return false;
  };
  const checkout = await openCheckout(t, engine, { intercept, early: true, ...options });
  await checkout.tab.waitFor("document.querySelector('cardlet-card').matches(':defined')");
  t.after(serve);
  return { ...checkout, serve };
}

/** Opens a checkout whose module is missing until the function that it gives is called. */
async function openBroken(t: TestContext, options?: CheckoutOptions) {
  let isMissing = true;
  const intercept = (path: string, response: ServerResponse) => {
    if (path.endsWith(".wasm") && isMissing) response.writeHead(404).end();
    return path.endsWith(".wasm") && isMissing;
  };
  const listen = `<script>
    globalThis.loadErrors = [];
    addEventListener("cardlet-error", ({ detail }) => loadErrors.push([detail.name, detail.type, detail.code]));
  </script>`;
  const body = options?.body ?? ((card) => orderForm(card()));
  const checkout = await openCheckout(t, engine, {
    intercept,
    early: true,
    body: (card) => listen + body(card),
  });
  await checkout.tab.waitFor("loadErrors.length > 0");
  const serve = () => {
    isMissing = false;
  };
  return { ...checkout, serve };
}

const message = "document.querySelector('cardlet-card').validationMessage";

/** A frame is shown when its module is there. */
const EARLY_TYPING = { skip: inlineOnly("a frame takes no text before its module has arrived") };
/** What becomes of a frame that does not come is told in `hosted-loading.test.ts`. */
const NO_MODULE = { skip: inlineOnly("a frame without its module is no frame, told after 9 s") };

test("what was typed before the module arrived is adopted and formatted", EARLY_TYPING, async (t) => {
  const { tab, card, serve } = await openEarly(t);
  await card.type("expiry", TEST_CARD.expiry);
  await card.type("cvc", TEST_CARD.cvc);
  await card.type("number", "41111111");
  await tab.press("ArrowLeft");
  serve();
  await card.ready();
  assert.equal(await card.value("number"), "4111 1111");
  assert.equal(await card.value("expiry"), `12 / ${TEST_CARD.expiry.slice(2)}`);
  const { brand, fields } = (await card.state()) as { brand: string; fields: Record<string, object> };
  assert.equal(brand, "visa");
  assert.deepEqual(fields.number, {
    empty: false,
    valid: false,
    potentiallyValid: true,
    code: "incomplete_number",
    focused: true,
    touched: false,
    dirty: false,
  });
  await tab.type("2");
  assert.equal(await card.value("number"), "4111 1112 1", "the caret has stayed before the last digit");
});

test("a required card that is still loading holds its form back and says so", async (t) => {
  const { api, pages, tab, card, serve, posted } = await openEarly(t);
  assert.equal(await tab.evaluate(message), LOADING);
  if (MODE === "inline") await card.fill();
  await tab.click("button");
  if (MODE === "inline") assert.equal(await card.error("number"), LOADING);
  assert.equal(pages.posted.length + api.requests.length, 0);
  serve();
  await card.ready();
  if (MODE === "hosted") await card.fill();
  assert.equal(await card.error("number"), "");
  assert.equal(await tab.evaluate(message), "");
  await tab.click("button");
  assert.deepEqual(await posted(), ORDER);
});

for (const [what, attributes, form] of [
  ["with novalidate", 'name="paymentToken" required', "novalidate"],
  ["with a card that is not required but was typed into", 'name="paymentToken"', ""],
] as const) {
  test(`a form ${what} waits for the module and then goes with a token`, EARLY_TYPING, async (t) => {
    const body = (card: (attributes: string) => string) => orderForm(card(attributes), form);
    const { api, pages, tab, card, serve, posted } = await openEarly(t, { body });
    await card.fill();
    await tab.press("Enter");
    assert.equal(pages.posted.length + api.requests.length, 0);
    serve();
    assert.deepEqual(await posted(), ORDER);
  });
}

test("an empty card that is not required does not wait for the module", async (t) => {
  const { tab, posted } = await openEarly(t, { body: (card) => orderForm(card('name="paymentToken"')) });
  await tab.click("button");
  assert.deepEqual(await posted(), [
    ["item", "book"],
    ["go", "pay"],
  ]);
});

test("a module that can't be loaded is told, and holds a required form back", NO_MODULE, async (t) => {
  const { api, pages, tab, card, serve, posted } = await openBroken(t);
  assert.deepEqual(await tab.evaluate("loadErrors"), [["CardletError", "load", "wasm_load_failed"]]);
  assert.equal(await tab.evaluate(message), FAILED);
  await card.fill();
  await tab.click("button");
  assert.equal(await card.error("number"), FAILED);
  assert.equal((await card.tokenize()).code, "wasm_load_failed");
  assert.equal(pages.posted.length + api.requests.length, 0);

  serve();
  assert.equal((await card.tokenize()).id, "tok_1");
  assert.deepEqual([await tab.evaluate(message), await card.error("number")], ["", ""]);
  await tab.click("button");
  assert.deepEqual(await posted(), ORDER);
  assert.equal(api.requests.length, 1);
});

test(
  "a card that is not required but was typed into is held back too, until it is emptied",
  NO_MODULE,
  async (t) => {
    const body = (card: (attributes: string) => string) => orderForm(card('name="paymentToken"'));
    const { pages, tab, card, posted } = await openBroken(t, { body });
    await card.type("number", "4");
    await tab.press("Enter");
    await tab.waitFor("document.querySelector('.cardlet-error').textContent !== ''");
    assert.equal(await card.error("number"), FAILED);
    assert.equal(pages.posted.length, 0);
    await card.retype("number", "");
    await tab.press("Backspace");
    assert.equal(await card.error("number"), "");
    await tab.press("Enter");
    assert.deepEqual(await posted(), [
      ["item", "book"],
      ["go", "pay"],
    ]);
  },
);

test(
  "novalidate does not let a form go without the module, and its next submit tries again",
  NO_MODULE,
  async (t) => {
    const { pages, tab, card, serve, posted } = await openBroken(t, {
      body: (card) => orderForm(card(), "novalidate"),
    });
    await card.fill();
    await tab.press("Enter");
    await tab.waitFor("document.querySelector('.cardlet-error').textContent !== ''");
    assert.equal(await card.error("number"), FAILED);
    assert.equal(pages.posted.length, 0);
    serve();
    await tab.press("Enter");
    assert.deepEqual(await posted(), ORDER);
  },
);

test("the next submit of a required form loads a module anew that was not there", NO_MODULE, async (t) => {
  const { tab, card, serve, posted } = await openBroken(t);
  await card.fill();
  serve();
  await tab.click("button");
  await tab.waitFor("!!document.querySelector('cardlet-card').state.fields.number");
  assert.equal(await card.error("number"), "");
  await tab.click("button");
  assert.deepEqual(await posted(), ORDER);
});

/** A script in whose page a hundredth of a second stands for one. */
const QUICK = `{
  const { setTimeout } = globalThis;
  const { timeout } = AbortSignal;
  globalThis.setTimeout = (run, ms, ...rest) => setTimeout(run, ms >= 9000 ? ms / 100 : ms, ...rest);
  AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / 100);
}`;

test("a module that never comes is told of within 10 s, and can be asked for again", NO_MODULE, async (t) => {
  const { tab, card, serve } = await openEarly(t, { prepare: (tab) => tab.playwright.addInitScript(QUICK) });
  await tab.waitFor(`${message} === ${JSON.stringify(FAILED)}`);
  assert.equal((await card.tokenize()).code, "wasm_load_failed");
  serve();
  assert.equal((await card.tokenize()).code, "incomplete_number");
});

test("a module that comes late is told of, and taken all the same", NO_MODULE, async (t) => {
  const { tab, card, serve } = await openEarly(t, {
    prepare: (tab) => tab.playwright.addInitScript(QUICK.replace("ms / 100)", "ms)")),
  });
  await tab.waitFor(`${message} === ${JSON.stringify(FAILED)}`);
  serve();
  await card.ready();
  await card.fill();
  assert.equal((await card.tokenize()).id, "tok_1");
});

test("an element that leaves while the module loads rejects with destroyed, and may come back", async (t) => {
  const { tab, card, serve } = await openEarly(t);
  const code = await tab.evaluate(`(() => {
    const card = document.querySelector("cardlet-card");
    globalThis.code = card.tokenize().catch((error) => error.code);
    globalThis.home = card.parentElement;
    globalThis.gone = card;
    card.remove();
  })()`);
  assert.equal(code, undefined);
  serve();
  assert.equal(await tab.evaluate("code"), "destroyed");
  await tab.evaluate("home.prepend(gone)");
  await card.ready();
  await card.fill();
  assert.equal((await card.tokenize()).id, "tok_1");
});
