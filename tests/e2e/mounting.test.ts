import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { type Card, TEST_CARD } from "./support/card.ts";
import { type Checkout, openCheckout, orderForm, refusing } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { countHeld, type Held, readHeld } from "./support/held.ts";
import { MODE } from "./support/mode.ts";
import { retry } from "./support/retry.ts";

const engine = await launch("chromium");
after(() => engine.close());

/** Ways to mount and unmount an element, each with pauses as frameworks make them. */
const WAYS = `globalThis.task = () => new Promise((resolve) => setTimeout(resolve));
  globalThis.home = document.querySelector("form");
  globalThis.make = (tag) => {
    const card = document.createElement(tag);
    for (const { name, value } of model.attributes) card.setAttribute(name, value);
    return card;
  };
  /** A new element each time, which leaves in the same task, a microtask or a task later, or when it is live. */
  globalThis.mountOnce = async (tag, times) => {
    for (let i = 0; i < times; i++) {
      const card = make(tag);
      home.prepend(card);
      if (i % 4 === 1) await null;
      if (i % 4 === 2) await task();
      if (i % 4 === 3) await card.tokenize().catch(() => {});
      card.remove();
      if (i % 3 === 0) await task();
    }
    await task();
  };
  /** Mount, unmount, mount: in one task or with one between, and at the end unmount. */
  globalThis.mountTwice = async (tag, times) => {
    for (let i = 0; i < times; i++) {
      const card = make(tag);
      const pause = i % 2 ? task : () => {};
      home.prepend(card);
      await pause();
      card.remove();
      await pause();
      home.prepend(card);
      if (i % 5 === 0) await card.tokenize().catch(() => {});
      else await task();
      card.remove();
    }
    await task();
  };`;

/** A page whose card has gone, after it has made a token; `model` is what new ones are made after. */
async function openEmptied(t: TestContext): Promise<Checkout> {
  const checkout = await openCheckout(t, engine, { prepare: countHeld });
  const { tab, card } = checkout;
  await card.fill();
  assert.equal((await card.tokenize()).id, "tok_1");
  await card.ask("void (globalThis.model = card.cloneNode(), card.remove())");
  await tab.evaluate(`(() => { ${WAYS} })()`);
  return checkout;
}

/** Waits until no more is held than was, since a frame's process ends a little later. */
async function heldAgain(tab: Checkout["tab"], before: Held): Promise<void> {
  await retry("what was held is given back", 30_000, async () =>
    assert.deepEqual(await readHeld(tab), before),
  );
}

/** What is held of a page that has had cards, with none in it. */
async function warmUp(tab: Checkout["tab"]): Promise<Held> {
  await tab.evaluate("mountOnce('cardlet-card', 8).then(() => mountTwice('cardlet-card', 6))");
  let before = await readHeld(tab);
  await retry("the page is at rest", 30_000, async () => {
    const now = await readHeld(tab);
    const last = before;
    before = now;
    assert.deepEqual(now, last);
  });
  const ours = Object.keys(before).filter((kind) => /^(listener|set|port|request|\w+Observer)/.test(kind));
  assert.deepEqual(ours, []);
  assert.equal(before.sheet, 0);
  assert.equal(before.frame, 1);
  return before;
}

for (const [what, script] of [
  ["200 mounts and unmounts", "mountOnce('cardlet-card', 200)"],
  ["50 StrictMode double mounts", "mountTwice('cardlet-card', 50)"],
] as const) {
  test(`Mounting: ${what} leave listeners, frames, ports, timers and memory where they were`, async (t) => {
    const { tab } = await openEmptied(t);
    const before = await warmUp(tab);
    await tab.evaluate(script);
    await heldAgain(tab, before);
  });
}

test("Mounting: an element that does not clean up is found by each of these counts", async (t) => {
  const { tab } = await openEmptied(t);
  const before = await warmUp(tab);
  await tab.evaluate(`customElements.define("leaky-card",
    class extends customElements.get("cardlet-card") { disconnectedCallback() {} })`);
  await tab.evaluate("mountOnce('leaky-card', 24)");
  const after = await readHeld(tab);
  const grown = Object.keys(after).filter((kind) => (after[kind] ?? 0) > (before[kind] ?? 0));
  const expected = {
    inline: ["listener: Window keydown", "listener: input input", "MutationObserver", "sheet", "moduleKiB"],
    hosted: ["listener: Window keydown", "listener: iframe load", "ResizeObserver", "setTimeout", "port"],
  }[MODE];
  for (const kind of [...expected, "JSEventListeners", "Nodes"]) {
    assert.ok(grown.includes(kind), `${kind} in ${JSON.stringify({ before, after })}`);
  }
});

/** Moments in an element's life, each with what brings it there. */
const MOMENTS: [moment: string, reach: (checkout: Checkout) => Promise<unknown>][] = [
  ["when it is ready", async () => {}],
  ["while a field is typed into", ({ card }) => card.type("number", "4111 11")],
  ["while a request runs", ({ api, card }) => hang(api, card, () => start(card))],
  ["when it has a token", async ({ card }) => assert.equal((await fillAndTokenize(card)).id, "tok_1")],
  [
    "after an error",
    async ({ api, card }) => {
      api.next(refusing("cvv"));
      assert.equal((await fillAndTokenize(card)).type, "validation");
    },
  ],
  ["in its form's submit", ({ api, card, tab }) => hang(api, card, () => tab.press("Enter"))],
];

const start = (card: Card) =>
  card.ask("void (globalThis.outcome = card.tokenize().then(String, (error) => error.code))");

async function fillAndTokenize(card: Card) {
  await card.fill();
  return card.tokenize();
}

async function hang(api: Checkout["api"], card: Card, act: () => Promise<unknown>): Promise<void> {
  await card.fill();
  api.next("hang");
  await act();
  await api.received(1);
}

/** What nobody has caught, in the page and in its frames. */
function collectUncaught(tab: Checkout["tab"]): string[] {
  const uncaught: string[] = [];
  tab.playwright.on("pageerror", ({ message }) => uncaught.push(message));
  return uncaught;
}

const REMOVE = "void (globalThis.gone = card, card.remove())";

/** Puts the element back, makes a token with it, and finds nothing uncaught but what this test throws. */
async function worksAgain({ tab, card }: Checkout, uncaught: readonly string[]): Promise<void> {
  await tab.evaluate("document.forms[0].prepend(gone)");
  await tab.waitFor("gone.state.fields.number");
  await card.ready();
  await card.refill(TEST_CARD);
  assert.match(String((await card.tokenize()).id), /^tok_/);
  await tab.evaluate("void Promise.reject(new Error('of the page'))");
  await card.among("void Promise.reject(new Error('of the fields'))");
  await retry("the control is seen", 20_000, async () => assert.equal(uncaught.length, 2));
  assert.deepEqual([...uncaught].sort(), ["of the fields", "of the page"]);
}

for (const [moment, reach] of MOMENTS) {
  test(`Mounting: unmounted ${moment}, an element leaves no rejection and works again`, async (t) => {
    const checkout = await openCheckout(t, engine);
    const uncaught = collectUncaught(checkout.tab);
    await reach(checkout);
    await checkout.card.ask(REMOVE);
    await worksAgain(checkout, uncaught);
  });
}

test("Mounting: unmounted while its module loads, an element leaves no rejection and works again", async (t) => {
  let serve = () => {};
  const served = new Promise<void>((resolve) => {
    serve = resolve;
  });
  t.after(serve);
  let asked = 0;
  const intercept = async (path: string) => {
    if (!path.endsWith(".wasm")) return false;
    asked += 1;
    await served;
    return false;
  };
  const checkout = await openCheckout(t, engine, { intercept, early: true });
  const uncaught = collectUncaught(checkout.tab);
  await retry("the module is asked for", 30_000, async () => assert.equal(asked, 1));
  await checkout.card.ask(REMOVE);
  serve();
  await worksAgain(checkout, uncaught);
});

test("Mounting: unmounted before its script has come, an element leaves no rejection and works", async (t) => {
  const remove = "<script>(globalThis.gone = document.querySelector('[required]')).remove()</script>";
  const checkout = await openCheckout(t, engine, { body: (card) => orderForm(card()) + remove, early: true });
  const uncaught = collectUncaught(checkout.tab);
  await checkout.tab.waitFor("!!customElements.get('cardlet-card')");
  await worksAgain(checkout, uncaught);
});
