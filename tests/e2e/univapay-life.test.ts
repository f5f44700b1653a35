import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import updated from "../fixtures/univapay/cvv-updated.json" with { type: "json" };
import konbini from "../fixtures/univapay/konbini-created.json" with { type: "json" };
import once from "../fixtures/univapay/token-created.json" with { type: "json" };
import recurring from "../fixtures/univapay/token-created-recurring.json" with { type: "json" };
import { type Checkout, type CheckoutOptions, openCheckout, orderForm, RECORD } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import type { FakeAnswer } from "./support/fake-api.ts";

const engine = await launch("chromium");
after(() => engine.close());

const JWT = once.request.headers.authorization.replace("Bearer ", "");
const answer = ({
  response: { status, body },
}: {
  response: { status: number; body: unknown };
}): FakeAnswer => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** A page whose card posts to Univapay's wire, with these attributes besides. */
async function open(t: TestContext, attributes = "", options: CheckoutOptions = {}): Promise<Checkout> {
  return openCheckout(t, engine, {
    account: { provider: "univapay", publicKey: JWT, organization: "" },
    body: (card) => orderForm(card(`name="paymentToken" required ${attributes}`)) + RECORD,
    ...options,
  });
}

const keys = ({ api }: Checkout): (string | undefined)[] =>
  api.requests.map(({ headers }) => headers["idempotency-key"]);

test("a dropped answer is asked for again under the same key, and makes one token", async (t) => {
  const checkout = await open(t);
  const { api, card } = checkout;
  await card.fill();
  await card.listen();
  api.next("drop");
  api.next({ status: 503, headers: { "content-type": "application/json" }, body: "{}" });
  api.next(answer(once));
  assert.equal((await card.tokenize()).id, once.response.body.id);
  const sent = keys(checkout);
  assert.ok(sent.length >= 3);
  assert.match(String(sent[0]), /^[0-9a-f-]{36}$/);
  assert.equal(new Set(sent).size, 1);
  assert.deepEqual(
    (await card.events()).map(({ type }) => type),
    ["cardlet-token"],
  );
});

test("after a lost answer the next submit carries the same key, after an edit another", async (t) => {
  const checkout = await open(t);
  const { api, card } = checkout;
  await card.fill();
  const answerAgain = api.drop();
  assert.equal((await card.tokenize()).code, "connection_failed");
  answerAgain();
  const lost = api.requests.length;
  api.next(answer(once));
  assert.equal((await card.tokenize()).id, once.response.body.id);
  await card.ask("card.markConsumed()");
  const answerOnce = api.drop();
  assert.equal((await card.tokenize()).code, "connection_failed");
  answerOnce();
  const lostAgain = api.requests.length;
  await card.retype("cvc", "124");
  api.next(answer(once));
  assert.equal((await card.tokenize()).id, once.response.body.id);
  const sent = keys(checkout);
  // Browsers repeat some dropped requests themselves: then there are more than ours, under the same key.
  assert.ok(lost >= 3);
  const groups = [sent.slice(0, lost + 1), sent.slice(lost + 1, lostAgain), sent.slice(lostAgain)];
  assert.deepEqual(
    groups.map((group) => new Set(group).size),
    [1, 1, 1],
  );
  assert.equal(new Set(sent).size, 3);
});

test("a token that a repetition brings is as old as the first request", async (t) => {
  const prepare = (tab: Checkout["tab"]) => tab.playwright.clock.install();
  const checkout = await open(t, "", { prepare });
  const { api, tab, card } = checkout;
  await card.fill();
  const loseAnswer = async () => {
    api.next("hang");
    const before = api.requests.length;
    await tab.evaluate("void document.querySelector('cardlet-card').tokenize().catch(() => {})");
    await api.received(before + 1);
    await tab.playwright.clock.fastForward("00:31");
    await tab.waitFor("!document.querySelector('cardlet-card').state.busy");
  };
  await loseAnswer();
  await tab.playwright.clock.fastForward("03:00");
  api.next(answer(once));
  const { left } = await card.tokenize();
  assert.ok(Number(left) > 80_000 && Number(left) < 90_000, String(left));
  // What was lost too long ago would bring a dead token: another is made.
  await card.ask("card.markConsumed()");
  await loseAnswer();
  await tab.playwright.clock.fastForward("04:00");
  api.next(answer(once));
  assert.ok(Number((await card.tokenize()).left) > 290_000);
  const [first, repeated, second, third] = keys(checkout);
  assert.ok(first === repeated && second !== third, keys(checkout).join());
});

test("a refusal is told at once and never repeated", async (t) => {
  const checkout = await open(t);
  const { api, card } = checkout;
  await card.fill();
  api.next({
    status: 400,
    headers: { "content-type": "application/json" },
    body: '{"status":"error","code":"VALIDATION_ERROR","errors":[{"field":"cvv","reason":"INVALID_CVV"}]}',
  });
  const { code, field, providerCode } = await card.tokenize();
  assert.deepEqual({ code, field }, { code: "invalid_cvc", field: "cvc" });
  assert.match(String(providerCode), /INVALID_CVV|VALIDATION_ERROR/);
  assert.equal(api.requests.length, 1);
});

test("a token for one payment lives five minutes; a recurring one has no end, but its code has", async (t) => {
  const prepare = (tab: Checkout["tab"]) => tab.playwright.clock.install();
  const { api, tab, card } = await open(t, "", { prepare });
  await card.fill();
  api.next(answer(once));
  const short = await card.tokenize();
  assert.deepEqual([short.expirationSource, short.type], ["published", "one_time"]);
  assert.ok(Number(short.left) > 295_000 && Number(short.left) <= 300_000, String(short.left));
  assert.equal(await card.ask("card.token.cvc"), null);
  await card.ask("card.markConsumed()");
  await card.ask("card.setAttribute('token-type', 'recurring')");
  await card.ask("card.configure({ usageLimit: 'monthly' })");
  api.next(answer(recurring));
  const long = await card.tokenize();
  assert.equal(JSON.parse(String(api.requests.at(-1)?.body)).usage_limit, "monthly");
  assert.deepEqual([long.expirationTime, long.left, long.usageLimit], [null, null, "monthly"]);
  assert.deepEqual(await card.ask("[card.token.status, card.token.cvc.status]"), ["active", "fresh"]);
  await tab.playwright.clock.fastForward("05:01");
  assert.deepEqual(await card.ask("[card.token.status, card.token.cvc.status, card.token.cvc.expiresIn()]"), [
    "active",
    "expired",
    0,
  ]);
});

for (const [end, outcome] of [
  ["current", recurring.response.body.id],
  ["failed", "cvv_authorize_failed"],
] as const) {
  test(`with fetchToken a recurring token waits until its code is checked: ${end}`, async (t) => {
    const { api, tab, card } = await open(t, 'token-type="recurring"');
    const { body } = recurring.response;
    await tab.evaluate(`Object.assign(globalThis, { asked: [], stored: ${JSON.stringify(body)} }) && null`);
    await card.ask(`card.configure({ cvvAuthorize: { currency: "JPY" }, fetchToken: async (id) => {
      asked.push(id);
      if (asked.length > 1) stored.data.cvv_authorize.status = "${end}";
      return stored;
    } })`);
    await card.fill();
    api.next(answer(recurring));
    const { id, code } = await card.tokenize();
    assert.equal(id ?? code, outcome);
    assert.deepEqual(await tab.evaluate("asked"), [body.id, body.id]);
    assert.equal(api.requests.length, 1);
  });
}

/** Opens a filled card for a recurring token, whose callback is this expression. */
async function openWaiting(t: TestContext, fetchToken: string, options?: CheckoutOptions): Promise<Checkout> {
  const checkout = await open(t, 'token-type="recurring"', options);
  const { api, tab, card } = checkout;
  await tab.evaluate(
    `Object.assign(globalThis, { asked: 0, stored: ${JSON.stringify(recurring.response.body)} }) && null`,
  );
  await card.ask(`card.configure({ cvvAuthorize: { currency: "JPY" }, fetchToken: ${fetchToken} })`);
  await card.fill();
  await card.listen();
  api.next(answer(recurring));
  return checkout;
}

/** Starts `tokenize()`; the global of this name becomes the token's id or the error's type and code. */
const start = ({ card }: Checkout, name: string, options = "") =>
  card.ask(
    `void (globalThis.${name} = card.tokenize(${options}).then(String, ({ type, code }) => [type, code]))`,
  );

test("the wait for the code's check ends, also when the page's server never answers", async (t) => {
  const prepare = (tab: Checkout["tab"]) => tab.playwright.clock.install();
  const hangs = "() => (asked++, new Promise(() => {}))";
  const checkout = await openWaiting(t, hangs, { prepare });
  const { tab } = checkout;
  await start(checkout, "outcome");
  await tab.waitFor("asked > 0");
  await tab.playwright.clock.fastForward("01:01");
  assert.deepEqual(await tab.evaluate("outcome"), ["token", "cvv_authorize_pending"]);
});

test("a caller that gives up leaves the wait for the code's check at once, and nobody else's", async (t) => {
  const checkout = await openWaiting(t, "() => new Promise((resolve) => { globalThis.reply = resolve })");
  const { tab } = checkout;
  await tab.evaluate("void (globalThis.leave = new AbortController())");
  await start(checkout, "first", "{ signal: leave.signal }");
  await tab.waitFor("!!globalThis.reply");
  await start(checkout, "second");
  await tab.evaluate("leave.abort()");
  assert.deepEqual(await tab.evaluate("first"), ["network", "aborted"]);
  await tab.evaluate("(stored.data.cvv_authorize.status = 'current', reply(stored))");
  assert.equal(await tab.evaluate("second"), recurring.response.body.id);
});

test("a fetchToken that answers at once is as good as one that takes its time", async (t) => {
  const checkout = await openWaiting(t, "() => (stored.data.cvv_authorize.status = 'current', stored)");
  assert.equal((await checkout.card.tokenize()).id, recurring.response.body.id);
});

test("a code that is refused stops the form, and is told of once", async (t) => {
  const refuses = "async () => (asked++, stored.data.cvv_authorize.status = 'failed', stored)";
  const { tab, card } = await openWaiting(t, refuses);
  await tab.press("Enter");
  await tab.waitFor("seen.some(({ type }) => type === 'cardlet-error')");
  assert.deepEqual(
    (await card.events()).map(({ type, code }) => code ?? type),
    ["cardlet-token", "cvv_authorize_failed"],
  );
  assert.deepEqual(await tab.evaluate("[asked, submits]"), [1, []]);
});

test("a security code is entered again: one field, of the brand's length, for a token that is there", async (t) => {
  const { id } = updated.response.body;
  const { api, card } = await open(t, `update-token="${id}" card-brand="american_express" fields="cvc"`);
  assert.deepEqual(await card.eachInput("input.disabled"), [false]);
  await card.type("cvc", "836");
  assert.equal((await card.tokenize()).code, "incomplete_cvc");
  await card.type("cvc", "2");
  api.next(answer(updated));
  const token = await card.tokenize();
  assert.deepEqual([token.id, token.paymentType, token.card], [id, "cvc", null]);
  const [request] = api.requests;
  assert.deepEqual(
    [request?.method, JSON.parse(String(request?.body))],
    ["PATCH", { data: { cvv: "8362" } }],
  );
  assert.equal(request?.path, updated.request.path);
});

test("another payment method makes a token without a form", async (t) => {
  const { api, tab } = await open(t);
  api.next(answer(konbini));
  const token = await tab.evaluate<Record<string, unknown>>(`(async () => {
    const { createClient, init } = await import("/cardlet/index.js");
    await init();
    const client = createClient({ provider: "univapay", publicKey: "${JWT}", endpoint: "${api.url}" });
    const token = await client.tokenize({
      paymentType: "konbini",
      customerName: "Taro Yamada",
      convenienceStore: "lawson",
      phoneNumber: { countryCode: "81", localNumber: "08012341234" },
      expirationPeriod: "P7D",
      expirationTimeShift: "09:00:00.000+09:00",
    });
    return { ...token, left: token.expiresIn() };
  })()`);
  assert.deepEqual(JSON.parse(String(api.requests[0]?.body)), konbini.request.body);
  assert.deepEqual([token.id, token.paymentType, token.card], [konbini.response.body.id, "konbini", null]);
  assert.equal((token.data as Record<string, unknown>).convenience_store, "lawson");
});
