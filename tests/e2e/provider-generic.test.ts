import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import invalidFields from "../fixtures/rebilly/invalid-fields.json" with { type: "json" };
import created from "../fixtures/rebilly/token-created.json" with { type: "json" };
import { spend } from "./support/order.ts";
import { openFilledForm } from "./support/provider-form.ts";
import { useWorld } from "./support/world.ts";

const ORGANIZATION = "/rebilly/organizations/cardlet-demo";
const MINUTE_MS = 60_000;

const world = useWorld();

/** Without a map the dialect speaks Rebilly's shape, so Rebilly's endpoint is one that it can be given. */
function open(t: TestContext, key = "pk_sandbox_CardletDemoPublishableKey") {
  const endpoint = `${world.sandbox.api.url}${ORGANIZATION}`;
  return openFilledForm(t, world, { provider: "generic", endpoint, publicKey: key });
}

test("a card becomes a token at an endpoint that is only named, and is spent once", async (t) => {
  const token = await (await open(t)).token();
  assert.equal(token.provider, "generic");
  assert.equal(token.expirationSource, "provider");
  assert.ok((token.left ?? 0) > 29 * MINUTE_MS);
  const order = { provider: "rebilly", paymentToken: token.id };
  assert.equal((await spend(world.sandbox, order)).status, 201);
  assert.equal((await spend(world.sandbox, order)).status, 422);
});

test("a late token is refused", async (t) => {
  const token = await (await open(t)).token();
  await world.sandbox.post("/_sandbox/clock", { advanceMs: 31 * MINUTE_MS });
  assert.equal((await spend(world.sandbox, { provider: "rebilly", paymentToken: token.id })).status, 422);
});

test("an answer without the token's creation is held against the clocks that there are", async (t) => {
  const page = await open(t);
  const { createdTime: _, ...body } = created.response.body;
  const expirationTime = new Date(Date.now() + 20 * MINUTE_MS).toISOString();
  const response = { status: 200, headers: {}, body: { ...body, expirationTime } };
  await page.answer(`${ORGANIZATION}/tokens`, { response });
  const byClient = await page.token();
  assert.equal(byClient.expirationSource, "client_clock");
  assert.ok(Math.abs((byClient.left ?? 0) - 20 * MINUTE_MS) < 10_000, String(byClient.left));
});

test("a wrong key, refused fields and a used up rate are typed errors", async (t) => {
  assert.equal((await (await open(t, "pk_nobody")).failure()).code, "invalid_public_key");
  const page = await open(t);
  for (const [wire, field, code] of [
    ["pan", "number", "invalid_number"],
    ["expMonth", "expiry", "invalid_expiry_month"],
    ["expYear", "expiry", "invalid_expiry_year"],
    ["cvv", "cvc", "invalid_cvc"],
  ]) {
    const fields = [{ field: `paymentInstrument.${wire}`, message: "is refused" }];
    const body = { ...invalidFields.response.body, invalidFields: fields };
    await page.answer(`${ORGANIZATION}/tokens`, { response: { status: 422, headers: {}, body } });
    const failure = await page.failure();
    assert.deepEqual([failure.code, failure.field], [code, field]);
  }
});

test("faults of the sandbox arrive as what they are", async (t) => {
  const page = await open(t);
  for (const [fault, code] of [
    [{ kind: "status", status: 503 }, "provider_unavailable"],
    [{ kind: "not-json" }, "unexpected_response"],
    [{ kind: "empty" }, "unexpected_response"],
    [{ kind: "huge", bytes: 100_000 }, "response_too_large"],
    [{ kind: "truncated" }, "connection_failed"],
    [{ kind: "reset-before" }, "connection_failed"],
    [{ kind: "reset-after" }, "connection_failed"],
    [{ kind: "redirect", to: `${world.sandbox.api.url}/healthz` }, "connection_failed"],
    [{ kind: "cors" }, "connection_failed"],
    [{ kind: "rate-limited", form: "seconds", seconds: 7 }, "rate_limited"],
    [{ kind: "rate-limited", form: "date", seconds: 7 }, "rate_limited"],
  ] as const) {
    await world.sandbox.post("/_sandbox/faults", { path: ORGANIZATION, method: "POST", ...fault });
    const failure = await page.failure();
    assert.equal(failure.code, code, JSON.stringify(fault));
    if (code === "rate_limited") {
      assert.ok(Math.abs((failure.retryAfterMs ?? 0) - 7000) <= 2000, JSON.stringify(failure));
    }
  }
});

/** The sandbox's endpoint of nobody's, which calls everything by names of its own. */
const VAULT = {
  path: "/v9/vault/cards",
  keyHeader: "X-Vault-Key",
  keyPrefix: "Vault ",
  fieldMap: {
    method: null,
    firstName: null,
    lastName: null,
    expMonth: null,
    expYear: null,
    number: "card.digits",
    expMonthText: "card.until.mm",
    expYearText: "card.until.yyyy",
    cvc: "card.cvn",
    name: "card.holder",
    id: "result.ref",
    createdTime: "result.born",
    expirationTime: "result.dies",
    bin: "result.first",
    errorCode: "error.code",
    requestId: "trace",
    invalidFields: "error.fields",
  },
};

function openVault(t: TestContext, key: string) {
  return openFilledForm(t, world, { provider: "generic", publicKey: key }, { configure: VAULT });
}

test("an endpoint with names of its own is mapped, spent once and refused late", async (t) => {
  const page = await openVault(t, "gpk_CardletDemoVaultKey");
  const token = await page.token();
  assert.equal(token.expirationSource, "provider");
  assert.ok((token.left ?? 0) > 9 * MINUTE_MS && (token.left ?? 0) <= 10 * MINUTE_MS, String(token.left));
  const order = { provider: "generic", paymentToken: token.id };
  assert.equal((await spend(world.sandbox, order)).status, 201);
  assert.equal((await spend(world.sandbox, order)).body.error?.explained.code, "token_consumed");
  await page.card.ask("card.markConsumed()");
  const late = await page.token();
  await world.sandbox.post("/_sandbox/clock", { advanceMs: 10 * MINUTE_MS });
  const refused = await spend(world.sandbox, { provider: "generic", paymentToken: late.id });
  assert.equal(refused.body.error?.explained.code, "token_expired");
});

test("an answer that names only the end, and a key that is nobody's", async (t) => {
  const token = await (await openVault(t, "gpk_NoBirthDemoVaultKey")).token();
  assert.equal(token.createdTime, null);
  assert.ok((token.left ?? 0) > 9 * MINUTE_MS, String(token.left));
  assert.equal((await (await openVault(t, "gpk_nobody")).failure()).code, "invalid_public_key");
});
