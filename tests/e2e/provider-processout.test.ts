import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldName } from "./support/card.ts";
import { occurrences } from "./support/occurrences.ts";
import { spend } from "./support/order.ts";
import { openForm } from "./support/provider-form.ts";
import { useWorld } from "./support/world.ts";

const provider = "processout";
const PROJECT = { provider, publicKey: "test-proj_CardletSandboxDemoProject" };
/** Of the pattern, and nobody's. */
const UNKNOWN = { provider, publicKey: "test-proj_NobodysProject" };
const CARDS = "/processout/cards";
const CARD = { number: "4242424242424242", expiry: `06${(new Date().getFullYear() + 3) % 100}`, cvc: "100" };

const world = useWorld();

test("a typed card is paid with once, however late", async (t) => {
  const { card } = await openForm(t, world, PROJECT);
  await card.fill(CARD);
  const token = await card.tokenize();
  assert.match(String(token.id), /^card_\w{32}$/);
  assert.deepEqual([token.provider, token.mode, token.status], [provider, "test", "created"]);
  assert.deepEqual([token.expirationTime, token.expirationSource, token.left], [null, "none", null]);
  assert.ok(Math.abs(Date.parse(String(token.createdTime)) - Date.now()) < 10_000, String(token.createdTime));
  assert.equal((token.raw as { card: { scheme: string } }).card.scheme, "visa");
  const posts = world.sandbox.api.requests().filter(({ method }) => method === "POST");
  const authorization = `Basic ${Buffer.from(`${PROJECT.publicKey}:`).toString("base64")}`;
  assert.deepEqual(
    posts.map(({ path, headers }) => [path, headers.authorization, headers["api-version"]]),
    [[CARDS, authorization, "1.3.0.0"]],
  );

  await world.sandbox.post("/_sandbox/clock", { advanceMs: 24 * 3_600_000 });
  const paid = await spend(world.sandbox, { provider, paymentToken: token.id });
  assert.equal(paid.status, 201, JSON.stringify(paid.body));
  const { transaction } = paid.body.spent as { transaction: { status: string } };
  assert.equal(transaction.status, "completed");
  const again = await spend(world.sandbox, { provider, paymentToken: token.id });
  const explained = { type: "token", code: "token_consumed", certain: true };
  assert.deepEqual(
    [again.status, again.body.error?.explained],
    [400, { ...explained, providerCode: "request.source.card-already-used" }],
  );
  assert.deepEqual(await card.events(), [{ type: "cardlet-token", id: token.id }]);
  assert.equal(occurrences(world.sandbox.api.requestBytes(), CARD.number), 1);
  assert.equal(occurrences(world.sandbox.merchant.requestBytes(), CARD.number), 0);
});

test("a card that is declined is so at the payment, not before", async (t) => {
  const { card } = await openForm(t, world, PROJECT);
  await card.fill({ ...CARD, number: "4000000000002206" });
  const { id: paymentToken } = await card.tokenize();
  const { status, body } = await spend(world.sandbox, { provider, paymentToken });
  assert.deepEqual(
    [status, body.error?.explained],
    [400, { type: "provider", code: "card_declined", certain: true, providerCode: "card.no-money" }],
  );
});

interface Case {
  name: string;
  account?: typeof PROJECT;
  change?: Record<string, unknown>;
  rateLimit?: number;
  error: {
    type: string;
    code: string;
    status: number;
    retryable: boolean;
    providerCode: string;
    field?: FieldName;
  };
}

const refused = (field: FieldName, code: string, providerCode: string): Case["error"] => ({
  type: "validation",
  code,
  field,
  status: 400,
  retryable: false,
  providerCode,
});

const CASES: Case[] = [
  {
    name: "an absent number",
    change: { number: undefined },
    error: refused("number", "incomplete_number", "card.missing-number"),
  },
  {
    name: "an empty number",
    change: { number: "" },
    error: refused("number", "incomplete_number", "card.missing-number"),
  },
  {
    name: "a wrong check digit",
    change: { number: "4242424242424241" },
    error: refused("number", "invalid_number", "card.invalid-number"),
  },
  {
    name: "a wrong month",
    change: { exp_month: "13" },
    error: refused("expiry", "invalid_expiry_month", "card.invalid-expiry-month"),
  },
  {
    name: "a wrong year",
    change: { exp_year: "x" },
    error: refused("expiry", "invalid_expiry_year", "card.invalid-expiry-year"),
  },
  {
    name: "a year that is over",
    change: { exp_year: "2020" },
    error: refused("expiry", "invalid_expiry_year_past", "card.expired"),
  },
  { name: "a wrong code", change: { cvc2: "1" }, error: refused("cvc", "invalid_cvc", "card.invalid-cvc") },
  {
    name: "a wrong address",
    change: { contact: [] },
    error: {
      type: "provider",
      code: "provider_rejected",
      status: 400,
      retryable: false,
      providerCode: "request.validation.error",
    },
  },
  {
    name: "a project that is nobody's",
    account: UNKNOWN,
    error: {
      type: "authentication",
      code: "invalid_public_key",
      status: 401,
      retryable: false,
      providerCode: "request.authentication.invalid-project-id",
    },
  },
  {
    name: "too many requests",
    rateLimit: 0,
    error: {
      type: "rate_limit",
      code: "rate_limited",
      status: 429,
      retryable: true,
      providerCode: "request.rate.exceeded",
    },
  },
];

for (const { name, account = PROJECT, change, rateLimit, error } of CASES) {
  test(`${name} is ${error.code}`, async (t) => {
    const { card, spoil } = await openForm(t, world, account);
    if (change) await spoil(CARDS, change);
    if (rateLimit !== undefined) await world.sandbox.post("/_sandbox/reset", { rateLimit });
    await card.fill(CARD);
    const { message, name: is, certain, ...facts } = await card.tokenize();
    assert.deepEqual(facts, error);
    assert.deepEqual([is, certain, typeof message], ["CardletError", true, "string"]);
    assert.deepEqual(await card.events(), [{ type: "cardlet-error", code: error.code }]);
  });
}

test("a private key never leaves the page", async (t) => {
  const { card } = await openForm(t, world, {
    provider,
    publicKey: "key_sandbox_CardletDemoPrivateKey",
  });
  await card.fill(CARD);
  const { type, code } = await card.tokenize();
  assert.deepEqual([type, code], ["configuration", "secret_key_refused"]);
  assert.equal(world.sandbox.api.requests().filter(({ method }) => method === "POST").length, 0);
});
