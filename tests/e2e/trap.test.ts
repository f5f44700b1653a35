import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import texts from "../../www/locales/en.json" with { type: "json" };
import { findBinary } from "./support/binaries.ts";
import { TEST_CARD } from "./support/card.ts";
import { type Checkout, type CheckoutOptions, openCheckout, orderForm } from "./support/checkout.ts";
import { launchChromium } from "./support/engines/chromium.ts";
import { shows } from "./support/gate.ts";
import {
  describeCopies,
  findCopies,
  findRuns,
  KEEP_MEMORY,
  readMemory,
  spoilMemory,
} from "./support/memory.ts";
import type { Mode } from "./support/mode.ts";

// Chromium without its windows crashes where a module leaves its memory.
const engine = await launchChromium({ executablePath: findBinary("chromium") });
after(() => engine.close());

/** A number without a repeated run, and a code that no table and no time holds. */
const CARD = { number: "378282246310005", expiry: TEST_CARD.expiry, cvc: "8362" };
const SHOWN = { number: "3782 822463 10005", expiry: `12 / ${TEST_CARD.expiry.slice(2)}`, cvc: "8362" };

/** Opens a filled form whose module's memory the test can reach, in the page or in its frame. */
async function open(t: TestContext, mode: Mode, options: CheckoutOptions = {}): Promise<Checkout> {
  const body = (card: () => string) =>
    `${orderForm(card())}<script>document.forms[0].onsubmit = (event) => event.preventDefault()</script>`;
  const prepare = (tab: Checkout["tab"]) => tab.playwright.addInitScript(KEEP_MEMORY);
  const checkout = await openCheckout(t, engine, { mode, body, prepare, ...options });
  await checkout.card.fill(CARD);
  await checkout.card.listen();
  return checkout;
}

/** Runs something where the fields are, after a part that it names was spoiled. */
function trap({ card }: Checkout, trigger = ""): Promise<unknown> {
  return card.among(`void (() => { ${spoilMemory(CARD.number, CARD.cvc)} ${trigger} })()`);
}

/** Calls the element that has the fields; `outcome` is there then. */
const START = `globalThis.outcome = document.querySelector("cardlet-card").tokenize().then(String, (error) => error.code);`;

/** Asserts that the form holds what was typed, and is as good as new. */
async function assertUsable({ api, card }: Checkout, requests: number): Promise<void> {
  for (const name of ["number", "expiry", "cvc"] as const) assert.equal(await card.value(name), SHOWN[name]);
  const { valid, busy, brand } = await card.state();
  assert.deepEqual({ valid, busy, brand }, { valid: true, busy: false, brand: "american_express" });
  const { id } = await card.tokenize();
  assert.match(String(id), /^tok_/);
  assert.equal(api.requests.length, requests);
}

/** Asserts that no instance, dead or alive, holds anything of the card. */
async function assertWiped({ card }: Checkout, instances = 2): Promise<void> {
  const memory = await readMemory(card, instances);
  const left = [...findRuns(memory, CARD.number, 7), ...findCopies(memory, CARD.cvc)];
  assert.equal(describeCopies(memory, left), "");
}

/** What meets the spoiled instance, and what the call that it was under way for ends with. */
interface Meeting {
  name: string;
  meet: (checkout: Checkout) => Promise<unknown>;
  outcome?: string;
  /** How many cards have been sent by the end; default: one, of the attempt after the trap. */
  sent?: number;
}

const MEETINGS: Meeting[] = [
  { name: "a call to tokenize()", meet: (checkout) => trap(checkout, START), outcome: "wasm_trapped" },
  {
    name: "an edit",
    async meet(checkout) {
      await trap(checkout);
      await checkout.tab.press("Backspace");
      await checkout.tab.type(CARD.cvc.slice(-1));
    },
  },
  {
    name: "leaving a field",
    async meet(checkout) {
      await trap(checkout);
      await checkout.tab.press("Tab");
    },
  },
  {
    name: "the answer",
    async meet(checkout) {
      const release = checkout.api.hold();
      await checkout.card.among(`void (() => { ${START} })()`);
      await checkout.api.received(1);
      await trap(checkout);
      release();
    },
    outcome: "wasm_trapped",
    sent: 2,
  },
];

for (const mode of ["inline", "hosted"] as const) {
  for (const { name, meet, outcome, sent = 1 } of MEETINGS) {
    test(`${mode}: ${name} that traps is told, and the form is usable at once`, async (t) => {
      const checkout = await open(t, mode);
      const { tab, card } = checkout;
      await meet(checkout);
      if (outcome) assert.equal(await card.among("outcome"), outcome);
      await tab.waitFor("seen.some(({ code }) => code === 'wasm_trapped')");
      await assertUsable(checkout, sent);
      await card.among(`void document.querySelector("cardlet-card").clear()`);
      await assertWiped(checkout);
      const events = (await card.events()).filter(({ type }) => type !== "cardlet-ready");
      assert.deepEqual(
        events.map(({ type, code }) => code ?? type),
        ["wasm_trapped", "cardlet-token"],
      );
      shows(t, "M1", { cases: 1 });
    });
  }
}

test("hosted: a call of the page's that meets a broken frame is answered by the next instance", async (t) => {
  const checkout = await open(t, "hosted");
  await trap(checkout);
  assert.equal((await checkout.card.tokenize()).id, "tok_1");
  assert.equal(checkout.api.requests.length, 1);
  assert.deepEqual(
    (await checkout.card.events()).map(({ type, code }) => code ?? type),
    ["wasm_trapped", "cardlet-token"],
  );
});

test("hosted: what the page had narrowed before the trap stays so after it", async (t) => {
  const checkout = await open(t, "hosted", { body: (card) => orderForm(card('brands="visa"')) });
  assert.equal((await checkout.card.tokenize()).code, "unsupported_brand");
  await trap(checkout);
  await checkout.tab.press("Tab");
  await checkout.tab.waitFor("seen.some(({ code }) => code === 'wasm_trapped')");
  assert.equal((await checkout.card.tokenize()).code, "unsupported_brand");
  assert.equal(checkout.api.requests.length, 0);
});

test("a token outlives the instance that has minted it", async (t) => {
  const checkout = await open(t, "inline");
  const { tab, card } = checkout;
  await tab.evaluate(
    `document.querySelector("cardlet-card").tokenize().then((token) => { globalThis.token = token; })`,
  );
  await trap(checkout, START);
  // The next instance knows nothing of it, so it is not handed out again.
  assert.equal(await tab.evaluate("outcome"), "wasm_trapped");
  assert.deepEqual(await tab.evaluate("[token.id, String(token), token.status, token.card.last4]"), [
    "tok_1",
    "tok_1",
    "created",
    "0005",
  ]);
  const left = await tab.evaluate<number>("token.expiresIn()");
  assert.ok(left > 0 && left <= 30 * 60_000, `${left} ms`);
  assert.equal(await card.ask("card.token"), null);
  assert.equal((await card.tokenize()).id, "tok_2");
});

test("a function that traps throws, and the next call of it works", async (t) => {
  const { tab, card } = await open(t, "inline");
  const code = await tab.evaluate(`import("/cardlet/index.js").then((functions) => {
    globalThis.functions = functions;
    ${spoilMemory()}
    try { functions.checkName("Ada") } catch (error) { return [error.name, error.type, error.code].join() }
  })`);
  assert.equal(code, "CardletError,load,wasm_trapped");
  assert.equal(await tab.evaluate(`functions.checkName("Ada").valid`), true);
  assert.equal(await tab.evaluate(`functions.checkNumber("4111 1111 1111 1111").brand`), "visa");
  assert.equal(await tab.evaluate(`functions.formatNumber("378282246310005").text`), "3782 822463 10005");
  assert.equal((await card.tokenize()).id, "tok_1");
});

/** No instance is made at once, as by engines that refuse that. */
const REFUSE = `globalThis.instancesAtOnce = 0;
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct() { instancesAtOnce += 1; throw new RangeError("not on the main thread"); } });`;

for (const mode of ["inline", "hosted"] as const) {
  test(`${mode}: where no instance can be made at once, the next load makes one`, async (t) => {
    const prepare = (tab: Checkout["tab"]) => tab.playwright.addInitScript(KEEP_MEMORY + REFUSE);
    const checkout = await open(t, mode, { prepare });
    const { tab, card } = checkout;
    await trap(checkout);
    await tab.press("Tab");
    if (mode === "inline") {
      await tab.waitFor("seen.some(({ code }) => code === 'wasm_trapped')");
      assert.equal(await tab.evaluate("instancesAtOnce"), 1);
      await assertUsable(checkout, 1);
    } else {
      // The whole frame is made anew: what was typed is gone with its document.
      await tab.waitFor("seen.some(({ code }) => code === 'frame_disconnected')");
      await card.ready();
      assert.equal((await card.state()).empty, true);
      await card.fill(CARD);
      assert.equal((await card.tokenize()).id, "tok_1");
    }
  });
}

/** Every instance that is made at once is broken as soon as it has started. */
const BREAK = `const { Instance } = WebAssembly;
  globalThis.broken = 0;
  WebAssembly.Instance = new Proxy(Instance, { construct(original, parameters) {
    broken += 1;
    const instance = new original(...parameters);
    queueMicrotask(() => { ${spoilMemory()} });
    return instance;
  } });`;

test("an instance that can't even take over the texts is not made again until somebody submits", async (t) => {
  const prepare = (tab: Checkout["tab"]) => tab.playwright.addInitScript(KEEP_MEMORY + BREAK);
  const checkout = await open(t, "inline", { prepare });
  const { api, tab, card } = checkout;
  await trap(checkout);
  await tab.press("Tab");
  await tab.waitFor("seen.filter(({ code }) => code === 'wasm_trapped').length === 2");
  const { validationMessage } = await card.ask<{ validationMessage: string }>(
    "({ validationMessage: card.validationMessage })",
  );
  assert.equal(validationMessage, texts["status.failed"]);
  const broken = await tab.evaluate<number>("broken");
  assert.ok(broken >= 2 && broken <= 3, `${broken} instances`);
  assert.equal((await card.tokenize()).code, "wasm_trapped");
  assert.equal(api.requests.length, 0);
});
