import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import invalidFields from "../fixtures/paymentsai/invalid-fields.json" with { type: "json" };
import limited from "../fixtures/paymentsai/rate-limited.json" with { type: "json" };
import { TEST_CARD } from "./support/card.ts";
import { occurrences } from "./support/occurrences.ts";
import { spend } from "./support/order.ts";
import { openFilledForm } from "./support/provider-form.ts";
import { useWorld } from "./support/world.ts";

const MINUTE_MS = 60_000;
const RELAY = "/paymentsai/relay/tokens";

const world = useWorld();

function open(t: TestContext, organization = "cardlet-demo") {
  const endpoint = `${world.sandbox.api.url}/paymentsai/relay`;
  return openFilledForm(t, world, { provider: "paymentsai", organization, endpoint });
}

test("a card becomes a token over the relay, and is attached once", async (t) => {
  const page = await open(t);
  const token = await page.token();
  assert.match(token.id, /^tok_\w+$/);
  assert.equal(token.provider, "paymentsai");
  assert.equal(token.expirationSource, "provider");
  assert.ok((token.left ?? 0) > 29 * MINUTE_MS && (token.left ?? 0) <= 30 * MINUTE_MS);
  assert.deepEqual(Object.keys(token.raw).sort(), ["createdTime", "expirationTime", "id"]);

  const order = { provider: "paymentsai", paymentToken: token.id };
  const first = await spend(world.sandbox, order);
  assert.deepEqual([first.status, first.body.spent?.status], [201, "inactive"], JSON.stringify(first));
  const second = await spend(world.sandbox, order);
  assert.equal(second.status, 400);
  assert.match(JSON.stringify(second.body.error?.body), /TOKEN_CONSUMED/);
  assert.equal(second.body.error?.explained.code, "token_consumed");

  // The browser had no key to send, and only the relay got the card.
  assert.equal(occurrences(world.sandbox.api.requestBytes(), TEST_CARD.number), 1);
  assert.equal(occurrences(world.sandbox.merchant.requestBytes(), TEST_CARD.number), 0);
  const [post] = world.sandbox.api.requests().filter(({ method }) => method === "POST");
  assert.deepEqual([post?.path, post?.headers.authorization], [RELAY, undefined]);
  assert.equal(post?.headers["x-organization-id"], "cardlet-demo");
});

test("a token with a time is refused after it", async (t) => {
  const token = await (await open(t)).token();
  await world.sandbox.post("/_sandbox/clock", { advanceMs: 31 * MINUTE_MS });
  const late = await spend(world.sandbox, { provider: "paymentsai", paymentToken: token.id });
  assert.equal(late.status, 400);
  assert.match(JSON.stringify(late.body.error?.body), /TOKEN_EXPIRED/);
  assert.equal(late.body.error?.explained.code, "token_expired");
});

test("a token without a time never expires and is attached once all the same", async (t) => {
  const organization = "cardlet-demo-no-expiry";
  const token = await (await open(t, organization)).token();
  assert.deepEqual(
    [token.expirationTime, token.expirationSource, token.left],
    [null, "none", null],
    JSON.stringify(token),
  );
  await world.sandbox.post("/_sandbox/clock", { advanceMs: 24 * 60 * MINUTE_MS });
  const order = { provider: "paymentsai", paymentToken: token.id, organization };
  assert.equal((await spend(world.sandbox, order)).status, 201);
  assert.equal((await spend(world.sandbox, order)).status, 400);
});

const REFUSALS: [name: string, organization: string, expected: object][] = [
  [
    "a relay with a key that nobody knows",
    "cardlet-demo-bad-key",
    { code: "invalid_public_key", status: 401 },
  ],
  ["an organization that the relay has no key of", "nobody", { code: "forbidden", status: 403 }],
];

for (const [name, organization, expected] of REFUSALS) {
  test(`${name} is a typed error`, async (t) => {
    const { code, status } = await (await open(t, organization)).failure();
    assert.deepEqual({ code, status }, expected);
  });
}

const FIELDS = [
  ["pan", "number", "invalid_number"],
  ["expMonth", "expiry", "invalid_expiry_month"],
  ["expYear", "expiry", "invalid_expiry_year"],
  ["cvv", "cvc", "invalid_cvc"],
] as const;

test("a refused field, a used up rate and a fault of the server are typed errors", async (t) => {
  const page = await open(t);
  for (const [wire, field, code] of FIELDS) {
    const details = invalidFields.response.body.details.filter((entry) => entry.field.endsWith(wire));
    const body = { ...invalidFields.response.body, details };
    await page.answer(RELAY, { response: { ...invalidFields.response, body } });
    const failure = await page.failure();
    assert.deepEqual([failure.code, failure.field, failure.status], [code, field, 400]);
    assert.equal(failure.providerCode, "BAD_REQUEST");
  }
  await page.answer(RELAY, limited);
  const { code, type } = await page.failure();
  assert.deepEqual([code, type], ["rate_limited", "rate_limit"]);
  await page.answer(RELAY, { response: { status: 500, headers: {}, body: {} } });
  assert.equal((await page.failure()).code, "provider_unavailable");
  await page.answer(RELAY, { response: { status: 200, headers: {}, body: "no token" } });
  assert.equal((await page.failure()).code, "unexpected_response");
});

test("the sandbox's own limit arrives with its wait", async (t) => {
  await world.sandbox.post("/_sandbox/reset", { rateLimit: 0 });
  const failure = await (await open(t)).failure();
  assert.equal(failure.code, "rate_limited");
  assert.ok(
    (failure.retryAfterMs ?? 0) > 0 && (failure.retryAfterMs ?? 0) <= MINUTE_MS,
    JSON.stringify(failure),
  );
});
