import assert from "node:assert/strict";
import { test } from "node:test";
import { type FieldName, TEST_CARD } from "./support/card.ts";
import { occurrences } from "./support/occurrences.ts";
import { spend } from "./support/order.ts";
import { openForm } from "./support/provider-form.ts";
import { useWorld } from "./support/world.ts";

const provider = "rebilly";
const account = {
  provider,
  publicKey: "pk_sandbox_CardletDemoPublishableKey",
  organization: "cardlet-demo",
};
const NO_EXPIRY = {
  provider,
  publicKey: "pk_sandbox_NoExpiryDemoPublishableKey",
  organization: "cardlet-demo-no-expiry",
};
const TOKENS = "/rebilly/organizations/cardlet-demo/tokens";
const LIFE_MS = 30 * 60_000;

const world = useWorld();

test("a typed card becomes a token that the merchant attaches once", async (t) => {
  const { card } = await openForm(t, world, account);
  await card.fill(TEST_CARD);
  const token = await card.tokenize();
  assert.deepEqual([token.provider, token.mode, token.status], [provider, "test", "created"]);
  assert.equal(token.expirationSource, "provider");
  assert.ok(Number(token.left) <= LIFE_MS && Number(token.left) > LIFE_MS - 10_000, `${token.left}`);
  const attached = await spend(world.sandbox, { provider, paymentToken: token.id });
  assert.equal(attached.status, 201, JSON.stringify(attached.body));
  assert.equal(attached.body.spent?.last4, "1111");
  const again = await spend(world.sandbox, { provider, paymentToken: token.id });
  assert.deepEqual([again.status, again.body.error?.explained.code], [422, "token_consumed"]);
  assert.equal(occurrences(world.sandbox.api.requestBytes(), TEST_CARD.number), 1);
  assert.equal(occurrences(world.sandbox.merchant.requestBytes(), TEST_CARD.number), 0);
});

test("a token is refused by the merchant's server after its 30 minutes", async (t) => {
  const { card } = await openForm(t, world, account);
  await card.fill(TEST_CARD);
  const { id: paymentToken } = await card.tokenize();
  await world.sandbox.post("/_sandbox/clock", { advanceMs: LIFE_MS });
  const late = await spend(world.sandbox, { provider, paymentToken });
  assert.deepEqual([late.status, late.body.error?.explained.code], [422, "token_expired"]);
});

test("a token whose expirationTime is null has no end, and is attached once", async (t) => {
  const { card } = await openForm(t, world, NO_EXPIRY);
  await card.fill(TEST_CARD);
  const { id: paymentToken, expirationTime, left, status } = await card.tokenize();
  assert.deepEqual([expirationTime, left, status], [null, null, "created"]);
  await world.sandbox.post("/_sandbox/clock", { advanceMs: 24 * 60 * 60_000 });
  const { organization } = NO_EXPIRY;
  const attached = await spend(world.sandbox, { provider, paymentToken, organization });
  assert.equal(attached.status, 201, JSON.stringify(attached.body));
  const again = await spend(world.sandbox, { provider, paymentToken, organization });
  assert.deepEqual([again.status, again.body.error?.explained.code], [422, "token_consumed"]);
});

interface Case {
  name: string;
  account?: typeof account;
  /** What is changed in the request's instrument, on its way. */
  instrument?: Record<string, unknown>;
  rateLimit?: number;
  error: { type: string; code: string; status: number; retryable: boolean; field?: FieldName };
}

const refused = (field: FieldName, code: string): Case["error"] => ({
  type: "validation",
  code,
  field,
  status: 422,
  retryable: false,
});

const INSTRUMENT = { pan: TEST_CARD.number, expMonth: 12, expYear: new Date().getFullYear() + 3, cvv: "123" };

const CASES: Case[] = [
  { name: "an absent number", instrument: { pan: undefined }, error: refused("number", "invalid_number") },
  { name: "an empty number", instrument: { pan: "" }, error: refused("number", "invalid_number") },
  {
    name: "a wrong check digit",
    instrument: { pan: "4111111111111112" },
    error: refused("number", "invalid_number"),
  },
  { name: "a wrong month", instrument: { expMonth: 13 }, error: refused("expiry", "invalid_expiry_month") },
  { name: "a wrong year", instrument: { expYear: 30 }, error: refused("expiry", "invalid_expiry_year") },
  {
    name: "a year that is over",
    instrument: { expYear: 2020 },
    error: refused("expiry", "invalid_expiry_year"),
  },
  { name: "a wrong code", instrument: { cvv: "1" }, error: refused("cvc", "invalid_cvc") },
  {
    name: "a key that is nobody's",
    account: { ...account, publicKey: "pk_sandbox_Nobodys" },
    error: { type: "authentication", code: "invalid_public_key", status: 401, retryable: false },
  },
  {
    name: "a key of another organization",
    account: { ...account, publicKey: NO_EXPIRY.publicKey },
    error: { type: "authentication", code: "forbidden", status: 403, retryable: false },
  },
  {
    name: "too many requests",
    rateLimit: 0,
    error: { type: "rate_limit", code: "rate_limited", status: 429, retryable: true },
  },
];

for (const { name, account: used = account, instrument, rateLimit, error } of CASES) {
  test(`${name} is ${error.code}`, async (t) => {
    const { card, spoil } = await openForm(t, world, used);
    if (instrument) await spoil(TOKENS, { paymentInstrument: { ...INSTRUMENT, ...instrument } });
    if (rateLimit !== undefined) await world.sandbox.post("/_sandbox/reset", { rateLimit });
    await card.fill(TEST_CARD);
    const { message, name: is, certain, requestId: _, retryAfterMs: __, ...facts } = await card.tokenize();
    assert.deepEqual(facts, error);
    assert.deepEqual([is, certain, typeof message], ["CardletError", true, "string"]);
    assert.deepEqual(await card.events(), [{ type: "cardlet-error", code: error.code }]);
  });
}
