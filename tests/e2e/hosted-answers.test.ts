// Every call to a frame is answered, whatever its provider has said, and whatever the page has asked.
import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import texts from "../../www/locales/en.json" with { type: "json" };
import created from "../fixtures/rebilly/token-created.json" with { type: "json" };
import { TEST_CARD } from "./support/card.ts";
import { type CheckoutOptions, openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";

const engine = await launch("chromium");
after(() => engine.close());

const open = (t: TestContext, options?: CheckoutOptions) =>
  openCheckout(t, engine, { mode: "hosted", ...options });

const LONG = "n".repeat(201);
const CHECKOUT = { provider: "checkout", organization: "", publicKey: "pk_sbox_cardletsandboxdemopublickey" };
const PAYMENTS_AI = { provider: "paymentsai", organization: "cardlet-demo", publicKey: "" };

/** What a token's reply may hold besides the fixture's. */
const ROOM = 64 * 1024 - JSON.stringify(created.response.body).length - 100;

/** Answers of which a part is too long to be told, and what is told. */
const ANSWERS: [
  what: string,
  account: Record<string, string>,
  status: number,
  body: object,
  headers: Record<string, string>,
  told: string,
][] = [
  ["a code of 201 characters", PAYMENTS_AI, 422, { errorCode: LONG }, {}, "provider_rejected"],
  ["a request id of 201 characters", CHECKOUT, 422, { request_id: LONG }, {}, "provider_rejected"],
  ["the same in a header", CHECKOUT, 500, {}, { "cko-request-id": LONG }, "provider_unavailable"],
  ["a reply of almost 64 KiB", {}, 201, { billingAddress: { note: "n".repeat(ROOM) } }, {}, "tok_1"],
];

for (const [what, account, status, body, headers, told] of ANSWERS) {
  test(`${what} is left out, and the call is answered`, async (t) => {
    const { api, card } = await open(t, { account });
    await card.fill();
    const text = JSON.stringify({ ...(status === 201 && { ...created.response.body, id: told }), ...body });
    api.next({ status, headers: { "content-type": "application/json", ...headers }, body: text });
    const { id, code, providerCode, requestId, raw } = await Promise.race([
      card.tokenize(),
      new Promise<{ code: string } & Record<string, unknown>>((resolve) =>
        setTimeout(resolve, 8000, { code: "never" }),
      ),
    ]);
    assert.equal(id ?? code, told);
    if (id) assert.deepEqual(raw, {});
    else assert.deepEqual([providerCode ?? null, requestId ?? null], [null, null]);
  });
}

test("what a customer's action has brought is refused if it is too long, and sent if it is not", async (t) => {
  const { card } = await open(t);
  const resume = (length: number) =>
    card.ask<string[]>(
      `card.tokenize({ resume: "n".repeat(${length}) }).catch(({ code, option }) => [code, option])`,
    );
  await card.fill();
  assert.deepEqual(await resume(4097), ["invalid_option", "resume"]);
  assert.equal((await resume(4096))[0], "unsupported_operation", "Rebilly has no such request");
});

test("a field of which the frame tells no text is as wrong as any", async (t) => {
  const { tab, card } = await open(t, {
    body: (card) =>
      orderForm(card()) +
      `<script>customElements.whenDefined("cardlet-card").then(() => document.querySelector("cardlet-card")
        .configure({ texts: { incomplete_number: "Call 0800 123 456", incomplete_expiry: "" } }))</script>`,
  });
  const validity = () => card.ask("[card.checkValidity(), card.validationMessage]");
  assert.deepEqual(await validity(), [false, "incomplete_number"]);
  await card.type("number", TEST_CARD.number);
  assert.deepEqual(await validity(), [false, "incomplete_expiry"]);
  await card.type("expiry", TEST_CARD.expiry);
  await card.type("cvc", TEST_CARD.cvc);
  await tab.waitFor(`document.querySelector("cardlet-card").checkValidity()`);
  await card.ask("card.setError('number', 'Call 0800 123 456')");
  assert.equal(await card.ask("card.checkValidity()"), false);
});

test("the page's own words for a field are over with the next edit, also one that leaves it wrong", async (t) => {
  const { card } = await open(t);
  await card.fill();
  await card.ask("card.setError('number', 'Not this one')");
  const message = () => card.ask("card.validationMessage");
  assert.equal(await message(), "Not this one");
  await card.enter("number");
  await card.type("number", "2");
  assert.equal(await message(), texts.incomplete_number);
  await card.ask("card.setError('number', 'Nor this one')");
  assert.equal(await message(), "Nor this one");
});
