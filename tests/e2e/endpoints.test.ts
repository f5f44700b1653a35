import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { openCheckout } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { startFakeApi } from "./support/fake-api.ts";
import { shows } from "./support/gate.ts";
import { ENDPOINT_TRICKS } from "./tables/endpoint-tricks.ts";

const engine = await launch("chromium");
after(() => engine.close());

/** A server that must hear nothing. */
async function startEvil(t: TestContext) {
  const evil = await startFakeApi(() => ({ status: 201, body: '{"id":"tok_evil"}' }));
  t.after(() => evil.close());
  return { evil, address: new URL(evil.url) };
}

test("no endpoint that is a trick is sent a card", async (t) => {
  const { evil, address } = await startEvil(t);
  const { api, tab, card } = await openCheckout(t, engine, { mode: "inline" });
  await card.fill();
  // A plain address of the same server works: only the spelling is what is refused.
  await card.ask(`void (card.endpoint = ${JSON.stringify(evil.url)})`);
  assert.equal((await card.tokenize()).id, "tok_evil");
  assert.equal(evil.requests.length, 1);
  const asked: string[] = [];
  tab.playwright.on("request", (request) => asked.push(request.url()));
  for (const { name, endpoint, code } of ENDPOINT_TRICKS) {
    await card.ask(`void (card.endpoint = ${JSON.stringify(endpoint(address))})`);
    assert.equal((await card.tokenize()).code, code, name);
  }
  assert.deepEqual(asked, []);
  assert.deepEqual([evil.requests.length, api.requests.length], [1, 0]);
  shows(t, "G3", { cases: ENDPOINT_TRICKS.length, control: "the same server, plainly spelled, gets a card" });
});

test("a page can't lead the cards of a frame elsewhere", async (t) => {
  const { evil, address } = await startEvil(t);
  const { api, card } = await openCheckout(t, engine, { mode: "hosted" });
  await card.fill();
  for (const endpoint of [evil.url, ...ENDPOINT_TRICKS.map((trick) => trick.endpoint(address))]) {
    await card.ask(`void (card.endpoint = ${JSON.stringify(endpoint)})`);
    assert.match(String((await card.tokenize()).id), /^tok_\d+$/);
    await card.ask("card.markConsumed()");
  }
  assert.deepEqual([evil.requests.length, api.requests.length], [0, ENDPOINT_TRICKS.length + 1]);
  shows(t, "G3", { cases: ENDPOINT_TRICKS.length + 1 });
});
