import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import recurring from "../fixtures/univapay/token-created-recurring.json" with { type: "json" };
import { type Card, TEST_CARD } from "./support/card.ts";
import { type OrderAnswer, spend } from "./support/order.ts";
import { openForm } from "./support/provider-form.ts";
import { useWorld } from "./support/world.ts";

/** A published card of Univapay's whose charges succeed, with a code of its own. */
const CARD = { ...TEST_CARD, number: "4000020000000000", cvc: "836" };
const DAY_MS = 24 * 60 * 60_000;
/** ProcessOut's published card that asks for its customer. */
const ASKS_ITS_CUSTOMER = "4000000000000101";
/** Above it the sandbox's stores ask for a fresh security code. */
const OVER_THE_THRESHOLD = 10_001;

const KEYS = {
  univapay: recurring.request.headers.authorization.replace("Bearer ", ""),
  processout: "test-proj_CardletSandboxDemoProject",
  checkout: "pk_sbox_cardletsandboxdemopublickey",
} as const;
type Provider = keyof typeof KEYS;

const world = useWorld();

/** A form of the provider's, on a page that its key allows. */
async function open(t: TestContext, provider: Provider, attributes = ""): Promise<Card> {
  return (await openForm(t, world, { provider, publicKey: KEYS[provider] }, { attributes })).card;
}

const code = ({ body, status }: OrderAnswer): string | number => body.error?.explained.code ?? status;

test("a recurring token pays once in each of its months, and asks for its code where much is paid", async (t) => {
  const card = await open(t, "univapay", 'token-type="recurring"');
  await card.ask("card.configure({ usageLimit: 'monthly', metadata: { order: 7 } })");
  await card.fill(CARD);
  const token = await card.tokenize();
  assert.deepEqual([token.type, token.usageLimit, token.expirationTime], ["recurring", "monthly", null]);
  assert.deepEqual((token.raw as { metadata: unknown }).metadata, { order: 7 });
  const order = { provider: "univapay", paymentToken: token.id };
  const pay = async (more = {}) => code(await spend(world.sandbox, { ...order, ...more }));
  assert.equal(await pay(), 201);
  assert.equal(await pay(), "token_consumed");
  await world.sandbox.post("/_sandbox/clock", { advanceMs: 31 * DAY_MS });
  assert.equal(await pay({ amount: OVER_THE_THRESHOLD }), "cvc_expired");

  // The person enters the code again, and nothing but the code.
  const again = await open(t, "univapay", `fields="cvc" update-token="${token.id}" card-brand="visa"`);
  await again.type("cvc", "836");
  const refreshed = await again.tokenize();
  assert.deepEqual([refreshed.id, refreshed.paymentType, refreshed.code], [token.id, "cvc", undefined]);
  assert.equal(await pay({ amount: OVER_THE_THRESHOLD }), 201);
});

test("a security code that is checked at once keeps the merchant waiting until it is current", async (t) => {
  const card = await open(t, "univapay", 'token-type="recurring"');
  await card.ask("card.configure({ cvvAuthorize: { currency: 'JPY' } })");
  await card.fill(CARD);
  const { id } = await card.tokenize();
  assert.equal(await card.ask("card.token.cvvAuthorize.status"), "pending");
  const order = { provider: "univapay", paymentToken: id };
  assert.equal(code(await spend(world.sandbox, order)), "cvv_authorize_pending");
  await world.sandbox.post("/_sandbox/clock", { advanceMs: 60_000 });
  assert.equal(code(await spend(world.sandbox, order)), 201);
});

test("ProcessOut's card keeps its id when its code is entered again", async (t) => {
  const card = await open(t, "processout");
  await card.fill({ ...CARD, number: "4242424242424242" });
  const token = await card.tokenize();
  assert.match(String(token.id), /^card_/, JSON.stringify(token));
  const again = await open(t, "processout", `fields="cvc" update-token="${token.id}" card-brand="visa"`);
  await again.type("cvc", "12");
  assert.equal((await again.tokenize()).code, "incomplete_cvc");
  await again.type("cvc", "3");
  const refreshed = await again.tokenize();
  assert.deepEqual([refreshed.id, refreshed.paymentType, refreshed.code], [token.id, "cvc", undefined]);
  assert.equal(code(await spend(world.sandbox, { provider: "processout", paymentToken: token.id })), 201);
});

test("Checkout.com makes a token of a security code alone, of the brand's length", async (t) => {
  const card = await open(t, "checkout", 'fields="cvc" card-brand="american_express"');
  await card.type("cvc", "836");
  assert.equal((await card.tokenize()).code, "incomplete_cvc");
  await card.type("cvc", "2");
  const token = await card.tokenize();
  assert.match(String(token.id), /^tok_/, JSON.stringify(token));
  assert.deepEqual([token.paymentType, token.card, token.expirationSource], ["cvc", null, "provider"]);
  assert.equal(JSON.stringify(token).includes("8362"), false);
});

/** A customer token at ProcessOut that waits for its card, as the merchant's server makes one. */
async function customerToken(): Promise<{ customer: string; token: string }> {
  const secret = Buffer.from("test-proj_CardletSandboxDemoProject:key_sandbox_CardletDemoPrivateKey");
  const headers = {
    authorization: `Basic ${secret.toString("base64")}`,
    "content-type": "application/json",
  };
  const make = async (path: string, body: object) => {
    const url = `${world.sandbox.api.url}/processout${path}`;
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
    return response.json() as Promise<Record<string, { id: string }>>;
  };
  const { customer } = await make("/customers", { email: "ada@example.com" });
  const { token } = await make(`/customers/${customer?.id}/tokens`, {});
  return { customer: customer?.id ?? "", token: token?.id ?? "" };
}

test("ProcessOut's customer token follows the card", async (t) => {
  const wanted = await customerToken();
  const card = await open(t, "processout");
  await card.ask(`card.configure({ customerToken: ${JSON.stringify(wanted)} })`);
  await card.fill(CARD);
  const token = await card.tokenize();
  assert.deepEqual([token.id, token.type, token.code], [wanted.token, "recurring", undefined]);
  assert.equal(await card.ask("card.token.status"), "active");
});

test("a customer's action interrupts an attempt, and what it brings finishes it", async (t) => {
  const wanted = await customerToken();
  const card = await open(t, "processout");
  await card.ask(`card.configure({ customerToken: ${JSON.stringify({ ...wanted, verify: true })} })`);
  await card.fill({ ...CARD, number: ASKS_ITS_CUSTOMER });
  const error = await card.tokenize();
  assert.deepEqual([error.type, error.code], ["provider", "action_required"], JSON.stringify(error));
  const { type, url } = error.action as { type: string; url: string };
  assert.equal(type, "url");
  // The customer's visit ends with the source that the attempt goes on with.
  const { source } = (await (await fetch(url)).json()) as { source: string };
  const token = await card.ask<{ id: string }>(
    `card.tokenize({ resume: ${JSON.stringify(source)} }).then(({ id }) => ({ id }), ({ code }) => ({ id: code }))`,
  );
  assert.equal(token.id, wanted.token);
  assert.equal(await card.value("cvc"), CARD.cvc);
});

for (const provider of ["univapay", "processout"] as const) {
  test(`${provider}: an answer that was lost is asked for again under the same key, and one token is made`, async (t) => {
    const card = await open(t, provider);
    world.sandbox.api.clear();
    await world.sandbox.post("/_sandbox/faults", {
      path: `/${provider}`,
      method: "POST",
      kind: "reset-after",
    });
    await card.fill({ ...CARD, number: "4242424242424242" });
    const token = await card.tokenize();
    assert.equal(token.code, undefined, JSON.stringify(token));
    const posts = world.sandbox.api
      .requests()
      .filter(({ method, path }) => method === "POST" && path.startsWith(`/${provider}`));
    assert.ok(posts.length >= 2, `${posts.length} posts`);
    assert.equal(new Set(posts.map(({ headers }) => headers["idempotency-key"])).size, 1);
    assert.match(String(posts[0]?.headers["idempotency-key"]), /^[0-9a-f-]{36}$/);
    // The answer to the first is the answer to them all: its token is the one that is spent.
    assert.equal(code(await spend(world.sandbox, { provider, paymentToken: token.id })), 201);
  });
}
