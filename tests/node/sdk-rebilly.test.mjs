// Rebilly's own SDK against the sandbox: only the base URL and the keys are changed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RebillyAPI } from "rebilly-js-sdk";
import { startSandbox } from "../e2e/support/sandbox.ts";

const CUSTOMER = "customer_sdk";
const card = { pan: "4111111111111111", cvv: "123", expMonth: 12, expYear: new Date().getFullYear() + 3 };

let sandbox;
let browser;
let server;

before(async () => {
  sandbox = await startSandbox();
  const url = `${sandbox.api.url}/rebilly`;
  const options = { sandbox: true, organizationId: "cardlet-demo", urls: { live: url, sandbox: url } };
  server = RebillyAPI({ ...options, apiKey: "sk_sandbox_CardletDemoSecretKey" });
  browser = RebillyAPI(options);
  browser.setPublishableKey("pk_sandbox_CardletDemoPublishableKey");
});

after(() => sandbox?.close());

async function token(api = browser, paymentInstrument = card) {
  const data = {
    method: "payment-card",
    paymentInstrument,
    billingAddress: { firstName: "Test", country: "US" },
  };
  const { fields, response } = await api.paymentTokens.create({ data });
  assert.equal(response.status, 201);
  return fields.id;
}

/** The facts of an error; the whole of it is circular. */
async function refused(call) {
  const error = await call.then(
    () => assert.fail("it was not refused"),
    (cause) => cause,
  );
  const { name, status, invalidFields } = error;
  return { name, status, fields: invalidFields?.map(({ field }) => field) };
}

test("each kind of key makes a token, and the secret one reads it", async () => {
  for (const api of [browser, server]) {
    const id = await token(api);
    const { fields } = await server.paymentTokens.get({ token: id });
    assert.deepEqual([fields.id, fields.isUsed, fields.paymentInstrument.last4], [id, false, "1111"]);
  }
});

test("a token becomes an instrument once, and the same card again is the same instrument", async () => {
  const first = await token();
  const made = await server.paymentInstruments.create({ data: { customerId: CUSTOMER, token: first } });
  assert.equal(made.response.status, 201);
  const again = server.paymentInstruments.create({ data: { customerId: CUSTOMER, token: first } });
  assert.deepEqual(await refused(again), { name: "RebillyValidationError", status: 422, fields: ["token"] });
  // The SDK follows the 303 to the instrument that is there.
  const data = { customerId: CUSTOMER, token: await token() };
  const renewed = await server.paymentInstruments.create({ data });
  assert.deepEqual([renewed.response.status, renewed.fields.id], [200, made.fields.id]);
  const { fields } = await server.paymentInstruments.get({ id: made.fields.id });
  assert.equal(fields.status, "active");
});

test("a new token renews the instrument, and it can be ended", async () => {
  const data = { customerId: "customer_renewed", token: await token() };
  const { fields: made } = await server.paymentInstruments.create({ data });
  const later = await token(browser, { ...card, expYear: card.expYear + 1 });
  const { fields: renewed } = await server.paymentInstruments.update({ id: made.id, data: { token: later } });
  assert.equal(renewed.expYear, card.expYear + 1);
  const { fields: ended } = await server.paymentInstruments.deactivate({ id: made.id });
  assert.equal(ended.status, "deactivated");
});

test("a transaction spends a token, and a token is no instrument", async () => {
  const id = await token();
  const order = { customerId: CUSTOMER, websiteId: "website", type: "sale", amount: 10, currency: "USD" };
  const pay = (paymentInstruction) => server.transactions.create({ data: { ...order, paymentInstruction } });
  const asInstrument = await refused(pay({ paymentInstrumentId: id }));
  assert.deepEqual(asInstrument.fields, ["paymentInstruction.paymentInstrumentId"]);
  assert.equal((await pay({ token: id })).fields.result, "approved");
  assert.deepEqual((await refused(pay({ token: id }))).fields, ["paymentInstruction.token"]);
});

test("a late token, a wrong card, a wrong key and too many requests are the SDK's own errors", async () => {
  const late = await token();
  await sandbox.post("/_sandbox/clock", { advanceMs: 31 * 60_000 });
  const spend = server.paymentInstruments.create({ data: { customerId: CUSTOMER, token: late } });
  assert.deepEqual(await refused(spend), { name: "RebillyValidationError", status: 422, fields: ["token"] });

  const wrong = { method: "payment-card", paymentInstrument: { ...card, pan: "4111111111111112" } };
  const invalid = await refused(browser.paymentTokens.create({ data: wrong }));
  assert.deepEqual(invalid.fields, ["paymentInstrument.pan"]);

  const url = `${sandbox.api.url}/rebilly`;
  const stranger = RebillyAPI({
    apiKey: "sk_sandbox_nobody",
    sandbox: true,
    urls: { live: url, sandbox: url },
  });
  assert.equal((await refused(stranger.paymentTokens.create({ data: wrong }))).status, 401);

  await sandbox.post("/_sandbox/reset", { rateLimit: 0 });
  const limited = await refused(browser.paymentTokens.create({ data: wrong }));
  assert.deepEqual([limited.name, limited.status], ["RebillyRequestError", 429]);
  await sandbox.post("/_sandbox/reset");
});

test("an answer that takes longer than the SDK's six seconds is a timeout", async () => {
  await sandbox.post("/_sandbox/faults", { path: "/rebilly", method: "POST", kind: "latency", ms: 7000 });
  const started = Date.now();
  await assert.rejects(token());
  const took = Date.now() - started;
  assert.ok(took >= 5900 && took < 6900, `${took} ms`);
});
