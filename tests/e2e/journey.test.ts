import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { Card, TEST_CARD } from "./support/card.ts";
import { type EnginePage, engineNames, launch } from "./support/engine.ts";
import type { ChromiumPage } from "./support/engines/chromium.ts";
import { inlineOnly, MODE } from "./support/mode.ts";
import { occurrences } from "./support/occurrences.ts";
import { defaultAccount } from "./support/pages.ts";
import { type RecordingProxy, startProxy } from "./support/proxy.ts";
import { retry } from "./support/retry.ts";
import { type ShopOptions, startShop } from "./support/shop.ts";
import { openTab } from "./support/tab.ts";
import { useWorld } from "./support/world.ts";

const { number } = TEST_CARD;
const LIFE_MS = 30 * 60_000;
const TOKENS = "/rebilly/organizations/cardlet-demo/tokens";

const world = useWorld();

/** Opens the sandbox's checkout and waits until its card knows where to send a card. */
async function openCheckout(page: EnginePage): Promise<Card> {
  const card = new Card(page);
  await page.goto(`${world.sandbox.shop.url}/checkout/${MODE === "hosted" ? "?frame" : ""}`);
  await card.ready();
  if (MODE === "inline") await page.waitFor(`document.querySelector("cardlet-card").endpoint`);
  return card;
}

interface TokenFacts {
  id: string;
  text: string;
  provider: string;
  mode: string;
  status: string;
  expirationTime: string;
  expirationSource: string;
  left: number;
  card: { brand: string; last4: string };
}

/** Calls `tokenize()` and keeps the token in the page. */
function tokenize(page: EnginePage): Promise<TokenFacts> {
  return page.evaluate(`document.querySelector("cardlet-card").tokenize().then((token) => {
    globalThis.token = token;
    return { ...token, left: token.expiresIn(), status: token.status, text: String(token) };
  })`);
}

interface Answer {
  status: number;
  body: { error?: { body: { invalidFields: { field: string; message: string }[] } } };
}

/** Sends the page's token to the merchant's server, as a shop's own script does. */
function attach(page: EnginePage): Promise<Answer> {
  return page.evaluate(`fetch("${world.sandbox.merchant.url}/orders", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ paymentToken: token.id }),
  }).then(async (response) => ({ status: response.status, body: await response.json() }))`);
}

/** Asserts from the raw bytes that the card went to the API once, and not to these others. */
function assertSentOnce(others: RecordingProxy[]): void {
  assert.equal(occurrences(world.sandbox.api.requestBytes(), number), 1);
  const posts = world.sandbox.api.requests().filter(({ body }) => body.length > 0);
  assert.deepEqual(
    posts.map(({ method, path }) => `${method} ${path}`),
    [`POST ${TOKENS}`],
  );
  for (const proxy of others) {
    assert.ok(proxy.requestBytes().length > 0, `${proxy.url} was asked for something`);
    assert.equal(occurrences(proxy.requestBytes(), number), 0, `${proxy.url} was sent the card`);
  }
}

/** Everyone but the API: the frame's server too, which serves the fields and gets nothing of them. */
const OTHERS = () => [
  world.sandbox.shop,
  world.sandbox.merchant,
  ...(MODE === "hosted" ? [world.sandbox.fields] : []),
];

for (const name of engineNames) {
  test(`${name}: a card becomes a token, and the merchant who spends it never sees the card`, async (t) => {
    const engine = await launch(name);
    t.after(() => engine.close());
    const page = await engine.newPage();
    const card = await openCheckout(page);
    await card.fill();
    assert.equal(await card.value("number"), "4111 1111 1111 1111");
    const sent = Date.now();
    const token = await tokenize(page);

    assert.match(token.id, /^tok_\w+$/);
    assert.equal(token.text, token.id);
    assert.equal(token.provider, "rebilly");
    assert.equal(token.mode, "test");
    assert.equal(token.status, "created");
    assert.deepEqual([token.card.brand, token.card.last4], ["visa", "1111"]);
    assert.equal(token.expirationSource, "provider");
    const life = Date.parse(token.expirationTime) - sent;
    assert.ok(Math.abs(life - LIFE_MS) <= 5000, `${token.expirationTime} is ${life} ms ahead`);
    assert.ok(token.left <= LIFE_MS && token.left > LIFE_MS - 10_000, `${token.left} ms are left`);
    await page.waitFor(`token.expiresIn() < ${token.left}`);

    const first = await attach(page);
    assert.equal(first.status, 201, JSON.stringify(first.body));
    const second = await attach(page);
    assert.equal(second.status, 422, JSON.stringify(second.body));
    assertSentOnce(OTHERS());
    assert.ok(world.sandbox.merchant.requestBytes().includes(token.id));
  });
}

/** A page of Chromium that notes where its requests go. */
async function openChromium(t: TestContext): Promise<{ page: ChromiumPage; asked: Set<string> }> {
  const page = await openTab(t, world.chromium);
  const asked = new Set<string>();
  page.playwright.context().on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== "data:") asked.add(origin);
  });
  return { page, asked };
}

test("the checkout asks the shop, the merchant and the API, and what the sandbox logs holds no card", async (t) => {
  const { page, asked } = await openChromium(t);
  const card = await openCheckout(page);
  await card.fill();
  await tokenize(page);
  assert.equal((await attach(page)).status, 201);
  assert.deepEqual([...asked].sort(), [...OTHERS(), world.sandbox.api].map(({ url }) => url).sort());
  assertSentOnce(OTHERS());

  const log = await (await fetch(`${world.sandbox.api.url}/_sandbox/log`)).text();
  const entries = JSON.parse(log) as { method: string; path: string; requestBody: string }[];
  const posts = entries.filter(({ method, path }) => method === "POST" && path === TOKENS);
  const logged = posts.map(({ requestBody }) => JSON.parse(requestBody).paymentInstrument);
  assert.deepEqual(
    logged.map(({ pan, cvv }) => [pan, cvv]),
    [["[16 digits]", "[3 digits]"]],
  );
  for (const bytes of [Buffer.from(log), world.sandbox.output()]) assert.equal(occurrences(bytes, number), 0);
});

test("a token that comes to the merchant after 31 minutes is refused as expired", async (t) => {
  const { page } = await openChromium(t);
  const card = await openCheckout(page);
  await card.fill();
  await tokenize(page);
  await world.sandbox.post("/_sandbox/clock", { advanceMs: 31 * 60_000 });

  const { status, body } = await attach(page);
  assert.equal(status, 422);
  const [refused] = body.error?.body.invalidFields ?? [];
  assert.equal(refused?.field, "token");
  assert.match(refused?.message ?? "", /expired/);
});

/** A shop of the test's own, behind a recording proxy, whose form posts to itself. */
async function openShop(t: TestContext, options: Pick<ShopOptions, "intercept"> = {}) {
  const { pages, frames, ...shop } = await startShop({
    account: defaultAccount(`${world.sandbox.api.url}/rebilly`),
    body: (card) => `<form action="/order" method="post"><input name="item" value="fern">
      ${card()}<button name="go" value="pay">Pay</button></form>`,
    ...options,
  });
  t.after(() => shop.close());
  const proxy = await startProxy({ host: "localhost", target: Number(new URL(pages.url).port) });
  t.after(() => proxy.close());
  shop.admit(proxy.url);
  const { page, asked } = await openChromium(t);
  return { pages, frames, proxy, page, asked, card: new Card(page) };
}

/** Asserts that the shop got one form, with the token and nothing of the card, and that nobody else was asked. */
async function assertOrdered({
  pages,
  frames,
  proxy,
  page,
  asked,
}: Awaited<ReturnType<typeof openShop>>): Promise<void> {
  await page.waitFor("location.pathname === '/order'");
  const [, token] = /"id":"(tok_\w+)"/.exec(world.sandbox.api.responseBytes().toString()) ?? [];
  assert.deepEqual(
    pages.posted.map((fields) => [...fields]),
    [
      [
        ["item", "fern"],
        ["paymentToken", token],
        ["go", "pay"],
      ],
    ],
  );
  assertSentOnce([proxy]);
  const frame = frames ? [new URL(frames.url).origin] : [];
  assert.deepEqual([...asked].sort(), [proxy.url, world.sandbox.api.url, ...frame].sort());
}

const SUBMITS: [name: string, submit: (page: EnginePage) => Promise<void>][] = [
  ["Enter in the card", (page) => page.press("Enter")],
  ["a click on the button", (page) => page.click("form button")],
  [
    "requestSubmit()",
    (page) => page.evaluate(`document.forms[0].requestSubmit(document.querySelector("button"))`),
  ],
];

for (const [name, submit] of SUBMITS) {
  test(`${name} sends the card to the API once, and the form with the token to the shop`, async (t) => {
    const shop = await openShop(t);
    await shop.page.goto(shop.proxy.url);
    await shop.card.ready();
    await shop.card.fill();
    await submit(shop.page);
    await assertOrdered(shop);
  });
}

/** Something that is waited for until it is opened. */
function gate(): { open: () => void; opened: Promise<void> } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const EARLY_TYPING = { skip: inlineOnly("a frame takes no text before its module has arrived") };

test(
  "a form that is submitted before slow scripts arrive stays, and goes once when they are there",
  EARLY_TYPING,
  async (t) => {
    const [script, module] = [gate(), gate()];
    const held: string[] = [];
    const shop = await openShop(t, {
      async intercept(path) {
        const late = path === "/cardlet/define.js" ? script : path.endsWith(".wasm") ? module : undefined;
        if (late) held.push(path);
        await late?.opened;
        return false;
      },
    });
    const { page, card, pages } = shop;
    const loaded = page.goto(shop.proxy.url);
    await retry("the script's request", 20_000, async () => assert.deepEqual(held, ["/cardlet/define.js"]));
    script.open();
    await loaded;
    await card.fill();
    await retry("the module's request", 20_000, async () => assert.equal(held.length, 2));
    for (const [, submit] of SUBMITS) await submit(page);
    assert.equal(
      await page.evaluate(`document.querySelector("cardlet-card").matches(":state(loading)")`),
      true,
    );
    assert.equal(await page.evaluate("location.pathname"), "/");

    module.open();
    await card.ready();
    assert.equal(await card.value("number"), "4111 1111 1111 1111");
    assert.equal(await page.evaluate("location.pathname"), "/");
    assert.deepEqual(pages.posted, []);
    assert.equal(world.sandbox.api.requestBytes().length, 0);
    await page.click(card.field("cvc"));
    await page.press("Enter");
    await assertOrdered(shop);
  },
);
