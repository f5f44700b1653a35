import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldName } from "./support/card.ts";
import { occurrences } from "./support/occurrences.ts";
import { spend } from "./support/order.ts";
import { openForm } from "./support/provider-form.ts";
import { useWorld } from "./support/world.ts";

const provider = "checkout";
const NAS = { provider, publicKey: "pk_sbox_cardletsandboxdemopublickey" };
const ABC = { provider, publicKey: "pk_test_cardlet0-demo-demo-demo-publickeyabc" };
/** Of the pattern, and nobody's. */
const UNKNOWN = { provider, publicKey: "pk_sbox_nobodyssandboxdemopublickey" };
const TOKENS = "/checkout/tokens";
const LIFE_MS = 15 * 60_000;
const CARD = { number: "4242424242424242", expiry: `06${(new Date().getFullYear() + 3) % 100}`, cvc: "100" };

const world = useWorld();

for (const [generation, account, authorization] of [
  ["newer", NAS, `Bearer ${NAS.publicKey}`],
  ["older", ABC, ABC.publicKey],
] as const) {
  test(`with a key of the ${generation} generation a typed card is paid with once`, async (t) => {
    const { card } = await openForm(t, world, account);
    await card.fill(CARD);
    const token = await card.tokenize();
    assert.match(String(token.id), /^tok_[a-z2-7]{26}$/);
    assert.deepEqual([token.provider, token.mode, token.status], [provider, "test", "created"]);
    assert.equal(token.createdTime, null);
    const life = Date.parse(String(token.expirationTime)) - Date.now();
    assert.ok(life <= LIFE_MS && life > LIFE_MS - 10_000, `${token.expirationTime}`);
    assert.ok(Number(token.left) <= LIFE_MS && Number(token.left) > LIFE_MS - 10_000, `${token.left}`);
    assert.equal((token.raw as { scheme: string }).scheme, "Visa");

    const posts = world.sandbox.api.requests().filter(({ method }) => method === "POST");
    assert.deepEqual(
      posts.map(({ path, headers }) => [path, headers.authorization]),
      [[TOKENS, authorization]],
    );
    const paid = await spend(world.sandbox, { provider, paymentToken: token.id });
    assert.equal(paid.status, 201, JSON.stringify(paid.body));
    assert.deepEqual([paid.body.spent?.approved, paid.body.spent?.status], [true, "Authorized"]);
    const again = await spend(world.sandbox, { provider, paymentToken: token.id });
    assert.deepEqual([again.status, again.body.error?.explained.code], [422, "token_consumed"]);
    assert.deepEqual(await card.events(), [{ type: "cardlet-token", id: token.id }]);
    assert.equal(occurrences(world.sandbox.api.requestBytes(), CARD.number), 1);
    assert.equal(occurrences(world.sandbox.merchant.requestBytes(), CARD.number), 0);
  });
}

test("an instrument is made of a token, and a payment authorized for later", async (t) => {
  for (const [use, id] of [
    ["instrument", /^src_/],
    ["authorize", /^pay_/],
  ] as const) {
    const { card } = await openForm(t, world, NAS);
    await card.fill(CARD);
    const { id: paymentToken } = await card.tokenize();
    const made = await spend(world.sandbox, { provider, paymentToken, spend: use });
    assert.match(String(made.body.spent?.id), id);
  }
});

test("a token that comes to the merchant after 15 minutes is refused as expired", async (t) => {
  const { card } = await openForm(t, world, NAS);
  await card.fill(CARD);
  const { id: paymentToken } = await card.tokenize();
  await world.sandbox.post("/_sandbox/clock", { advanceMs: LIFE_MS });
  const late = await spend(world.sandbox, { provider, paymentToken });
  assert.deepEqual(
    [late.status, late.body.error?.explained],
    [422, { type: "token", code: "token_expired", certain: true, providerCode: "token_expired" }],
  );
});

test("a card that is declined is so at the payment, not before", async (t) => {
  const { card } = await openForm(t, world, NAS);
  await card.fill({ ...CARD, number: "4544249167673670" });
  const { id: paymentToken } = await card.tokenize();
  const paid = await spend(world.sandbox, { provider, paymentToken });
  assert.deepEqual([paid.body.spent?.approved, paid.body.spent?.response_code], [false, "20051"]);
});

interface Case {
  name: string;
  account?: { provider: string; publicKey: string };
  change?: Record<string, unknown>;
  rateLimit?: number;
  error: {
    type: string;
    code: string;
    status: number;
    retryable: boolean;
    field?: FieldName;
    providerCode?: string;
  };
}

const refused = (field: FieldName, code: string, providerCode: string): Case["error"] => ({
  type: "validation",
  code,
  field,
  status: 422,
  retryable: false,
  providerCode,
});

const CASES: Case[] = [
  {
    name: "an absent number",
    change: { number: undefined },
    error: refused("number", "incomplete_number", "card_number_required"),
  },
  {
    name: "an empty number",
    change: { number: "" },
    error: refused("number", "incomplete_number", "card_number_required"),
  },
  {
    name: "a wrong check digit",
    change: { number: "4242424242424241" },
    error: refused("number", "invalid_number", "card_number_invalid"),
  },
  {
    name: "a wrong month",
    change: { expiry_month: 13 },
    error: refused("expiry", "invalid_expiry_month", "card_expiry_month_invalid"),
  },
  {
    name: "a wrong year",
    change: { expiry_year: 30 },
    error: refused("expiry", "invalid_expiry_year", "card_expiry_year_invalid"),
  },
  {
    name: "a year that is over",
    change: { expiry_year: 2020 },
    error: refused("expiry", "invalid_expiry_year_past", "card_expired"),
  },
  { name: "a wrong code", change: { cvv: "1" }, error: refused("cvc", "invalid_cvc", "cvv_invalid") },
  {
    name: "a wrong address",
    change: { billing_address: { city: "x".repeat(51) } },
    error: {
      type: "provider",
      code: "provider_rejected",
      status: 422,
      retryable: false,
      providerCode: "city_invalid",
    },
  },
  {
    name: "a key that is nobody's",
    account: UNKNOWN,
    error: { type: "authentication", code: "invalid_public_key", status: 401, retryable: false },
  },
  {
    name: "too many requests",
    rateLimit: 0,
    error: {
      type: "rate_limit",
      code: "rate_limited",
      status: 429,
      retryable: true,
      providerCode: "api_calls_quota_exceeded",
    },
  },
];

for (const { name, account = NAS, change, rateLimit, error } of CASES) {
  test(`${name} is ${error.code}`, async (t) => {
    const { card, spoil } = await openForm(t, world, account);
    if (change) await spoil(TOKENS, change);
    if (rateLimit !== undefined) await world.sandbox.post("/_sandbox/reset", { rateLimit });
    await card.fill(CARD);
    const { message, name: is, certain, requestId: _, ...facts } = await card.tokenize();
    assert.deepEqual(facts, error);
    assert.deepEqual([is, certain, typeof message], ["CardletError", true, "string"]);
    assert.deepEqual(await card.events(), [{ type: "cardlet-error", code: error.code }]);
  });
}

test("a secret key never leaves the page", async (t) => {
  const { card } = await openForm(t, world, {
    provider,
    publicKey: "sk_sbox_cardletsandboxdemosecretkey",
  });
  await card.fill(CARD);
  const { type, code } = await card.tokenize();
  assert.deepEqual([type, code], ["configuration", "secret_key_refused"]);
  assert.equal(world.sandbox.api.requests().filter(({ method }) => method === "POST").length, 0);
});
