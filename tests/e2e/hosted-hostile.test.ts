import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import hostileCommands from "../fixtures/frame/hostile-commands.json" with { type: "json" };
import hostileReports from "../fixtures/frame/hostile-reports.json" with { type: "json" };
import { Card, TEST_CARD } from "./support/card.ts";
import { type CheckoutOptions, openCheckout, startFrames } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import type { ChromiumPage } from "./support/engines/chromium.ts";
import { startFakeApi } from "./support/fake-api.ts";
import { shows } from "./support/gate.ts";
import { allHeard, countMessages } from "./support/messages.ts";
import type { Mode } from "./support/mode.ts";
import { defaultAccount, page, startPages } from "./support/pages.ts";
import { retry } from "./support/retry.ts";

const engine = await launch("chromium");
after(() => engine.close());

const open = (t: TestContext, options?: CheckoutOptions) =>
  openCheckout(t, engine, { mode: "hosted", ...options });

/** What a skimmer in the merchant's page does: it notes all that it can hear, before anything else runs. */
const SKIMMER = `(() => {
  if (window !== top) return;
  const heard = globalThis.heard = { keys: "", texts: [], messages: [] };
  const kinds = ["keydown", "keypress", "keyup", "beforeinput", "input", "change", "paste", "copy", "cut",
    "compositionend", "pointerdown", "focusin", "focusout", "selectionchange", "message", "resize", "scroll"];
  for (const kind of kinds) {
    addEventListener(kind, (event) => {
      if (kind === "keydown" && /^\\d$/.test(event.key)) heard.keys += event.key;
      for (const target of event.composedPath()) if (target.value) heard.texts.push(String(target.value));
      if (kind === "message") heard.messages.push(JSON.stringify(event.data));
    }, true);
  }
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    return attachShadow.call(this, { ...options, mode: "open" });
  };
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (...all) {
    heard.messages.push(String(all[0]));
    if (!this.tapped) this.addEventListener("message", ({ data }) => heard.messages.push(String(data)));
    this.tapped = true;
    return postMessage.apply(this, all);
  };
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  Object.defineProperty(HTMLInputElement.prototype, "value", {
    get() { const text = value.get.call(this); heard.texts.push(text); return text; },
    set(text) { heard.texts.push(text); value.set.call(this, text); },
  });
  new PerformanceObserver((list) => {
    // Of their numbers, all are times and sizes.
    const told = (_, value) => (typeof value === "number" ? undefined : value);
    for (const entry of list.getEntries()) heard.texts.push(JSON.stringify(entry, told));
  }).observe({ entryTypes: ["event", "first-input", "resource", "navigation"].filter(
    (type) => PerformanceObserver.supportedEntryTypes.includes(type)) });
  setInterval(() => {
    for (const frame of document.querySelectorAll("iframe, cardlet-card")) {
      const inner = frame.shadowRoot?.querySelector("iframe") ?? frame;
      try { heard.texts.push(inner.contentDocument.body.innerHTML) } catch {}
      try { heard.texts.push(inner.contentWindow.document.body.innerHTML) } catch {}
    }
  }, 20);
})()`;

interface Heard {
  keys: string;
  texts: string[];
  messages: string[];
}

/** Digits of chance: ports of this machine, and nonces. */
const CHANCE = /(?<=localhost|127\.0\.0\.1):\d+|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;

/** How many digits of the number stand in a row in any text, spaces left out. */
function digitsOf(number: string, texts: readonly string[]): number {
  const all = texts.map((text) => text.replace(CHANCE, "").replace(/[\s\u00a0]/g, ""));
  for (let length = number.length; length > 2; length--) {
    for (let start = 0; start + length <= number.length; start++) {
      const run = number.slice(start, start + length);
      if (all.some((text) => text.includes(run))) return length;
    }
  }
  return 0;
}

async function skim(t: TestContext, mode: Mode): Promise<Heard & { number: string }> {
  // No digits that a length or a time could be taken for.
  const number = "5555555555554444";
  const { tab, card } = await open(t, { mode, prepare: (tab) => tab.playwright.addInitScript(SKIMMER) });
  await card.fill({ ...TEST_CARD, number });
  await tab.waitFor(`document.querySelector("cardlet-card").state.valid`);
  return { number, ...(await tab.evaluate<Heard>("heard")) };
}

test("a hostile script in the page reads all digits of inline fields: the attack works", async (t) => {
  const { number, keys, texts } = await skim(t, "inline");
  assert.ok(keys.startsWith(number), keys);
  assert.equal(digitsOf(number, texts), 16);
});

test("the same script reads none of the digits in a frame", async (t) => {
  const { number, keys, texts, messages } = await skim(t, "hosted");
  assert.equal(keys, "");
  assert.ok(messages.length > 5, "the script is on the port");
  assert.equal(digitsOf(number, [...texts, ...messages]), 0);
  shows(t, "L4", { cases: number.length, control: "the same script reads 16 of 16 digits of inline fields" });
});

test("no message is posted for any origin, by either side", async (t) => {
  const hook = `(() => {
    globalThis.targets = [];
    const known = new WeakMap();
    const watched = (real) => {
      if (!real) return real;
      if (!known.has(real)) known.set(real, { postMessage(message, target, ...rest) {
        targets.push(typeof target === "string" ? target : String(target?.targetOrigin));
        return real.postMessage(message, target, ...rest);
      } });
      return known.get(real);
    };
    const source = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "source").get;
    Object.defineProperty(MessageEvent.prototype, "source", { get() { return watched(source.call(this)) } });
    const inner = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "contentWindow").get;
    Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", {
      get() { return watched(inner.call(this)) } });
    if (window !== top) { const real = parent; Object.defineProperty(window, "parent", { value: watched(real) }) }
  })()`;
  const { tab, card, pages, frames } = await open(t, {
    prepare: (tab) => tab.playwright.addInitScript(hook),
  });
  await card.fill();
  assert.equal((await card.tokenize()).id, "tok_1");
  assert.deepEqual(await tab.evaluate("targets"), [new URL(frames?.url ?? "").origin]);
  assert.deepEqual(await card.inside("body", "targets"), [pages.url]);
  shows(t, "N4", { cases: 2, control: "the hook has seen a message of each side" });
});

test("the page that a form post comes back to tells one origin, which is whole, and never any", async (t) => {
  const frames = await startFrames(t, () => ["", ""]);
  const pages = await startPages({ "/": page("", "index") });
  t.after(() => pages.close());
  const tab = await engine.newPage();
  t.after(() => tab.close());
  await tab.goto(pages.url);
  const origins = [...["*", "/", "", "null"], `${pages.url}/`, `${pages.url}/x`, ` ${pages.url}`, pages.url];
  const heard = await tab.evaluate(`(async () => {
    const heard = [];
    addEventListener("message", ({ data }) => heard.push(data.nonce));
    for (const [nonce, origin] of ${JSON.stringify(origins)}.entries()) {
      const frame = document.createElement("iframe");
      frame.src = "${new URL("return.html", frames.url)}?" + new URLSearchParams({ nonce, origin });
      // Its module has run by the time that it has loaded.
      await new Promise((resolve) => { frame.onload = resolve; document.body.append(frame) });
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    return heard;
  })()`);
  assert.deepEqual(heard, [String(origins.length - 1)]);
  shows(t, "N4", {
    cases: origins.length - 1,
    control: "the same page tells the origin that is written as one",
  });
});

/** Eighty kinds of messages of other tools, and ours where they don't belong, as expressions. */
const FOREIGN = `(() => {
  const circular = { a: 1 }; circular.self = circular;
  const ours = ["hello", "refused", "ready", "state", "token", "failure", "enter", "port", "start", "set", "style",
    "tokenize", "abort", "validate", "clear", "consumed", "error", "focus", "blur"];
  const kinds = [null, undefined, 0, 1, -1, NaN, Infinity, 1n, true, false, "", " ", "null", "{", "[]", "*", "ping",
    [], [1, 2], {}, { type: "ping" }, { cardlet: 1 }, { cardlet: 1, type: "clear" }, circular, new Date(0), /x/,
    new Map([[1, 2]]), new Set([1]), new Uint8Array(9), new ArrayBuffer(9), new Blob(["x"]), new Error("x"),
    new DOMException("x"), { toString: 1 }, JSON.parse('{"__proto__":{"polluted":1}}'), "x".repeat(100000),
    { type: "webpackOk" }, { source: "react-devtools-bridge" }, "setImmediate$0.1$1", { target: "metamask-inpage" },
    { event: "frame.ready" }, { type: "resize", height: 1 }, { jsonrpc: "2.0", id: 1 }, "[iFrameSizer]message"];
  for (const type of ours) {
    kinds.push(JSON.stringify({ cardlet: 1, type }), { cardlet: 1, type },
      JSON.stringify({ cardlet: 1, type, nonce: "0", call: 1, fields: {}, texts: {}, brands: [] }));
  }
  return kinds;
})()`;

/** Counts what comes from a window that is neither the document's own nor the other side of its port. */
const COUNT_STRANGERS = `globalThis.strangers = 0;
  addEventListener("message", ({ source }) => {
    const known = [window, ...(window === top ? [] : [parent])];
    if (!known.includes(source)) strangers += 1;
  });`;

const THROW = `void setTimeout(() => { throw new Error("planted") })`;

test("foreign messages at 1 kHz for 5 s disturb neither side, nor a frame that arrives meanwhile", async (t) => {
  const errors: Error[] = [];
  const { tab, card } = await open(t, {
    prepare: async (tab) => {
      tab.playwright.on("pageerror", (error) => errors.push(error));
      await tab.playwright.addInitScript(COUNT_STRANGERS);
    },
  });
  await tab.evaluate(THROW);
  await card.inside("body", THROW);
  await retry("both errors are noticed", 5000, async () => assert.equal(errors.length, 2));
  errors.length = 0;
  await card.type("number", TEST_CARD.number);
  await tab.press("Tab");
  const state = JSON.stringify(await card.state());
  await card.listen();
  const sent = await tab.evaluate<{ kinds: number; count: number }>(`(async () => {
    const kinds = ${FOREIGN};
    const first = document.querySelector("cardlet-card");
    const sibling = document.body.appendChild(document.createElement("iframe"));
    // A function of the sibling's own, so that its messages come from there.
    const tell = sibling.contentWindow.eval("(kind, targets) => targets.forEach((w) => w.postMessage(kind, '*'))");
    const end = performance.now() + 5000;
    let count = 0;
    const began = performance.now();
    while (performance.now() < end) {
      const cards = [...document.querySelectorAll("cardlet-card")];
      const inner = cards.map((card) => card.shadowRoot?.querySelector("iframe")?.contentWindow).filter(Boolean);
      // As many as are due by now, however coarse the timer is.
      for (const due = performance.now() - began; count < due; count++) {
        const kind = kinds[count % kinds.length];
        for (const target of [window, ...inner]) target.postMessage(kind, "*");
        tell(kind, [window, ...inner]);
      }
      // Its handshake is under way among all these.
      if (count > 1000 && cards.length === 1) {
        document.body.append(Object.assign(first.cloneNode(), { id: "late" }));
      }
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
    return { kinds: kinds.length, count };
  })()`);
  assert.ok(sent.kinds >= 80 && sent.count >= 4500, JSON.stringify(sent));
  await new Card(tab, "#late", "hosted").ready();
  for (const side of [await tab.evaluate("strangers"), await card.inside("body", "strangers")])
    assert.ok(Number(side) >= 4500, `${side} came from the sibling`);
  assert.equal(JSON.stringify(await card.state()), state);
  const events = (await card.events(true)).filter(({ type }) => type !== "cardlet-ready");
  assert.deepEqual(events, []);
  assert.equal(await tab.evaluate("({}).polluted ?? null"), null);
  await card.type("expiry", TEST_CARD.expiry);
  await card.type("cvc", TEST_CARD.cvc);
  assert.equal((await card.tokenize()).id, "tok_1");
  assert.deepEqual(errors, []);
  shows(t, "N2", { cases: sent.kinds, control: "an error planted in page and frame is noticed" });
});

/** A page that talks to the frame by itself: an embedder that is listed, and hostile. */
const OWN_HOST = (
  frame: string,
  greeted = "",
) => `<iframe style="width: 600px; height: 300px"></iframe><script>
  globalThis.reports = [];
  const frame = document.querySelector("iframe");
  addEventListener("message", ({ data, source }) => {
    if (source !== frame.contentWindow) return;
    const { nonce } = JSON.parse(data);
    ${greeted}
    const { port1, port2 } = new MessageChannel();
    globalThis.port = port1;
    port1.onmessage = ({ data }) => reports.push(data);
    source.postMessage(JSON.stringify({ cardlet: 1, type: "port", nonce }), "${new URL(frame).origin}", [port2]);
  });
  globalThis.say = (type, content) => port.postMessage(JSON.stringify({ cardlet: 1, type, ...content }));
  globalThis.start = { fields: ["number", "expiry", "cvc"], brands: [], maxYearsAhead: null, style: {},
    tokenType: null, updateToken: null, cardBrand: null, timeoutMs: 30000, minValidityMs: 30000,
    required: true, disabled: false, configure: {} };
  frame.src = "${frame}#" + location.origin;
</script>`;

test("a listed page that is hostile gets no digit by asking on", async (t) => {
  const tab = await engine.newPage();
  t.after(() => tab.close());
  let origin = "";
  const frames = await startFrames(t, () => [origin, "http://127.0.0.1:9"]);
  const pages = await startPages({ "/": page(OWN_HOST(frames.url), "index") });
  t.after(() => pages.close());
  origin = pages.url;
  await tab.goto(pages.url);
  await tab.waitFor("globalThis.port");
  await tab.evaluate(`say("start", start)`);
  await tab.waitFor("reports.length >= 2");
  await tab.click("iframe >>> .cardlet-number input");
  const number = "5555555555554444";
  for (const digit of number) {
    await tab.type(digit);
    // Asks after every key: narrower brands, other fields, other keys, another end, errors, looks.
    await tab.evaluate(`(() => {
      for (const brands of [["visa"], ["mastercard"]]) {
        say("start", { ...start, brands });
        say("set", { ...start, brands });
      }
      say("set", { ...start, fields: undefined, brands: undefined, maxYearsAhead: undefined, style: undefined,
        configure: { fieldMap: { number: "metadata" } } });
      say("set", { ...start, configure: { brandRanges: [{ brand: "visa", low: "5555", high: "5555" }] } });
      say("set", { publicKey: "pk_other", endpoint: "https://evil.example" });
    })()`);
  }
  await tab.evaluate(`say("validate")`);
  await tab.waitFor(`reports.some((text) => text.includes("mastercard"))`);
  const before = await tab.evaluate<string[]>("reports");
  assert.equal(digitsOf(number, before), 0);
  const isRefused = (text: string) => text.includes(`"code":"unsupported_brand"`);
  assert.ok(!before.some(isRefused), "the answer to a question: is it a Visa, is it a Mastercard?");
  // A state per key at most, since nothing that was asked changed anything.
  assert.ok(before.length <= 2 + 1 + number.length + 1, `${before.length} reports`);
  shows(t, "L4", { cases: number.length });
});

/** Posts every hostile message, and waits until the frame has heard them all. */
async function flood(tab: ChromiumPage): Promise<void> {
  await tab.evaluate(`(() => {
    for (const { text } of ${JSON.stringify(hostileCommands)}) port.postMessage(text);
    for (const value of [null, 1, {}, { cardlet: 1, type: "clear" }, ["clear"], new Uint8Array(9)]) port.postMessage(value);
  })()`);
  await allHeard(tab, "iframe");
}

test("a listed page that is hostile gets nothing at all for its messages", async (t) => {
  assert.ok(hostileCommands.length >= 120);
  // In a language that no setting of theirs names: one that is taken takes it back.
  const { tab, api, type } = await openAsker(t, { locale: "de" });
  const settled = (what: string) =>
    tab.waitFor(`JSON.parse(reports.findLast((text) => text.includes('"state"'))).${what}`);
  await tab.waitFor(`reports.some((text) => JSON.parse(text).type === "texts")`);
  const look = () =>
    tab.evaluateIn<string>(
      "iframe",
      `[document.documentElement.outerHTML, document.activeElement.parentElement?.parentElement?.className,
        ...[...document.querySelectorAll("input")].map(({ value }) => value)].join("\\n")`,
    );
  const nothingComes = async (when: string) => {
    await allHeard(tab, "iframe");
    const [reports, looks] = [await tab.evaluate<number>("reports.length"), await look()];
    await flood(tab);
    assert.deepEqual(await tab.evaluate(`reports.slice(${reports})`), [], when);
    assert.equal(await look(), looks, when);
  };
  await nothingComes("no field was touched: an error would show");
  await type("number", TEST_CARD.number);
  await type("expiry", TEST_CARD.expiry);
  await type("cvc", TEST_CARD.cvc);
  await settled("fields.cvc.valid");
  await nothingComes("a whole card is there, which could be sent, and be cleared");
  const last = await tab.evaluate<number>("reports.length");
  await tab.evaluate(`say("tokenize", { call: 7, resume: null })`);
  await tab.waitFor(`reports.some((text) => JSON.parse(text).call === 7)`);
  await settled("busy === false");
  await allHeard(tab, "iframe");
  const after = await tab.evaluate<string[]>(`reports.slice(${last})`);
  assert.deepEqual(
    after.map((text) => JSON.parse(text)).map(({ type, call }) => (call ? `${type} ${call}` : type)),
    ["state", "state", "token", "token 7"],
  );
  assert.equal(api.requests.length, 1);
  shows(t, "N1", {
    cases: hostileCommands.length,
    control: "start and tokenize are obeyed on the same port",
  });
});

test("a window of the page's origin that is not the page gets no port", async (t) => {
  const greeted = `
    const stranger = document.body.appendChild(document.createElement("iframe"));
    const channel = new MessageChannel();
    stranger.contentWindow.eval("(target, ...given) => target.postMessage(...given)")(
      source, JSON.stringify({ cardlet: 1, type: "port", nonce }), "*", [channel.port2]);
    globalThis.answers = 0;
    channel.port1.onmessage = () => { answers += 1 };
    channel.port1.postMessage(JSON.stringify({ cardlet: 1, type: "start", ...start }));`;
  const { tab } = await openAsker(t, {}, greeted);
  // The page's own port, which came after that one, was taken: there is one at most.
  assert.ok(await tab.evaluate<number>("reports.length"));
  assert.equal(await tab.evaluate("answers"), 0);
  shows(t, "N1", { cases: 1 });
});

/** A listed page that asks for a token whenever it likes, and a provider that names the card's ends. */
async function openAsker(t: TestContext, options = {}, greeted = "") {
  const tab = await engine.newPage();
  t.after(() => tab.close());
  await countMessages(tab);
  let gate: Promise<void> | undefined;
  const api = await startFakeApi(async ({ body }) => {
    await gate;
    const { pan } = JSON.parse(String(body)).paymentInstrument;
    const paymentInstrument = { bin: pan.slice(0, 6), last4: pan.slice(-4) };
    return { status: 201, body: JSON.stringify({ id: `tok_${pan.length}`, paymentInstrument }) };
  });
  t.after(() => api.close());
  let origin = "";
  const configuration = () => ({ embedders: { [origin]: { ...defaultAccount(api.url), bin: "8" } } });
  const frames = await startFrames(t, () => [origin, api.url], { configuration });
  const pages = await startPages({ "/": page(OWN_HOST(frames.url, greeted), "index") });
  t.after(() => pages.close());
  origin = pages.url;
  await tab.goto(pages.url);
  await tab.waitFor("globalThis.port");
  await tab.evaluate(`say("start", { ...start, bin: "8", ...${JSON.stringify(options)} })`);
  await tab.waitFor("reports.length >= 2");
  let call = 0;
  return {
    tab,
    api,
    type: async (field: string, text: string) => {
      await tab.click(`iframe >>> .cardlet-${field} input`);
      await tab.type(text);
    },
    /** What the next token tells of the card; undefined for an error. */
    ask: async (): Promise<object | null | undefined> => {
      const answer = `globalThis.reports.map((text) => JSON.parse(text)).find(({ call }) => call === ${++call})`;
      await tab.evaluate(`say("tokenize", { call: ${call}, resume: null })`);
      await tab.waitFor(answer);
      const { facts } = await tab.evaluate<{ facts?: { card: object | null; raw: object } }>(answer);
      if (facts?.card === null) assert.deepEqual(facts.raw, {});
      return facts?.card;
    },
    /** Keeps answers back until the function that it gives is called. */
    hold: () => {
      let release = () => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
}

/** Two published numbers of which parts pass for whole: Visa's first 13 digits, UnionPay's from the 14th on. */
const GROWING = ["4012888888881881", "6212345678900000003"];

for (const number of GROWING) {
  test(`a page that asks for a token at every key is told of one length of ${number.slice(0, 4)}…`, async (t) => {
    const { tab, api, type, ask } = await openAsker(t);
    for (const round of ["at first", "typed again after the page has emptied it", "and again"]) {
      await type("expiry", TEST_CARD.expiry);
      await type("cvc", TEST_CARD.cvc);
      await type("number", "");
      const told: number[] = [];
      for (const [index, digit] of [...number].entries()) {
        await tab.type(digit);
        if (await ask()) told.push(index + 1);
      }
      assert.deepEqual(told, [number.startsWith("4") ? 13 : 14], round);
      await tab.evaluate(`say("clear")`);
    }
    assert.ok(api.requests.length > 3, "there were tokens for several lengths: the attack is tried");
    shows(t, "L4", { cases: number.length, control: "the API has made tokens for several lengths" });
  });
}

test("a page that brings the module down between two tokens is told of no card any more", async (t) => {
  const [number] = GROWING as [string];
  const { tab, type, ask, hold } = await openAsker(t);
  await type("expiry", TEST_CARD.expiry);
  await type("cvc", TEST_CARD.cvc);
  await type("number", number.slice(0, 13));
  assert.ok(await ask());
  const release = hold();
  // More calls that wait for one answer than the memory has room for.
  await tab.evaluate(`(() => {
    say("consumed");
    globalThis.flood = setInterval(() => {
      for (let i = 0; i < 1500; i++) say("tokenize", { call: 1_000_000 + i, resume: null });
    }, 50);
  })()`);
  await tab.waitFor(`reports.some((text) => text.includes("wasm_trapped"))`);
  await tab.evaluate("clearInterval(flood)");
  release();
  await type("number", "");
  await tab.press("End");
  await tab.type(number.slice(13));
  await tab.waitFor(`JSON.parse(reports.findLast((text) => text.includes('"state"'))).fields.number.valid`);
  // What was flooded may bring down the next one, too.
  let told = await ask();
  for (let tries = 0; told === undefined && tries < 20; tries++) told = await ask();
  assert.equal(told, null);
  shows(t, "L4", { cases: 1, control: "the token before has told of the card, and the module was lost" });
});

test("another card has its last digits told, of whatever length it is", async (t) => {
  const { tab, card } = await open(t);
  await card.fill();
  assert.equal((await card.tokenize()).id, "tok_1");
  for (const [number, cvc] of [
    ["378282246310005", "1234"],
    ["4242424242424242", TEST_CARD.cvc],
    ["5555555555554444", TEST_CARD.cvc],
  ] as const) {
    await card.retype("number", number);
    await card.retype("cvc", cvc);
    await card.tokenize();
    assert.equal(
      await tab.evaluate(`document.querySelector("cardlet-card").token.card.last4`),
      number.slice(-4),
    );
  }
});

test("a frame that is hostile is believed nothing that is not to the last name", async (t) => {
  const script = `
    const target = location.hash.slice(1);
    const reports = ${JSON.stringify(hostileReports)};
    addEventListener("message", ({ ports: [port], data }) => {
      for (const { data } of reports) port.postMessage(data);
      for (const value of [null, 1, {}, ["enter"], { cardlet: 1, type: "enter" }]) port.postMessage(value);
      port.onmessage = ({ data }) => { if (JSON.parse(data).type === "start") for (const { data } of reports) port.postMessage(data) };
    });
    for (const { data } of reports) parent.postMessage(data, target);
    parent.postMessage(JSON.stringify({ cardlet: 1, type: "hello", nonce: "x" }), target);`;
  const errors: Error[] = [];
  const { tab, card } = await open(t, {
    early: true,
    prepare: async (tab) => void tab.playwright.on("pageerror", (error) => errors.push(error)),
    frame: {
      intercept(path, response) {
        if (path !== "/frame.html") return false;
        response.setHeader("content-type", "text/html");
        response.end(`<!doctype html><body>fake</body><script>${script}</script>`);
        return true;
      },
    },
  });
  await tab.waitFor(`!document.querySelector("cardlet-card").matches(":state(loading)")`, 15_000);
  assert.equal(await card.ask("card.state.valid || !card.state.empty || card.token !== null"), false);
  assert.equal(await tab.evaluate("location.pathname"), "/");
  assert.deepEqual(errors, []);
  shows(t, "N1", { cases: hostileReports.length });
});

/** Pages that may not embed the frame; each gets its address and that of a page that may. */
const STRANGERS: [what: string, body: (frame: string, listed: string) => string][] = [
  ["a page that is not listed", (frame) => embed(`"${frame}#" + location.origin`)],
  ["one that claims to be another", (frame, listed) => embed(`"${frame}#${listed}"`)],
  ["one that claims nothing", (frame) => embed(`"${frame}"`)],
  ["one that claims any origin", (frame) => embed(`"${frame}#*"`)],
  ["one that claims to be nobody", (frame) => embed(`"${frame}#null"`)],
  ["a sandboxed document", (frame) => nested(embed(`"${frame}#null"`), 'sandbox="allow-scripts"')],
  [
    "a sandboxed document that claims",
    (frame, listed) => nested(embed(`"${frame}#${listed}"`), 'sandbox="allow-scripts"'),
  ],
  [
    "a data document",
    (frame, listed) =>
      `<iframe src="data:text/html,${encodeURIComponent(embed(`"${frame}#${listed}"`))}"></iframe>`,
  ],
];

const embed = (url: string) => `<iframe></iframe><script>
  addEventListener("message", ({ data }) => {
    globalThis.heard = [...(globalThis.heard ?? []), data];
    if (parent !== window) parent.postMessage(data, "*");
  });
  document.querySelector("iframe").src = ${url};
</script>`;

const nested = (body: string, attributes: string) =>
  `<iframe ${attributes} srcdoc="${body.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"></iframe>
  <script>addEventListener("message", ({ data }) => { globalThis.heard = [...(globalThis.heard ?? []), data] })</script>`;

test("no page that is not listed gets a working frame", async (t) => {
  // By the handshake alone: the header that names the ancestors lets every page in here.
  const ancestors = () => "* data:";
  const listed = "http://localhost:1";
  let embedder = listed;
  const frames = await startFrames(t, () => [embedder, "http://127.0.0.1:9"], { ancestors });
  const pages = await startPages(
    Object.fromEntries(STRANGERS.map(([, body], i) => [`/${i}`, page(body(frames.url, listed), "index")])),
  );
  t.after(() => pages.close());
  for (const [index, [what]] of STRANGERS.entries()) {
    const tab = await engine.newPage();
    const before = frames.asked.length;
    await tab.goto(`${pages.url}/${index}`);
    // The frame has done all that it does when its module has arrived and it has had time for a message.
    await tab.waitFor("document.readyState === 'complete'");
    // A sandbox reaches into the frame, which can't load its own script then; and no header names a `data:` page.
    const last = /sandboxed|data/.test(what) ? "/frame.html" : "/frame.wasm";
    const isAsked = () => frames.asked.slice(before).includes(last);
    for (let tries = 0; !isAsked() && tries < 100; tries++)
      await tab.evaluate("new Promise((r) => setTimeout(r, 50))");
    assert.ok(isAsked(), `${what}: the frame did not run`);
    await tab.evaluate("new Promise((r) => setTimeout(r, 300))");
    const heard = await tab.evaluate<string[]>("globalThis.heard ?? []");
    const kinds = heard.map((text) => JSON.parse(text).type);
    assert.deepEqual(kinds, index === 0 ? ["refused"] : [], what);
    await tab.close();
  }
  embedder = pages.url;
  const tab = await engine.newPage();
  await tab.goto(`${pages.url}/0`);
  await tab.waitFor("globalThis.heard");
  assert.equal(JSON.parse(await tab.evaluate("heard[0]")).type, "hello");
  await tab.close();
  shows(t, "F1", {
    cases: STRANGERS.length,
    control: "the first is greeted once it is listed; the script ran in 5, and can't in 3",
  });
});

test("a page that is listed, but not by the header, gets no frame at all", async (t) => {
  const { tab, card } = await open(t, { early: true, frame: { ancestors: () => "https://other.example" } });
  await tab.waitFor(`!document.querySelector("cardlet-card").matches(":state(loading)")`, 15_000);
  await assert.rejects(card.inside(".cardlet-number input", "part.value"));
});

for (const mode of ["inline", "hosted"] as const) {
  test(`${mode}: it works in a cross-origin-isolated page`, async (t) => {
    const headers = {
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    };
    const { tab, card } = await open(t, { mode, headers });
    assert.equal(await tab.evaluate("crossOriginIsolated"), true);
    await card.fill();
    assert.equal((await card.tokenize()).id, "tok_1");
    shows(t, "F2", { cases: 1, control: "crossOriginIsolated is true" });
  });
}

test("several widgets of a page do not hear each other", async (t) => {
  const { tab } = await open(t, {
    early: true,
    body: (card) => `${card('id="a" name="a"')}${card('id="b" name="b"')}`,
  });
  const [a, b] = [new Card(tab, "#a", "hosted"), new Card(tab, "#b", "hosted")];
  await tab.waitFor(
    `[...document.querySelectorAll("cardlet-card")].every((c) => !c.matches(":state(loading)"))`,
  );
  await a.type("number", TEST_CARD.number);
  await tab.waitFor(`document.querySelector("#a").state.brand === "visa"`);
  assert.equal(await b.ask("card.state.empty"), true);
  assert.equal(await b.value("number"), "");
  await b.ask("card.validate()");
  await tab.waitFor(`document.querySelector("#b").matches(":state(user-invalid)")`);
  assert.equal(await a.ask("card.matches(':state(user-invalid)')"), false);
});
