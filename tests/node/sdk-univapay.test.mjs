import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { startSandbox } from "../e2e/support/sandbox.ts";

// An option that is left out would fall back to these, and the module reads them once.
for (const name of Object.keys(process.env)) if (name.startsWith("UNIVAPAY_")) delete process.env[name];
const { default: SDK } = await import("univapay-node");

const CARD = { cardNumber: "4000020000000000", expMonth: 12, expYear: 2030, cvv: "123" };
const PRICE = { amount: 1000, currency: "JPY" };

/** The keys of a fixture's request: the JWT, and the secret where it has one. */
async function keys(fixture) {
  const path = new URL(`../fixtures/univapay/${fixture}.json`, import.meta.url);
  const { headers } = JSON.parse(await readFile(path, "utf8")).request;
  const parts = headers.authorization.replace("Bearer ", "").split(".");
  return { jwt: parts.slice(-3).join("."), secret: parts.length === 4 ? parts[0] : undefined };
}

let sandbox;
/** The vendor's client for a server, with everything but address and keys as it comes. */
let server;
let sdk;

before(async () => {
  sandbox = await startSandbox();
  sdk = (options) => new SDK({ endpoint: `${sandbox.api.url}/univapay`, ...options });
  server = sdk(await keys("charge-created"));
});

after(async () => {
  // First, since fetch keeps a socket whose proxy ends before it, and with it this process.
  await globalThis[Symbol.for("undici.globalDispatcher.1")]?.destroy();
  await sandbox?.close();
});

function card(type, more = {}, data = {}) {
  return { paymentType: "card", type, ...more, data: { ...CARD, ...data } };
}

/** Waits, as the vendor's client does, until a charge is no longer pending. */
function settled({ storeId, id }) {
  return server.charges.poll(storeId, id);
}

test("a browser's client makes a token that a server's client reads and charges once", async () => {
  const browser = sdk({ jwt: (await keys("token-created")).jwt, origin: "https://shop.example" });
  const email = "a@example.com";
  const token = await browser.transactionTokens.create(
    card("one_time", { email, metadata: { order_id: "1" } }, { cardholder: "TARO YAMADA" }),
    { idempotentKey: "k-1" },
  );
  assert.match(token.id, /^[0-9a-f-]{36}$/);
  assert.deepEqual(
    [token.paymentType, token.type, token.email, token.mode],
    ["card", "one_time", email, "test"],
  );
  assert.deepEqual({ ...token.metadata }, { order_id: "1" });
  assert.deepEqual(
    [token.data.card.lastFour, token.data.card.expMonth, token.data.card.cardholder],
    ["0000", 12, "TARO YAMADA"],
  );

  const read = await server.transactionTokens.get(token.storeId, token.id);
  assert.equal(read.id, token.id);
  const charge = await server.charges.create({ transactionTokenId: token.id, ...PRICE });
  assert.equal(charge.status, "pending");
  assert.equal((await settled(charge)).status, "successful");
  await assert.rejects(server.charges.create({ transactionTokenId: token.id, ...PRICE }), (error) => {
    assert.equal(error.errorResponse.code, "TRANSACTION_ALREADY_PROCESSED");
    return true;
  });
});

test("the same key for repeats gives the same token, and another body a conflict", async () => {
  const create = (body) => server.transactionTokens.create(body, { idempotentKey: "k-2" });
  const first = await create(card("one_time"));
  assert.equal((await create(card("one_time"))).id, first.id);
  await assert.rejects(create(card("recurring")), (error) => {
    assert.deepEqual(
      [error.errorResponse.httpCode, error.errorResponse.code],
      [409, "IDEMPOTENCY_KEY_CONFLICT"],
    );
    return true;
  });
});

test("a recurring token is listed, takes another code, is charged again, and is deleted", async () => {
  const token = await server.transactionTokens.create(card("recurring"));
  const { items } = await server.transactionTokens.list();
  assert.ok(items.some(({ id }) => id === token.id));
  const updated = await server.transactionTokens.update(token.storeId, token.id, { data: { cvv: "321" } });
  assert.equal(updated.id, token.id);
  for (let use = 0; use < 2; use += 1) {
    const charge = await server.charges.create({ transactionTokenId: token.id, ...PRICE });
    assert.equal((await settled(charge)).status, "successful");
    await sandbox.post("/_sandbox/clock", { advanceMs: 30_000 });
  }
  await server.transactionTokens.delete(token.storeId, token.id);
  await assert.rejects(server.transactionTokens.get(token.storeId, token.id), (error) => {
    assert.equal(error.errorResponse.httpCode, 404);
    return true;
  });
});

test("a charge is authorized now and captured later", async () => {
  const token = await server.transactionTokens.create(card("one_time"));
  const made = await server.charges.create({ transactionTokenId: token.id, ...PRICE, capture: false });
  assert.equal((await settled(made)).status, "authorized");
  await server.captures.create(made.storeId, made.id, { ...PRICE, amount: 900 });
  const captured = await server.charges.get(made.storeId, made.id);
  assert.deepEqual([captured.status, captured.chargedAmount], ["successful", 900]);
});

test("a subscription token pays for a plan in instalments", async () => {
  const token = await server.transactionTokens.create(card("subscription"));
  const made = await server.subscriptions.create({
    transactionTokenId: token.id,
    ...PRICE,
    period: "monthly",
    installmentPlan: { planType: "fixed_cycles", fixedCycles: 3 },
  });
  const read = await server.subscriptions.get(made.storeId, made.id);
  assert.deepEqual([read.status, read.cyclesLeft, read.installmentPlan.fixedCycles], ["current", 2, 3]);
});

test("another payment method's data comes back as it was sent", async () => {
  const data = {
    customerName: "Taro Yamada",
    convenienceStore: "lawson",
    phoneNumber: { countryCode: 81, localNumber: "08012341234" },
    expirationPeriod: "P7D",
  };
  const token = await server.transactionTokens.create({ paymentType: "konbini", type: "one_time", data });
  const { customerName, convenienceStore, phoneNumber, expirationPeriod } = token.data;
  assert.deepEqual({ customerName, convenienceStore, phoneNumber, expirationPeriod }, data);
});

const REFUSED = [
  ["without a key", undefined, {}, 401, "AUTH_HEADER_MISSING"],
  ["with a key that is over", "key-expired", {}, 401, "EXPIRED_LOGIN_TOKEN"],
  ["with the merchant's key", "key-of-merchant", {}, 403, "INVALID_PERMISSIONS"],
  [
    "of a store that takes no cards from browsers",
    "direct-disabled",
    {},
    401,
    "DIRECT_CARD_TOKEN_CREATION_DISABLED",
  ],
  ["on another page's origin", "token-created", { origin: "https://evil.example" }, 401, "INVALID_DOMAIN"],
];

for (const [name, fixture, options, httpCode, code] of REFUSED) {
  test(`a client ${name} is told ${code}`, async () => {
    const client = sdk({ ...(fixture ? { jwt: (await keys(fixture)).jwt } : {}), ...options });
    await assert.rejects(client.transactionTokens.create(card("one_time")), (error) => {
      assert.deepEqual([error.errorResponse.httpCode, error.errorResponse.code], [httpCode, code]);
      return true;
    });
  });
}

test("a wrong field is named, and an empty 429 understood", async () => {
  await assert.rejects(
    server.transactionTokens.create(card("one_time", {}, { cardNumber: "4000020000000001" })),
    ({ errorResponse }) => {
      assert.equal(errorResponse.code, "VALIDATION_ERROR");
      assert.deepEqual(errorResponse.errors, [{ field: "card_number", reason: "INVALID_CARD_NUMBER" }]);
      return true;
    },
  );
  await sandbox.post("/_sandbox/reset", { rateLimit: 0 });
  await assert.rejects(server.transactionTokens.create(card("one_time")), ({ errorResponse }) => {
    assert.equal(errorResponse.httpCode, 429);
    return true;
  });
});
