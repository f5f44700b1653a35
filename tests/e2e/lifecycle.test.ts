import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { Card, TEST_CARD } from "./support/card.ts";
import { type Checkout, type CheckoutOptions, minting, openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { inlineOnly, MODE } from "./support/mode.ts";

const engine = await launch("chromium");
after(() => engine.close());

/** A checkout whose page counts what nobody has caught. */
async function open(t: TestContext, options?: CheckoutOptions) {
  const uncaught: string[] = [];
  const prepare = async (tab: Checkout["tab"]) => {
    tab.playwright.on("pageerror", (error) => uncaught.push(String(error)));
    await options?.prepare?.(tab);
  };
  const checkout = await openCheckout(t, engine, { ...options, prepare });
  t.after(() => assert.deepEqual(uncaught, []));
  return checkout;
}

/** Starts `tokenize()`; `outcome` becomes the token's id or the error's code. */
const start = (card: Card) =>
  card.ask("void (globalThis.outcome = card.tokenize().then(String, (error) => error.code))");

const NUMBER = "4111 1111 1111 1111";

test("a clone of a filled card is empty, where a clone of a plain input keeps its text", async (t) => {
  const body = (card: () => string) => orderForm(`${card()}<input id="plain">`);
  const { tab, card } = await open(t, { body });
  await tab.click("#plain");
  await tab.type(TEST_CARD.number);
  await card.fill();
  await tab.evaluate(`(() => {
    document.forms[0].id = "first";
    const copy = document.forms[0].cloneNode(true);
    copy.id = "copy";
    document.body.append(copy);
  })()`);
  assert.equal(await tab.evaluate("document.querySelector('#copy #plain').value"), TEST_CARD.number);
  const copy = new Card(tab, "#copy cardlet-card");
  await copy.ready();
  assert.deepEqual(await copy.eachInput("input.value"), ["", "", ""]);
  assert.equal((await copy.state()).empty, true);
  assert.equal(await new Card(tab, "#first cardlet-card").value("number"), NUMBER);
  const ids = "[...document.querySelectorAll('cardlet-card [id]')].map(({ id }) => id)";
  assert.equal(await tab.evaluate(`${ids}.length - new Set(${ids}).size`), 0);
});

test("a clone that renders its fields elsewhere keeps no text of the original's either", {
  skip: inlineOnly("the fields of a frame are never cloned"),
}, async (t) => {
  const { tab, card } = await open(t);
  await card.fill();
  const left = await tab.evaluate(`(() => {
    const copy = document.querySelector("cardlet-card").cloneNode(true);
    copy.setAttribute("render", "shadow");
    document.body.append(copy);
    return [...copy.querySelectorAll("input")].map(({ value }) => value);
  })()`);
  assert.deepEqual(left, []);
});

test("what a framework sets as properties is in the attributes, also where a native control only reads", async (t) => {
  const { card } = await open(t, { body: (card) => `${card()}<form id="there"></form>` });
  await card.ask(`void Object.assign(card, { labels: "floating", form: "there", frameTitle: "Card" })`);
  const read = "[card.getAttribute('labels'), card.form.id, card.getAttribute('frame-title')]";
  assert.deepEqual(await card.ask(read), ["floating", "there", "Card"]);
  await card.ask("void Object.assign(card, { labels: null, form: undefined })");
  assert.deepEqual(await card.ask("[card.hasAttribute('labels'), card.form]"), [false, null]);
});

test("properties that were set before the element was defined count", async (t) => {
  const early = `<script>
    Object.assign(document.querySelector("cardlet-card"), { name: "paymentToken", required: true, minValidity: 20 });
  </script>`;
  const { card } = await open(t, { body: (card) => orderForm(card("layout='compact'")) + early });
  const read =
    "[card.getAttribute('name'), card.hasAttribute('required'), card.getAttribute('min-validity')]";
  assert.deepEqual(await card.ask(read), ["paymentToken", true, "20"]);
  await card.ask("void (card.required = false)");
  assert.equal(await card.ask("card.hasAttribute('required')"), false);
});

test("a list of fields that is only spelled otherwise changes nothing", async (t) => {
  const { card } = await open(t);
  await card.fill();
  await card.ask(`void (card.fields = "  expiry number cvc ")`);
  assert.equal((await card.tokenize()).id, "tok_1");
  await card.ask("card.removeAttribute('fields')");
  assert.equal(await card.value("number"), NUMBER);
});

test("other fields leave those alone that stay, with text and focus", {
  skip: inlineOnly("a frame is loaded anew for other fields"),
}, async (t) => {
  const { api, tab, card } = await open(t);
  await card.fill();
  await card.ask(`void (card.fields = "number expiry cvc name postalCode")`);
  await card.focusIs("cvc");
  assert.deepEqual(await card.eachInput("input.value.length > 0"), [true, true, true, false, false]);
  assert.deepEqual(await card.eachInput("input.ariaRequired"), Array(5).fill("true"));
  await card.ask(`void (card.fields = "number cvc name")`);
  await card.focusIs("cvc");
  await tab.press("Tab");
  await tab.type("Ada Lovelace");
  await card.ask(`void (card.fields = "number expiry cvc name")`);
  assert.equal(await card.value("expiry"), "");
  await card.type("expiry", TEST_CARD.expiry);
  assert.equal((await card.tokenize()).id, "tok_1");
  assert.equal(JSON.parse(String(api.requests[0]?.body)).paymentInstrument.pan, TEST_CARD.number);
});

test("an element that is removed during the request rejects with destroyed", async (t) => {
  const { api, tab, card } = await open(t);
  await card.fill();
  await card.listen();
  api.next("hang");
  const cancelled = tab.playwright.waitForEvent("requestfailed");
  await start(card);
  await api.received(1);
  await card.ask("card.remove()");
  assert.equal(await tab.evaluate("outcome"), "destroyed");
  assert.equal((await cancelled).failure()?.errorText, "net::ERR_ABORTED");
});

test("an element that is removed during its form's submit leaves the page in peace", async (t) => {
  const { api, pages, tab, card } = await open(t);
  await card.fill();
  const cancelled = tab.playwright.waitForEvent("requestfailed");
  api.next("hang");
  await tab.press("Enter");
  await api.received(1);
  await card.ask("card.remove()");
  await cancelled;
  assert.equal(pages.posted.length, 0);
  await tab.click("button");
  await tab.waitFor("document.body.textContent === 'posted'");
  assert.deepEqual(
    [...(pages.posted[0] ?? [])],
    [
      ["item", "book"],
      ["go", "pay"],
    ],
  );
});

/** What a move does to a frame is told in `hosted-behaviour.test.ts`. */
const IN_PAGE = { skip: inlineOnly("a browser loads a frame anew that leaves its place") };

for (const [how, move, options] of [
  ["append", "document.querySelector('#there').append(card)", IN_PAGE],
  ["moveBefore", "document.querySelector('#there').moveBefore(card, null)", {}],
] as const) {
  test(`a move with ${how} keeps the text and the request, and joins the other form`, options, async (t) => {
    const body = (card: () => string) => orderForm(card()) + orderForm("", 'id="there"');
    const { api, tab, card, posted } = await open(t, { body });
    await card.fill();
    const release = api.hold();
    await start(card);
    await api.received(1);
    await card.ask(move);
    release();
    assert.equal(await tab.evaluate("outcome"), "tok_1");
    assert.equal(await card.ask("card.form.id"), "there");
    assert.equal(await card.value("number"), NUMBER);
    await tab.click("#there button");
    assert.equal(new Map(await posted()).get("paymentToken"), "tok_1");
    assert.equal(api.requests.length, 1);
  });
}

for (const [how, move, options] of [
  ["append", "root.querySelector('form').append(card)", IN_PAGE],
  ["moveBefore", "root.querySelector('form').moveBefore(card, null)", {}],
] as const) {
  test(`a move into a shadow tree with ${how} brings the looks and the submit along`, options, async (t) => {
    const body = (card: () => string) => `${card()}<section></section>`;
    const { tab, card, posted } = await open(t, { body });
    await card.fill();
    const height = await card.inside(".cardlet-input", "part.offsetHeight");
    await card.ask(`(() => {
        const root = document.querySelector("section").attachShadow({ mode: "open" });
        root.innerHTML = ${JSON.stringify(orderForm(""))};
        globalThis.card = card;
        ${move};
      })()`);
    const moved = new Card(tab, "section >>> cardlet-card");
    assert.equal(await moved.inside(".cardlet-input", "part.offsetHeight"), height);
    assert.equal(await tab.evaluate("document.adoptedStyleSheets.length"), 0);
    await tab.click("section >>> button");
    assert.equal(new Map(await posted()).get("paymentToken"), "tok_1");
  });
}

test("a card that was taken out and put back later keeps its text and works", IN_PAGE, async (t) => {
  const { tab, card, posted } = await open(t);
  await card.fill();
  assert.equal((await card.tokenize()).id, "tok_1");
  await card.ask("void (globalThis.gone = card, card.remove())");
  await tab.evaluate("document.querySelector('[name=item]').after(gone)");
  await card.ready();
  assert.equal(await card.value("number"), NUMBER);
  await tab.click("button");
  assert.equal(new Map(await posted()).get("paymentToken"), "tok_2");
});

/** Counts the listeners on the window and the document, and the timers that wait. */
const COUNT = `
  globalThis.left = {};
  for (const target of [window, document]) {
    const key = (type, capture) => type + (capture === true || capture?.capture ? " capture" : "");
    const held = new Map();
    for (const [method, change] of [["addEventListener", "add"], ["removeEventListener", "delete"]]) {
      const original = target[method];
      target[method] = function (type, listener, options) {
        // The automation has listeners of its own.
        if (!new Error().stack.includes("/cardlet/")) return original.call(this, type, listener, options);
        if (!held.has(key(type, options))) held.set(key(type, options), new Set());
        const listeners = held.get(key(type, options));
        const note = () => void (left[key(type, options)] = listeners.size);
        listeners[change](listener);
        options?.signal?.addEventListener("abort", () => note(listeners.delete(listener)));
        note();
        return original.call(this, type, listener, options);
      };
    }
  }
`;

test("100 mounts and unmounts leave no listener and no stylesheet behind", async (t) => {
  const prepare = (tab: Checkout["tab"]) => tab.playwright.addInitScript(COUNT);
  const { tab, card } = await open(t, { prepare });
  await card.fill();
  await card.tokenize();
  const one = await tab.evaluate<Record<string, number>>("({ ...left })");
  assert.ok(
    Object.values(one).some((count) => count > 0),
    JSON.stringify(one),
  );
  await card.ask(`(async () => {
      const { parentElement: home } = card;
      for (let i = 0; i < 100; i++) {
        card.remove();
        if (i % 2) await null;
        home.prepend(card);
        if (i % 3 === 0) await null;
      }
    })()`);
  await card.ready();
  // A frame that has left the page comes back empty.
  if (MODE === "hosted") await card.fill();
  await card.tokenize();
  assert.deepEqual(await tab.evaluate("({ ...left })"), one);
  await card.ask("card.remove()");
  await tab.waitFor("document.adoptedStyleSheets.length === 0");
  const rest = await tab.evaluate<Record<string, number>>("({ ...left })");
  assert.deepEqual(
    Object.entries(rest).filter(([, count]) => count > 0),
    [],
  );
});

test("a token's end is told once, and the element forgets the token", async (t) => {
  const { api, tab, card } = await open(t);
  await card.fill();
  await card.listen();
  api.next(minting({ id: "tok_brief", expirationTime: "2026-11-21T09:30:02Z" }));
  assert.equal((await card.tokenize()).id, "tok_brief");
  assert.equal(await card.ask("card.token.status"), "created");
  await tab.waitFor("seen.some(({ type }) => type === 'cardlet-token-expired')");
  assert.equal(await card.ask("card.token"), null);
  assert.deepEqual(await card.events(), [
    { type: "cardlet-token", id: "tok_brief" },
    { type: "cardlet-token-expiring", id: "tok_brief" },
    { type: "cardlet-token-expired", id: "tok_brief" },
  ]);
});

test("a form does not keep the id of a token that has expired", async (t) => {
  const prepare = (tab: Checkout["tab"]) => tab.playwright.clock.install();
  const body = (card: () => string) =>
    `${orderForm(card())}<script>document.forms[0].onsubmit = (event) => event.preventDefault()</script>`;
  const { tab, card } = await open(t, { prepare, body });
  const value = "new FormData(document.forms[0]).get('paymentToken')";
  await card.fill();
  await tab.press("Enter");
  await tab.waitFor(`${value} === "tok_1"`);
  await tab.playwright.clock.fastForward("29:00");
  assert.equal(await tab.evaluate(value), "tok_1");
  assert.equal(await card.ask("Math.round(card.token.expiresIn() / 60_000)"), 1);
  await tab.playwright.clock.fastForward("01:00");
  assert.equal(await tab.evaluate(value), null);
});
