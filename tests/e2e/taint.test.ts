import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { TEST_CARD } from "./support/card.ts";
import { type Checkout, openCheckout, orderForm, refusing } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { startFakeApi } from "./support/fake-api.ts";
import { shows } from "./support/gate.ts";
import type { Mode } from "./support/mode.ts";
import { occurrences } from "./support/occurrences.ts";
import { startProxy } from "./support/proxy.ts";
import { SINKS, type TaintScan, taintAll, watchSinks } from "./support/taint.ts";

const engine = await launch("chromium");
after(() => engine.close());

/** A number without a repeated run, and a code that no table and no time holds. */
const CARD = { number: "378282246310005", expiry: TEST_CARD.expiry, cvc: "8362" };

/** Opens a checkout whose sinks are watched; its page stays when its form was submitted. */
async function open(
  t: TestContext,
  mode: Mode,
  { endpoint, bin }: { endpoint?: string; bin?: string } = {},
): Promise<Checkout & { scan: TaintScan }> {
  let scan: TaintScan | undefined;
  const checkout = await openCheckout(t, engine, {
    mode,
    ...(endpoint ? { account: { endpoint } } : {}),
    body: (card) => `${orderForm(card(`name="paymentToken" required ${bin ? `bin="${bin}"` : ""}`))}<script>
      document.forms[0].onsubmit = (event) => { event.preventDefault(); globalThis.submitted = true };</script>`,
    configure: (entry) => ({ ...entry, ...(bin && { bin }) }),
    prepare: async (tab) => {
      scan = await watchSinks(tab, CARD.number);
    },
  });
  assert.ok(scan);
  return { ...checkout, scan };
}

test("the scan finds the number in each of the sinks where a careless page puts it", async (t) => {
  const { tab, scan } = await open(t, "inline");
  assert.deepEqual(await scan.tainted(), []);
  await tab.evaluate(taintAll(CARD.number));
  assert.deepEqual(await scan.tainted(), [...SINKS]);
});

for (const mode of ["inline", "hosted"] as const) {
  const journey = (bin?: string) => async (t: TestContext) => {
    const { api, tab, card, scan } = await open(t, mode, { ...(bin && { bin }) });
    const clean = async (when: string) => assert.deepEqual(await scan.tainted(), [], when);
    await card.type("number", CARD.number.slice(0, 10));
    await clean("in the middle of the number");
    await card.refill(CARD);
    await tab.press("Tab");
    await clean("after typing");
    api.next(refusing("pan"));
    assert.equal((await card.tokenize()).code, "invalid_number");
    await clean("after a refusal");
    api.next({ status: 422, body: JSON.stringify({ title: CARD.number, detail: CARD.number }) });
    assert.equal((await card.tokenize()).code, "provider_rejected");
    await clean("after a refusal that repeats the card");
    await card.refill(CARD);
    await tab.press("Enter");
    await tab.waitFor("globalThis.submitted");
    await clean("after the submit");
    await card.ask("card.markConsumed()");
    await card.ask("card.clear()");
    await clean("after the end");
    shows(t, "L1", { cases: SINKS.length, control: "a careless page taints 18 of 18" });
  };
  test(`${mode}: no sink holds digits of the card, from the first key to the last error`, journey());
  // Of fifteen digits no more than six are told.
  test(`${mode}: no sink holds seven digits of the card, though the page asks for eight`, journey("8"));

  test(`${mode}: one request has the card, and nobody else is asked`, async (t) => {
    const server = await startFakeApi(() => ({ status: 201, body: '{"id":"tok_1"}' }));
    t.after(() => server.close());
    const proxy = await startProxy({ host: "127.0.0.1", target: server.port });
    t.after(() => proxy.close());
    const { tab, card, pages, frames, scan } = await open(t, mode, { endpoint: proxy.url });
    await card.fill(CARD);
    await tab.press("Enter");
    await tab.waitFor("globalThis.submitted");
    assert.equal(occurrences(proxy.requestBytes(), CARD.number), 1);
    const withCard = scan.requests.filter((request) => {
      const told = Buffer.from(request.url() + (request.postData() ?? ""));
      return occurrences(told, CARD.number) > 0;
    });
    assert.deepEqual(
      withCard.map((request) => new URL(request.url()).origin),
      [proxy.url],
    );
    const asked = scan.requests
      .map((request) => new URL(request.url()))
      .filter(({ protocol }) => protocol !== "data:");
    const known = [pages.url, proxy.url, ...(frames ? [new URL(frames.url).origin] : [])];
    assert.deepEqual([...new Set(asked.map(({ origin }) => origin))].sort(), known.sort());
    shows(t, "L2", { cases: 1, control: "the API's own log holds the number once" });
  });
}
