import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { Card, TEST_CARD } from "./support/card.ts";
import type { ChromiumPage } from "./support/engines/chromium.ts";
import { inlineOnly, MODE } from "./support/mode.ts";
import { occurrences } from "./support/occurrences.ts";
import { spend } from "./support/order.ts";
import { type RecordingProxy, startProxy } from "./support/proxy.ts";
import { retry } from "./support/retry.ts";
import { startShop } from "./support/shop.ts";
import { openTab } from "./support/tab.ts";
import { useWorld } from "./support/world.ts";

const MINUTE_MS = 60_000;
const FORM = "/keap/app/creditCardSubmission/addCreditCard";
const { number } = TEST_CARD;

const world = useWorld();

interface Urls {
  successUrl: string;
  failureUrl: string;
}

/** A merchant's page, behind a recording proxy, whose server is asked for submission tokens. */
interface Shop {
  tab: ChromiumPage;
  card: Card;
  proxy: RecordingProxy;
  /** What the page's callback was given, and the tokens that came of it. */
  asked: Urls[];
  tokens: string[];
  /** Begins `tokenize()`; `settled` has what came of each call. */
  begin(): Promise<void>;
  /** Waits until so many calls have ended, and gives what came of them in the order of the calls. */
  settled(count: number): Promise<Settled[]>;
}

interface Settled {
  id?: string;
  left?: number;
  expirationSource?: string;
  type?: string;
  code?: string;
  field?: string;
  option?: string;
  status?: number;
  retryable?: boolean;
  certain?: boolean;
  providerCode?: string;
}

interface ShopOptions {
  attributes?: string;
  headers?: Record<string, string>;
  /** The merchant's server; by default it asks Keap. */
  fetchSubmissionToken?: (urls: Urls) => Promise<unknown>;
  configure?: string;
}

/** Notes what a script of the merchant's could see: data of forms, and inputs that aren't the card's own. */
const WATCH = `<script>
  globalThis.watched = { formdata: 0, frames: 0, inputs: 0 };
  globalThis.settled = [];
  addEventListener("formdata", () => { watched.formdata += 1; }, true);
  const look = (root) => {
    for (const input of root.querySelectorAll("input, textarea, select")) {
      if (!input.closest("cardlet-card")) watched.inputs += 1;
    }
    for (const frame of root.querySelectorAll("iframe:not([data-seen])")) {
      frame.dataset.seen = "";
      watched.frames += 1;
      watch(frame.contentDocument);
    }
  };
  const watch = (root) => {
    look(root);
    new MutationObserver(() => look(root)).observe(root, { childList: true, subtree: true });
  };
  watch(document);
</script>`;

async function openShop(t: TestContext, options: ShopOptions = {}): Promise<Shop> {
  const { attributes = "", headers = {}, fetchSubmissionToken = askMerchant } = options;
  const { configure = "fetchSubmissionToken: (urls) => ask(urls)" } = options;
  const tab = await openTab(t, world.chromium);
  const pages = await startShop({
    account: { provider: "keap", organization: "cardlet-demo", endpoint: `${world.sandbox.api.url}/keap` },
    body: (card) => `${WATCH}${card(attributes)}<script type="module">
      await customElements.whenDefined("cardlet-card");
      document.querySelector("cardlet-card").configure({ ${configure} });
      globalThis.isConfigured = true;
    </script>`,
    headers,
    frame: { formAction: world.sandbox.api.url },
  });
  t.after(() => pages.close());
  const proxy = await startProxy({ host: "localhost", target: Number(new URL(pages.url).port) });
  t.after(() => proxy.close());
  pages.admit(proxy.url);
  const asked: Urls[] = [];
  const tokens: string[] = [];
  await tab.playwright.exposeFunction("ask", async (urls: Urls) => {
    asked.push(urls);
    const token = await fetchSubmissionToken(urls);
    tokens.push(String(token));
    return token;
  });
  await tab.goto(proxy.url);
  const card = new Card(tab);
  await card.ready();
  await tab.waitFor("globalThis.isConfigured");
  return {
    tab,
    card,
    proxy,
    asked,
    tokens,
    begin: () =>
      tab.evaluate(`void (() => {
        const place = settled.push(null) - 1;
        document.querySelector("cardlet-card").tokenize().then(
          (token) => ({ ...token, left: token.expiresIn() }),
          (error) => ({ ...error }),
        ).then((facts) => { settled[place] = facts; });
      })()`),
    async settled(count) {
      await tab.waitFor(`settled.length >= ${count} && settled.every(Boolean)`, 15_000);
      return tab.evaluate("settled");
    },
  };
}

/** What the page's server does: it asks Keap, by way of the sandbox's merchant. */
async function askMerchant(urls: Urls): Promise<string> {
  const response = await fetch(`${world.sandbox.merchant.url}/submission-tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(urls),
  });
  return ((await response.json()) as { token: string }).token;
}

/** The one call's outcome. */
async function outcome(shop: Shop): Promise<Settled> {
  await shop.begin();
  const all = await shop.settled(1);
  return all.at(-1) as Settled;
}

function posts(): { path: string; body: Buffer }[] {
  return world.sandbox.api.requests().filter(({ path }) => path === FORM);
}

/** Nothing of a submission stays in the page. */
async function assertGone({ card }: Shop): Promise<void> {
  assert.equal(await card.among("document.querySelectorAll('iframe, form').length"), 0);
}

test("a typed card goes to Keap in a hidden frame, and the merchant charges it by the submission token", async (t) => {
  // The form is UTF-8 whatever the page is.
  const headers = { "content-type": "text/html; charset=windows-1252" };
  const shop = await openShop(t, { headers, attributes: 'fields="number expiry cvc name"' });
  const { tab, card, asked, tokens } = shop;
  await card.fill();
  await card.type("name", "Zoë O'Hara");
  assert.equal(asked.length, 0, "the token is not asked for before the submit");
  const entries = await tab.evaluate("history.length");
  const token = await outcome(shop);

  assert.equal(asked.length, 1);
  assert.deepEqual([token.id], tokens);
  assert.equal(token.expirationSource, "published");
  assert.ok((token.left ?? 0) > 29 * MINUTE_MS && (token.left ?? 0) <= 30 * MINUTE_MS, `${token.left}`);
  await assertGone(shop);
  assert.equal(await tab.evaluate("history.length"), entries);
  // A script of the merchant's sees an empty frame come and go in its page, and nothing of one in a frame.
  const frames = MODE === "inline" ? 1 : 0;
  assert.deepEqual(await tab.evaluate("watched"), { formdata: 0, frames, inputs: 0 });

  const [post, ...others] = posts();
  assert.equal(others.length, 0);
  const fields = new URLSearchParams(String(post?.body));
  assert.deepEqual(
    ["token", "cardNumber", "expirationMonth", "verificationCode", "cardType", "nameOnCard"].map((name) =>
      fields.get(name),
    ),
    [tokens[0], number, "12", TEST_CARD.cvc, "Visa", "Zoë O'Hara"],
  );

  const order = { provider: "keap", paymentToken: token.id };
  assert.equal((await spend(world.sandbox, order)).status, 201);
  assert.equal((await spend(world.sandbox, order)).status, 422);
  assert.equal(occurrences(world.sandbox.api.requestBytes(), number), 1);
  for (const proxy of [shop.proxy, world.sandbox.merchant]) {
    assert.ok(proxy.requestBytes().length > 0);
    assert.equal(occurrences(proxy.requestBytes(), number), 0);
  }
  const log = await (await fetch(`${world.sandbox.api.url}/_sandbox/log`)).text();
  for (const bytes of [Buffer.from(log), world.sandbox.output()]) assert.equal(occurrences(bytes, number), 0);
  assert.match(log, /cardNumber=\[16 digits\]/);
});

test("fifty calls in one go ask for one token and post one form", async (t) => {
  const shop = await openShop(t);
  await shop.card.fill();
  await shop.tab.evaluate(`Promise.all(Array.from({ length: 49 },
    () => document.querySelector("cardlet-card").tokenize()))`);
  const token = await outcome(shop);
  assert.deepEqual([shop.asked.length, posts().length, token.id], [1, 1, shop.tokens[0]]);
});

test("an attempt with other options meanwhile has a token of its own, and both reports find their way", async (t) => {
  const gates: (() => void)[] = [];
  const shop = await openShop(t, {
    fetchSubmissionToken: async (urls) => {
      await new Promise<void>((open) => gates.push(open));
      return askMerchant(urls);
    },
  });
  await shop.card.fill();
  await shop.begin();
  await retry("the first question", 20_000, async () => assert.equal(gates.length, 1));
  await shop.card.ask(`card.configure({ email: "zoe@example.com" })`);
  await shop.begin();
  await retry("the second question", 20_000, async () => assert.equal(gates.length, 2));
  // The later one first, so that each has to know its own.
  gates[1]?.();
  await retry("the second token", 20_000, async () => assert.equal(shop.tokens.length, 1));
  gates[0]?.();
  const [first, second] = await shop.settled(2);
  assert.deepEqual([second?.id, first?.id], shop.tokens);
  assert.equal(posts().length, 2);
  await assertGone(shop);
});

test("a submission token that is too old is named, nothing is lost, and the next attempt gets another", async (t) => {
  let isLate = true;
  const shop = await openShop(t, {
    fetchSubmissionToken: async (urls) => {
      const token = await askMerchant(urls);
      if (isLate) await world.sandbox.post("/_sandbox/clock", { advanceMs: 31 * MINUTE_MS });
      isLate = false;
      return token;
    },
  });
  await shop.card.fill();
  const { code, type, certain, retryable, providerCode, status } = await outcome(shop);
  assert.deepEqual(
    { code, type, certain, retryable, providerCode, status },
    {
      code: "submission_token_expired",
      type: "token",
      certain: true,
      retryable: true,
      providerCode: "Token expired.",
      status: undefined,
    },
  );
  assert.equal(await shop.card.value("number"), "4111 1111 1111 1111");
  await shop.begin();
  const [, second] = await shop.settled(2);
  assert.deepEqual([shop.asked.length, second?.id], [2, shop.tokens[1]]);
  await assertGone(shop);
});

test("a card that Keap refuses is an error of its field, or of the submission", async (t) => {
  const shop = await openShop(t);
  // A brand that is not among the types of Keap's card table.
  await shop.card.fill({ ...TEST_CARD, number: "3530111333300000" });
  const unknown = await outcome(shop);
  assert.deepEqual(
    [unknown.code, unknown.providerCode],
    ["submission_token_failed", "The card type is unknown."],
  );

  await shop.card.retype("number", number);
  for (let year = 0; year < 4; year += 1) {
    await world.sandbox.post("/_sandbox/clock", { advanceMs: 366 * 24 * 60 * MINUTE_MS });
  }
  await shop.begin();
  const [, past] = await shop.settled(2);
  assert.deepEqual(
    [past?.code, past?.type, past?.field],
    ["invalid_expiry_year_past", "validation", "expiry"],
  );
  assert.notEqual(await shop.card.error("expiry"), "");
  await assertGone(shop);
});

const NO_TOKEN: [name: string, options: ShopOptions, expected: Settled][] = [
  [
    "a merchant's server that does not answer",
    { fetchSubmissionToken: () => Promise.reject(new Error("no answer")) },
    { code: "submission_token_failed", retryable: true },
  ],
  [
    "a merchant's server that gives nothing",
    { fetchSubmissionToken: async () => "" },
    { code: "submission_token_failed", retryable: true },
  ],
  [
    "a merchant's server that gives an object",
    { fetchSubmissionToken: async () => ({ token: "tok_1" }) },
    { code: "submission_token_failed", retryable: true },
  ],
  [
    "a page that names no way to ask",
    { configure: "" },
    { code: "missing_option", option: "fetchSubmissionToken", retryable: false },
  ],
];

for (const [name, options, expected] of NO_TOKEN) {
  test(`${name} is a typed error, and no card leaves`, async (t) => {
    const shop = await openShop(t, options);
    await shop.card.fill();
    const { code, option, retryable } = await outcome(shop);
    assert.deepEqual({ code, retryable, ...(option ? { option } : {}) }, expected);
    assert.equal(world.sandbox.api.requestBytes().length, 0);
    await assertGone(shop);
  });
}

test("no report by the deadline is a timeout, and the same submission is not made again", async (t) => {
  const shop = await openShop(t, { attributes: 'timeout="2"' });
  t.after(() => world.sandbox.api.heal());
  await shop.card.fill();
  await world.sandbox.api.inject({ kind: "hold-reply", method: "POST" });
  const { code, type, retryable } = await outcome(shop);
  assert.deepEqual([code, type, retryable], ["timeout", "network", true]);
  assert.deepEqual([shop.asked.length, posts().length], [1, 1]);
  await assertGone(shop);
  await world.sandbox.api.heal();
  await shop.begin();
  const [, second] = await shop.settled(2);
  assert.deepEqual([second?.id, posts().length], [shop.tokens[1], 2]);
});

test("a merchant's server that is slow to give the token uses up the same deadline", async (t) => {
  const shop = await openShop(t, {
    attributes: 'timeout="1"',
    fetchSubmissionToken: () => new Promise(() => {}),
  });
  await shop.card.fill();
  assert.equal((await outcome(shop)).code, "timeout");
  assert.equal(posts().length, 0);
});

test("an element that is removed takes its frame with it", async (t) => {
  const shop = await openShop(t);
  t.after(() => world.sandbox.api.heal());
  await shop.card.fill();
  await world.sandbox.api.inject({ kind: "hold-reply", method: "POST" });
  await shop.begin();
  await retry("the form", 20_000, async () => assert.equal(posts().length, 1));
  await shop.tab.evaluate(`document.querySelector("cardlet-card").remove()`);
  const [ended] = await shop.settled(1);
  assert.equal(ended?.code, "destroyed");
  await shop.tab.waitFor("!document.querySelector('iframe')");
});

const OWN_POLICY = { skip: inlineOnly("a frame posts under a policy of its own") };

for (const directive of ["form-action 'self'", "frame-src 'self'"]) {
  test(
    `a page whose policy has only ${directive} is told at once, not by the deadline`,
    OWN_POLICY,
    async (t) => {
      const headers = { "content-security-policy": directive };
      const shop = await openShop(t, { headers, attributes: 'timeout="600"' });
      await shop.card.fill();
      const { code, retryable } = await outcome(shop);
      assert.deepEqual([code, retryable], ["connection_failed", true]);
      assert.equal(posts().length, 0);
      await assertGone(shop);
    },
  );
}

/** What other scripts and tools send around, and what is nearly a report. */
const SHAPES = `[
  null, undefined, 0, NaN, "", "success", true, Symbol.iterator.toString(), [], ["return"], {}, new Map(), new Date(),
  JSON.stringify(report), "x".repeat(1e6), circular, [report], { data: report },
  { ...report, cardlet: "Return" }, { ...report, cardlet: 1 },
  { ...report, nonce: undefined }, { ...report, nonce: 7 }, { ...report, nonce: [report.nonce] },
  { ...report, outcome: null }, { ...report, message: {} }, { ...report, nonce: report.nonce.toUpperCase() },
]`;

const OWN_FRAME = { skip: inlineOnly("no script of a test may run in a frame of the frame's") };

test(
  "messages of another source, origin, nonce or shape are ignored, and the right one is not",
  OWN_FRAME,
  async (t) => {
    const shop = await openShop(t);
    t.after(() => world.sandbox.api.heal());
    const { tab } = shop;
    await shop.card.fill();
    await world.sandbox.api.inject({ kind: "hold-reply", method: "POST" });
    await shop.begin();
    await retry("the form", 20_000, async () => assert.equal(posts().length, 1));
    const nonce = new URL(shop.asked[0]?.successUrl ?? "").searchParams.get("nonce");
    const sent = await tab.evaluate<number>(`(() => {
    const frame = document.querySelector("iframe").contentWindow;
    const { origin } = location;
    const report = { cardlet: "return", nonce: ${JSON.stringify(nonce)}, outcome: "success", message: "" };
    const circular = {};
    circular.self = circular;
    const other = Object.assign(document.createElement("iframe"), { id: "other" });
    document.body.append(other);
    const tell = (init) => window.dispatchEvent(new MessageEvent("message", init));
    globalThis.tellRight = () => tell({ data: report, origin, source: frame });
    const shapes = ${SHAPES};
    for (const data of shapes) tell({ data, origin, source: frame });
    // Wrong source, in each of the ways.
    for (const source of [window, null, other.contentWindow]) tell({ data: report, origin, source });
    postMessage(report, origin);
    // A function of the other frame's own, so that the message comes from there.
    other.contentWindow.eval("(report) => parent.postMessage(report, '*')")(report);
    // Wrong origin.
    for (const wrong of ["${world.sandbox.api.url}", origin + "0", "null", "", origin.toUpperCase()]) {
      tell({ data: report, origin: wrong, source: frame });
    }
    // Wrong nonce, from the frame itself.
    frame.eval("parent.postMessage({ cardlet: 'return', nonce: 'x', outcome: 'success', message: '' }, '*')");
    return shapes.length;
  })()`);
    assert.ok(sent >= 20);
    // What was posted has arrived once this has.
    await tab.evaluate(`new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => setTimeout(done);
    port2.postMessage(0);
  })`);
    assert.deepEqual(await tab.evaluate("settled"), [null]);
    await tab.evaluate("tellRight()");
    const [token] = await shop.settled(1);
    assert.equal(token?.id, shop.tokens[0]);
    assert.equal(await tab.evaluate("document.querySelectorAll('iframe:not(#other)').length"), 0);
  },
);
