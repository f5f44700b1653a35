// Checkout.com's own client against the sandbox: nothing is changed but the host and the keys.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startSandbox } from "./support/sandbox.mjs";

// The client prefers these to what it is given.
for (const name of ["CKO_SECRET", "CKO_SECRET_KEY", "CKO_PUBLIC_KEY"]) delete process.env[name];
const { Checkout } = await import("checkout-sdk-node");

const NAS = ["sk_sbox_cardletsandboxdemosecretkey", "pk_sbox_cardletsandboxdemopublickey"];
const ABC = ["sk_test_cardlet0-demo-demo-demo-secretkeyabc", "pk_test_cardlet0-demo-demo-demo-publickeyabc"];
const CARD = {
  number: "4242424242424242",
  expiry_month: 6,
  expiry_year: new Date().getFullYear() + 3,
  cvv: "100",
  name: "Test Holder",
};
const ORDER = { amount: 1000, currency: "GBP" };

let sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox?.close());

function clientWith([secret, pk]) {
  return new Checkout(secret, { pk, host: `${sandbox.url}/checkout` });
}

/** An error of the client by its name, its status and the codes in its body. */
function refusal(name, codes) {
  return (error) => {
    assert.equal(error.name, name);
    assert.deepEqual(error.body.error_codes, codes);
    return true;
  };
}

for (const [generation, keys] of [
  ["newer", NAS],
  ["older", ABC],
]) {
  test(`with keys of the ${generation} generation a token is made, read and paid with once`, async () => {
    const client = clientWith(keys);
    const made = await client.tokens.request(CARD);
    assert.match(made.token, /^tok_[a-z2-7]{26}$/);
    assert.equal(made.last4, "4242");
    const life = Date.parse(made.expires_on) - Date.now();
    assert.ok(Math.abs(life - 15 * 60_000) < 10_000, made.expires_on);

    const metadata = await client.tokens.getTokenMetadata(made.token);
    assert.deepEqual([metadata.type, metadata.bin], ["card", "424242"]);

    const payment = await client.payments.request(
      { source: { token: made.token }, ...ORDER },
      `key-${generation}`,
    );
    assert.deepEqual([payment.approved, payment.status], [true, "Authorized"]);
    assert.equal(payment.requiresRedirect, false);
    const again = await client.payments.request(
      { source: { token: made.token }, ...ORDER },
      `key-${generation}`,
    );
    assert.equal(again.id, payment.id);
    await assert.rejects(
      client.payments.request({ source: { token: made.token }, ...ORDER }),
      refusal("ValidationError", ["token_used"]),
    );
  });
}

test("a payment is authorized first and captured later", async () => {
  const client = clientWith(NAS);
  const { token } = await client.tokens.request(CARD);
  const { id } = await client.payments.request({ source: { token }, ...ORDER, capture: false });
  assert.equal((await client.payments.get(id)).status, "Authorized");
  await client.payments.capture(id, ORDER);
  assert.equal((await client.payments.get(id)).status, "Captured");
});

test("an instrument is made of a token and paid with", async () => {
  const client = clientWith(NAS);
  const { token } = await client.tokens.request(CARD);
  const instrument = await client.instruments.create({ token });
  assert.match(instrument.id, /^src_/);
  const payment = await client.payments.request({ source: { id: instrument.id }, ...ORDER });
  assert.equal(payment.approved, true);
});

test("what is wrong is an error of the client's", async () => {
  await assert.rejects(
    clientWith(NAS).tokens.request({ ...CARD, number: "4242424242424241", cvv: "1" }),
    refusal("ValidationError", ["card_number_invalid", "cvv_invalid"]),
  );
  await assert.rejects(clientWith([NAS[0], "pk_sbox_nobody"]).tokens.request(CARD), {
    name: "AuthenticationError",
  });
  // Without a public key the client sends the word `null`.
  await assert.rejects(clientWith([NAS[0]]).tokens.request(CARD), { name: "AuthenticationError" });
  await sandbox.post("/_sandbox/reset", { rateLimit: 0 });
  await assert.rejects(clientWith(NAS).tokens.request(CARD), { name: "TooManyRequestsError" });
  await sandbox.post("/_sandbox/reset");
});

test("a token that comes too late is refused", async () => {
  const client = clientWith(NAS);
  const { token } = await client.tokens.request(CARD);
  await sandbox.post("/_sandbox/clock", { advanceMs: 15 * 60_000 });
  await assert.rejects(
    client.payments.request({ source: { token }, ...ORDER }),
    refusal("ValidationError", ["token_expired"]),
  );
});
