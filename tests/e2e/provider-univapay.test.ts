import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { TEST_CARD } from "./support/card.ts";
import { startFakeApi } from "./support/fake-api.ts";
import { occurrences } from "./support/occurrences.ts";
import { spend } from "./support/order.ts";
import { openForm } from "./support/provider-form.ts";
import { useWorld } from "./support/world.ts";

/** A published card whose charges succeed. */
const CARD = { ...TEST_CARD, number: "4000020000000000" };
const LIFE_MS = 5 * 60_000;

interface Fixture {
  request: { headers: { authorization?: string } };
  response: { status: number; body: unknown };
}

function fixture(name: string): Fixture {
  return JSON.parse(readFileSync(new URL(`../fixtures/univapay/${name}.json`, import.meta.url), "utf8"));
}

/** The key that a fixture's request carries. */
function key(name: string): string {
  return fixture(name).request.headers.authorization?.replace("Bearer ", "") ?? "";
}

const world = useWorld();

interface FormOptions {
  key?: string;
  endpoint?: string;
  number?: string;
}

/** A filled card form, on an origin that the demo's key allows. */
async function open(t: TestContext, { key: publicKey = key("token-created"), ...options }: FormOptions = {}) {
  const { endpoint = `${world.sandbox.api.url}/univapay`, number = CARD.number } = options;
  const form = await openForm(t, world, { provider: "univapay", publicKey, endpoint });
  await form.card.fill({ ...CARD, number });
  return form;
}

async function mint(t: TestContext, options?: FormOptions) {
  const { card } = await open(t, options);
  const token = await card.tokenize();
  assert.ok(token.id, JSON.stringify(token));
  return token as typeof token & { id: string };
}

/** What the merchant's server says when it has charged a token. */
async function charge(paymentToken: string) {
  const { status, body } = await spend(world.sandbox, { provider: "univapay", paymentToken });
  return { status, charge: body.spent?.status, code: body.error?.explained.code };
}

test("a typed card becomes a token that the merchant charges once", async (t) => {
  const sent = Date.now();
  const token = await mint(t);
  const { provider, mode, status, expirationSource, expirationTime, raw } = token as Record<string, unknown>;
  assert.deepEqual([provider, mode, status, expirationSource], ["univapay", "test", "created", "published"]);
  const life = Date.parse(String(expirationTime)) - sent;
  assert.ok(Math.abs(life - LIFE_MS) <= 5000, `${expirationTime} is ${life} ms ahead`);
  assert.equal((raw as { payment_type: string }).payment_type, "card");
  assert.deepEqual(await charge(token.id), { status: 201, charge: "successful", code: undefined });
  assert.deepEqual(await charge(token.id), { status: 400, charge: undefined, code: "token_consumed" });
  assert.equal(occurrences(world.sandbox.api.requestBytes(), CARD.number), 1);
  assert.equal(occurrences(world.sandbox.merchant.requestBytes(), CARD.number), 0);
});

test("a token that the merchant charges after five minutes has expired", async (t) => {
  const token = await mint(t);
  await world.sandbox.post("/_sandbox/clock", { advanceMs: LIFE_MS });
  assert.deepEqual(await charge(token.id), { status: 400, charge: undefined, code: "token_expired" });
});

test("a card whose charges fail makes a token, and the charge says why", async (t) => {
  const token = await mint(t, { number: "4111111111111111" });
  assert.deepEqual(await charge(token.id), { status: 402, charge: undefined, code: "card_declined" });
});

/** What the page is told when the sandbox refuses the key of a fixture. */
const REFUSED: [fixture: string, type: string, code: string, status: number, providerCode: string][] = [
  ["key-unknown", "authentication", "invalid_public_key", 401, "INVALID_APP_TOKEN"],
  ["key-expired", "authentication", "session_expired", 401, "EXPIRED_LOGIN_TOKEN"],
  ["key-of-merchant", "authentication", "forbidden", 403, "INVALID_PERMISSIONS"],
  ["origin-refused", "authentication", "origin_not_allowed", 401, "INVALID_DOMAIN"],
  [
    "direct-disabled",
    "authentication",
    "direct_tokenization_disabled",
    401,
    "DIRECT_CARD_TOKEN_CREATION_DISABLED",
  ],
  ["test-card-in-live-mode", "provider", "card_not_supported", 400, "NO_TEST_CARD_IN_LIVE_MODE"],
];

for (const [name, type, code, status, providerCode] of REFUSED) {
  test(`${name}: ${code}`, async (t) => {
    const { card } = await open(t, { key: key(name) });
    const { id, message, ...facts } = await card.tokenize();
    assert.equal(id, undefined);
    assert.deepEqual(facts, {
      name: "CardletError",
      type,
      code,
      status,
      providerCode,
      retryable: false,
      certain: true,
    });
    assert.ok(String(message).length > 0);
    const events = await card.events();
    assert.deepEqual(
      events.map((event) => [event.type, event.code]),
      [["cardlet-error", code]],
    );
  });
}

test("too many requests, answered without a body: rate_limited", async (t) => {
  const { card } = await open(t);
  await world.sandbox.post("/_sandbox/reset", { rateLimit: 0 });
  const error = await card.tokenize();
  assert.deepEqual(
    [error.type, error.code, error.status, error.retryable],
    ["rate_limit", "rate_limited", 429, true],
  );
});

/** What the widget stops by itself would only come from a server that knows more: its answers, by fixture. */
const ANSWERED: [fixture: string, code: string, field?: string][] = [
  ["invalid-fields", "invalid_number", "number"],
  ["missing-number", "incomplete_number", "number"],
  ["key-missing", "invalid_public_key"],
  ["idempotency-conflict", "idempotency_conflict"],
  ["charge-cvv-pending", "cvv_authorize_pending"],
  ["token-awaiting-three-ds", "action_required"],
];

/** One field of the form that the server refuses, and the words in which it does. */
const FIELDS: [wire: string, reason: string, code: string, field: string][] = [
  ["exp_month", "INVALID_CARD_EXPIRATION", "invalid_expiry_month", "expiry"],
  ["exp_year", "INVALID_CARD_EXPIRATION", "invalid_expiry_year", "expiry"],
  ["cvv", "INVALID_CVV", "invalid_cvc", "cvc"],
];

const FAKED = [
  ...ANSWERED.map(([name, code, field]) => ({ name, code, field, ...fixture(name).response })),
  ...FIELDS.map(([wire, reason, code, field]) => ({
    name: `${wire} ${reason}`,
    code,
    field,
    status: 400,
    body: { status: "error", code: "VALIDATION_ERROR", errors: [{ field: wire, reason }] },
  })),
];

for (const { name, code, field, status, body } of FAKED) {
  test(`${name}: ${code}, and the fields stay`, async (t) => {
    const api = await startFakeApi(async () => ({ status, body: JSON.stringify(body) }));
    t.after(() => api.close());
    const { card } = await open(t, { endpoint: api.url });
    const error = await card.tokenize();
    assert.deepEqual([error.code, error.field, error.status], [code, field, status]);
    assert.equal(await card.value("number"), "4000 0200 0000 0000");
    assert.equal(api.requests.length, 1);
  });
}

/** Values that never leave the page. */
const STOPPED: [name: string, card: Partial<Record<keyof typeof CARD, string>>, code: string][] = [
  ["no number", { number: "" }, "incomplete_number"],
  ["a wrong checksum", { number: "4000020000000001" }, "invalid_number"],
  ["a month that is none", { expiry: "0030" }, "invalid_expiry_month"],
  ["a year that is over", { expiry: "1220" }, "invalid_expiry_year_past"],
  ["half a security code", { cvc: "12" }, "incomplete_cvc"],
];

for (const [name, wrong, code] of STOPPED) {
  test(`${name}: ${code}, and nothing is sent`, async (t) => {
    const { card, tab } = await open(t);
    await card.refill({ ...CARD, ...wrong });
    if (wrong.number === "") {
      await card.enter("number");
      await tab.press("Control+a");
      await tab.press("Backspace");
    }
    const error = await card.tokenize();
    assert.deepEqual([error.type, error.code], ["validation", code]);
    assert.equal(world.sandbox.api.requestBytes().length, 0);
  });
}
