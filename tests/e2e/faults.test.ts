import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { TEST_CARD } from "./support/card.ts";
import { type Checkout, openCheckout } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { shows } from "./support/gate.ts";
import { type HostileApi, startHostileApi } from "./support/hostile-api.ts";
import { findRuns } from "./support/memory.ts";
import type { Mode } from "./support/mode.ts";
import { type RecordingProxy, startProxy } from "./support/proxy.ts";
import { hostileBodies } from "./tables/hostile-bodies.ts";
import { GOOD, NETWORK_FAULTS, type NetworkFault, reply } from "./tables/network-faults.ts";

const engine = await launch("chromium");
after(() => engine.close());

/** A number without a repeated run, and a code that no table and no time holds. */
const CARD = { number: "378282246310005", expiry: TEST_CARD.expiry, cvc: "8362" };
const FIELDS = ["number", "expiry", "cvc"] as const;
const SHOWN = ["3782 822463 10005", `12 / ${TEST_CARD.expiry.slice(2)}`, CARD.cvc];

/** A filled form, whose API and the way to it do what a row says. */
interface Line extends Checkout {
  server: HostileApi;
  proxy: RecordingProxy;
}

async function open(t: TestContext, mode: Mode): Promise<Line> {
  const server = await startHostileApi();
  t.after(() => server.close());
  const proxy = await startProxy({ host: "127.0.0.1", target: server.port });
  t.after(() => proxy.close());
  const checkout = await openCheckout(t, engine, { mode, account: { endpoint: proxy.url } });
  await checkout.card.fill(CARD);
  await checkout.card.listen();
  return { ...checkout, server, proxy };
}

/** Everything that can be read off an error. */
const ATTEMPT = `document.querySelector("cardlet-card").tokenize().then(
  (token) => { token.toString(); return { id: token.id, told: JSON.stringify(token) } },
  (error) => ({ facts: { ...error }, is: error instanceof Error && error.name,
    told: [error, error.stack, error.cause, JSON.stringify(error)].join() }))`;

interface Outcome {
  id?: string;
  facts?: { code: string; type: string; retryAfterMs?: number };
  is?: string;
  told: string;
}

/** Tries once; the error is typed, nothing of the card is in it, and the form is as it was. */
async function fail({ tab, card, server }: Line, code: string, sent: number): Promise<Outcome> {
  const before = server.bodies.length;
  const outcome = await tab.evaluate<Outcome>(ATTEMPT);
  assert.equal(outcome.facts?.code, code, outcome.told);
  assert.equal(outcome.is, "CardletError");
  assert.deepEqual(findRuns(Buffer.from(outcome.told), CARD.number, 7), [], outcome.told);
  assert.ok(!outcome.told.includes(CARD.cvc), outcome.told);
  assert.equal(server.bodies.length, before + sent, "cards that have arrived");
  assert.deepEqual(await Promise.all(FIELDS.map((field) => card.value(field))), SHOWN);
  assert.equal((await card.state()).busy, false);
  assert.equal(await card.ask("card.token"), null);
  return outcome;
}

/** Tries again, as a person does, when all is well; the token is spent then. */
async function succeed({ tab, card, server, proxy }: Line): Promise<void> {
  await proxy.heal();
  await tab.playwright.context().setOffline(false);
  await card.ask("void (card.timeout = 30)");
  server.behave({ answer: reply(201, GOOD) });
  const before = server.bodies.length;
  const outcome = await tab.evaluate<Outcome>(ATTEMPT);
  assert.equal(outcome.id, JSON.parse(GOOD).id, outcome.told);
  assert.equal(server.bodies.length, before + 1, "one request of the person's own");
  await card.ask("card.markConsumed()");
}

async function strike(line: Line, { answer, cors, fault, offline, timeout }: NetworkFault): Promise<void> {
  line.server.behave({ answer: answer ?? reply(501), ...(cors ? { cors } : {}) });
  if (timeout) await line.card.ask(`void (card.timeout = ${timeout})`);
  if (fault) await line.proxy.inject(fault);
  if (offline) await line.tab.playwright.context().setOffline(true);
}

for (const mode of ["inline", "hosted"] as const) {
  test(`${mode}: network faults end in their codes, keep the fields, and send no second card`, async (t) => {
    const line = await open(t, mode);
    await succeed(line);
    // A row that fails leaves this test going on.
    let cases = 0;
    for (const row of NETWORK_FAULTS) {
      await t.test(`${row.name}: ${row.code}`, async () => {
        await strike(line, row);
        const { facts } = await fail(line, row.code, row.sent ?? 1);
        const wait = facts?.retryAfterMs;
        if (row.wait) assert.ok(Number(wait) >= row.wait[0] && Number(wait) <= row.wait[1], `${wait} ms`);
        else assert.equal(wait, undefined);
        await succeed(line);
        cases += 1;
      });
    }
    assert.ok(NETWORK_FAULTS.length >= 30);
    shows(t, "G1", { cases, control: "the same form mints a token before and after each" });
  });

  test(`${mode}: hostile bodies end in typed errors that hold nothing of the card`, async (t) => {
    const line = await open(t, mode);
    const rows = hostileBodies(CARD);
    const echoed = rows.filter(({ body }) => findRuns(Buffer.from(body), CARD.number, 7).length > 0).length;
    assert.ok(rows.length >= 40 && echoed >= 25, `${rows.length} bodies, ${echoed} with the card`);
    let cases = 0;
    for (const { name, status, body, headers, code } of rows) {
      await t.test(`${name}: ${code}`, async () => {
        line.server.behave({ answer: (response) => void response.writeHead(status, headers).end(body) });
        await fail(line, code, 1);
        cases += 1;
      });
    }
    await succeed(line);
    shows(t, "G2", { cases, control: `${echoed} of the bodies hold the number` });
  });
}
