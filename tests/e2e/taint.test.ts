import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { TEST_CARD } from "./support/card.ts";
import { type Checkout, openCheckout, orderForm, refusing } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { startFakeApi } from "./support/fake-api.ts";
import { shows } from "./support/gate.ts";
import type { Mode } from "./support/mode.ts";
import { holdsCode, occurrences } from "./support/occurrences.ts";
import { startProxy } from "./support/proxy.ts";
import { isTainted, SINKS, type TaintScan, taintAll, watchSinks } from "./support/taint.ts";

const engine = await launch("chromium");
after(() => engine.close());

/** A number without a repeated run, and a code that no table and no time holds. */
const CARD = { number: "378282246310005", expiry: TEST_CARD.expiry, cvc: "8362" };

/** A number of which eight digits are told to a page that opts in. */
const LONG = { number: "6011000990139424", expiry: TEST_CARD.expiry, cvc: "836" };

/** Keeps the page when its form was submitted. */
const STAY = `<script>document.forms[0].onsubmit = (event) => {
  event.preventDefault();
  globalThis.submitted = true;
}</script>`;

interface Way {
  card?: typeof CARD;
  endpoint?: string;
  bin?: "8";
  /** What the page does besides. */
  script?: string;
}

/** Opens a checkout whose sinks are watched. */
async function open(
  t: TestContext,
  mode: Mode,
  { card: secrets = CARD, endpoint, bin, script = STAY }: Way = {},
): Promise<Checkout & { scan: TaintScan }> {
  let scan: TaintScan | undefined;
  const checkout = await openCheckout(t, engine, {
    mode,
    ...(endpoint ? { account: { endpoint } } : {}),
    body: (card) => orderForm(card(`name="paymentToken" required ${bin ? `bin="${bin}"` : ""}`)) + script,
    configure: (entry) => ({ ...entry, ...(bin && { bin }) }),
    prepare: async (tab) => {
      scan = await watchSinks(tab, { ...secrets, ...(bin && { bin: secrets.number.slice(0, Number(bin)) }) });
    },
  });
  assert.ok(scan);
  return { ...checkout, scan };
}

for (const what of ["number", "cvc"] as const) {
  test(`the scan finds the ${what} in each of the sinks where a careless page puts it`, async (t) => {
    const { tab, scan } = await open(t, "inline");
    assert.deepEqual(await scan.tainted(), []);
    await tab.evaluate(taintAll(CARD[what]));
    assert.deepEqual(await scan.tainted(), [...SINKS]);
  });
}

test("a code is found among letters and apart, and not in longer numbers, ids or times", () => {
  for (const text of ["8362", "cvc=8362&", '"cvc":"8362"', "code8362", "8 3 6 2", "83-62"])
    assert.ok(holdsCode(text, CARD.cvc), text);
  const id = "01234567-8362-4362-8362-0123456789ab";
  for (const text of ["83620", "localhost:48362", "1.8362", "8362.5", id, "836"])
    assert.ok(!holdsCode(text, CARD.cvc), text);
});

test("eight digits are allowed by their name in events alone, and not one more", () => {
  const secrets = { ...LONG, bin: LONG.number.slice(0, 8) };
  const told = JSON.stringify({ bin: secrets.bin });
  for (const text of [told, JSON.stringify(told)]) {
    assert.ok(!isTainted("events", text, secrets), text);
    assert.ok(isTainted("attributes", text, secrets), text);
    assert.ok(isTainted("events", text, LONG), text);
  }
  for (const text of [secrets.bin, `{"bin":"${LONG.number.slice(0, 9)}"}`, `{"first":"${secrets.bin}"}`])
    assert.ok(isTainted("events", text, secrets), text);
});

for (const mode of ["inline", "hosted"] as const) {
  const journey = (typed: typeof CARD, bin?: "8") => async (t: TestContext) => {
    const { api, tab, card, scan } = await open(t, mode, { card: typed, ...(bin && { bin }) });
    const clean = async (when: string) => assert.deepEqual(await scan.tainted(), [], when);
    await card.type("number", typed.number.slice(0, 10));
    await clean("in the middle of the number");
    await card.refill(typed);
    await tab.press("Tab");
    await clean("after typing");
    api.next(refusing("pan"));
    assert.equal((await card.tokenize()).code, "invalid_number");
    await clean("after a refusal");
    const echo = `${typed.number} ${typed.cvc}`;
    api.next({ status: 422, body: JSON.stringify({ title: echo, detail: echo }) });
    assert.equal((await card.tokenize()).code, "provider_rejected");
    await clean("after a refusal that repeats the card");
    await card.refill(typed);
    api.next({ status: 201, body: '{"id":"tok_1"}' });
    await tab.press("Enter");
    await tab.waitFor("globalThis.submitted");
    // What is let through is really told.
    assert.equal(await card.ask("card.token.card.bin"), bin ? typed.number.slice(0, Number(bin)) : null);
    await clean("after the submit");
    await card.ask("card.markConsumed()");
    await card.ask("card.clear()");
    await clean("after the end");
    shows(t, "L1", {
      cases: SINKS.length,
      control: "a careless page taints 18 of 18, by number and by code",
    });
  };
  test(`${mode}: no sink holds digits of the card, from the first key to the last error`, journey(CARD));
  test(`${mode}: no sink but events holds the eight digits that a page asks for`, journey(LONG, "8"));

  test(`${mode}: one request has the card, and nobody else is asked`, async (t) => {
    const server = await startFakeApi(() => ({ status: 201, body: '{"id":"tok_1"}' }));
    t.after(() => server.close());
    const proxy = await startProxy({ host: "127.0.0.1", target: server.port });
    t.after(() => proxy.close());
    const way = { endpoint: proxy.url, script: "" };
    const { tab, card, pages, frames, posted, scan } = await open(t, mode, way);
    await card.fill(CARD);
    // The form goes out by itself, as a merchant's does.
    await tab.press("Enter");
    assert.deepEqual(new Map(await posted()).get("paymentToken"), "tok_1");
    assert.equal(occurrences(proxy.requestBytes(), CARD.number), 1);
    const withCard = scan.requests.filter((request) => {
      const told = request.url() + (request.postData() ?? "");
      return occurrences(Buffer.from(told), CARD.number) > 0 || holdsCode(told, CARD.cvc);
    });
    assert.deepEqual(
      withCard.map((request) => new URL(request.url()).origin),
      [proxy.url],
    );
    const sent = proxy.requests().find(({ method }) => method === "POST");
    assert.ok(holdsCode(String(sent?.body), CARD.cvc));
    const merchant = pages.requestBytes();
    assert.ok(merchant.includes("paymentToken=tok_1"), "the merchant's log has the form");
    assert.equal(occurrences(merchant, CARD.number), 0);
    assert.ok(!holdsCode(merchant.toString("latin1"), CARD.cvc));
    const asked = scan.requests
      .map((request) => new URL(request.url()))
      .filter(({ protocol }) => protocol !== "data:");
    const known = [pages.url, proxy.url, ...(frames ? [new URL(frames.url).origin] : [])];
    assert.deepEqual([...new Set(asked.map(({ origin }) => origin))].sort(), known.sort());
    shows(t, "L2", { cases: 1, control: "the API's own log holds the number once, and the code" });
  });
}
