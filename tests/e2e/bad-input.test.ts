import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { after, before, test } from "node:test";
import texts from "../../www/locales/en.json" with { type: "json" };
import created from "../fixtures/rebilly/token-created.json" with { type: "json" };
import { Card, type FieldName, TEST_CARD } from "./support/card.ts";
import { launch } from "./support/engine.ts";
import type { ChromiumEngine, ChromiumPage } from "./support/engines/chromium.ts";
import type { Fault } from "./support/fault.ts";
import { type Behaviour, type HostileApi, startHostileApi } from "./support/hostile-api.ts";
import { findRuns } from "./support/memory.ts";
import { countMessages } from "./support/messages.ts";
import { defaultAccount } from "./support/pages.ts";
import { type RecordingProxy, startProxy } from "./support/proxy.ts";
import { type Shop, startShop } from "./support/shop.ts";

/** A number without a repeated run, so that any seven of its digits can be told from chance. */
const CARD = { number: "378282246310005", expiry: TEST_CARD.expiry, cvc: "8362" };
const FIELDS = ["number", "expiry", "cvc"] as const;
const LARGEST = 64 * 1024;

/** What a page can tell of an error. */
interface Facts {
  type: string;
  code: string;
  field?: FieldName;
  status?: number;
  retryable: boolean;
}

interface Case {
  name: string;
  answer?: Behaviour["answer"];
  cors?: Behaviour["cors"];
  /** What happens on the way to the API. */
  fault?: Fault;
  /** How many cards the API gets to see; default: 1. */
  sent?: number;
  offline?: boolean;
  timeout?: string;
  error: Facts;
  /** The least and the most of `retryAfterMs`. */
  wait?: [least: number, most: number];
  /** The least and the most time that the attempt takes, in ms. */
  takes?: [least: number, most: number];
}

const JSON_TYPE = { "content-type": "application/json" };
const good = JSON.stringify(created.response.body);

function reply(
  status: number,
  body: unknown = "",
  headers: Record<string, string> = {},
): Behaviour["answer"] {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return (response) => void response.writeHead(status, { ...JSON_TYPE, ...headers }).end(text);
}

/** Problem JSON as the provider sends it, with the card in every text. */
function problem(
  status: number,
  more: object = {},
  headers: Record<string, string> = {},
): Behaviour["answer"] {
  const detail = `${CARD.number} with ${CARD.cvc} is refused`;
  return reply(status, { type: "about:blank", title: detail, status, detail, ...more }, headers);
}

function invalid(...fields: string[]): Behaviour["answer"] {
  return problem(422, { invalidFields: fields.map((field) => ({ field, message: CARD.number })) });
}

const html: Record<string, string> = { "content-type": "text/html" };
const HTML = `<!doctype html><h1>${CARD.number}</h1>`;
const inSeconds = (seconds: number) => Math.round(Date.now() / 1000) + seconds;
const httpDate = (seconds: number) => new Date(inSeconds(seconds) * 1000).toUTCString();

const network = (code: string): Facts => ({
  type: "network",
  code,
  retryable: code !== "response_too_large",
});
const limited: Facts = { type: "rate_limit", code: "rate_limited", status: 429, retryable: true };
const rejected = (status: number): Facts => ({
  type: "provider",
  code: "provider_rejected",
  status,
  retryable: false,
});
const unavailable = (status: number): Facts => ({
  type: "provider",
  code: "provider_unavailable",
  status,
  retryable: true,
});
const unexpected = (status: number): Facts => ({
  type: "provider",
  code: "unexpected_response",
  status,
  retryable: true,
});
const refused = (field: FieldName, code: string): Facts => ({
  type: "validation",
  code,
  field,
  status: 422,
  retryable: false,
});
const denied = (code: string, status: number): Facts => ({
  type: "authentication",
  code,
  status,
  retryable: false,
});

const CASES: Case[] = [
  // The key.
  { name: "401 in problem JSON", answer: problem(401), error: denied("invalid_public_key", 401) },
  { name: "401 in HTML", answer: reply(401, HTML, html), error: denied("invalid_public_key", 401) },
  { name: "403", answer: problem(403), error: denied("forbidden", 403) },

  // Fields.
  {
    name: "422 for pan",
    answer: invalid("paymentInstrument.pan"),
    error: refused("number", "invalid_number"),
  },
  {
    name: "422 for expMonth",
    answer: invalid("paymentInstrument.expMonth"),
    error: refused("expiry", "invalid_expiry_month"),
  },
  {
    name: "422 for expYear",
    answer: invalid("paymentInstrument.expYear"),
    error: refused("expiry", "invalid_expiry_year"),
  },
  { name: "422 for cvv", answer: invalid("paymentInstrument.cvv"), error: refused("cvc", "invalid_cvc") },
  {
    name: "422 for a field of nobody's and then cvv",
    answer: invalid("customer.id", "paymentInstrument.cvv"),
    error: refused("cvc", "invalid_cvc"),
  },
  { name: "422 for a field of nobody's", answer: invalid("customer.id"), error: rejected(422) },
  { name: "422 for a field named by the card", answer: invalid(CARD.number), error: rejected(422) },
  {
    name: "422 with fields of wrong types",
    answer: problem(422, { invalidFields: { field: ["paymentInstrument.pan"] } }),
    error: rejected(422),
  },
  { name: "422 without fields", answer: problem(422), error: rejected(422) },
  { name: "400", answer: problem(400), error: rejected(400) },

  // The rate. The server's clock and ours agree to a second.
  {
    name: "429 with X-RateLimit-Retry-After",
    answer: (response) => problem(429, {}, { "x-ratelimit-retry-after": String(inSeconds(90)) })(response),
    error: limited,
    wait: [88_000, 92_000],
  },
  {
    name: "429 with an X-RateLimit-Retry-After that is over",
    answer: (response) => problem(429, {}, { "x-ratelimit-retry-after": String(inSeconds(-90)) })(response),
    error: limited,
    wait: [0, 0],
  },
  {
    name: "429 with Retry-After in seconds",
    answer: problem(429, {}, { "retry-after": "120" }),
    error: limited,
    wait: [120_000, 120_000],
  },
  {
    name: "429 with Retry-After as a date",
    answer: (response) => problem(429, {}, { "retry-after": httpDate(60) })(response),
    error: limited,
    wait: [58_000, 62_000],
  },
  {
    name: "429 with a Retry-After of a day",
    answer: problem(429, {}, { "retry-after": "86400" }),
    error: limited,
    wait: [3_600_000, 3_600_000],
  },
  { name: "429 with no time", answer: problem(429), error: limited },
  {
    name: "429 with a time that is none",
    answer: problem(429, {}, { "retry-after": "soon" }),
    error: limited,
  },

  // The provider's own faults.
  { name: "500 in JSON", answer: problem(500), error: unavailable(500) },
  { name: "502 without a body", answer: reply(502), error: unavailable(502) },
  { name: "503 in HTML", answer: reply(503, HTML, html), error: unavailable(503) },
  {
    name: "503 with Retry-After",
    answer: reply(503, HTML, { ...html, "retry-after": "7" }),
    error: unavailable(503),
    wait: [7000, 7000],
  },

  // Answers that are no token.
  { name: "200 in HTML", answer: reply(200, HTML, html), error: unexpected(200) },
  { name: "201 in HTML that says it is JSON", answer: reply(201, HTML), error: unexpected(201) },
  { name: "201 without a body", answer: reply(201), error: unexpected(201) },
  { name: "201 with an array", answer: reply(201, [{ id: "tok_b" }]), error: unexpected(201) },
  { name: "201 with a text", answer: reply(201, JSON.stringify(CARD.number)), error: unexpected(201) },
  { name: "201 with half of its JSON", answer: reply(201, good.slice(0, 100)), error: unexpected(201) },
  {
    name: "201 nested 30,000 deep",
    answer: reply(201, `{"id":${"[".repeat(30_000)}`),
    error: unexpected(201),
  },
  { name: "201 without an id", answer: reply(201, { token: "tok_b" }), error: unexpected(201) },
  { name: "201 with an empty id", answer: reply(201, { id: "" }), error: unexpected(201) },
  {
    name: "201 with a number as its id",
    answer: reply(201, `{"id":${CARD.number}}`),
    error: unexpected(201),
  },
  { name: "201 with an id of 1 KiB", answer: reply(201, { id: "t".repeat(1024) }), error: unexpected(201) },
  {
    name: "201 with the card's number as its id",
    answer: reply(201, { id: CARD.number }),
    error: unexpected(201),
  },
  {
    name: "201 with an id around seven digits of the number",
    answer: reply(201, { id: `tok_${CARD.number.slice(3, 10)}x` }),
    error: unexpected(201),
  },
  {
    name: "201 with the code as its id",
    answer: reply(201, { id: `tok_${CARD.cvc}` }),
    error: unexpected(201),
  },
  { name: "202 with a token", answer: reply(202, good), error: unexpected(202) },
  { name: "204", answer: (response) => void response.writeHead(204).end(), error: unexpected(204) },
  { name: "404 in JSON", answer: problem(404), error: rejected(404) },
  { name: "404 in HTML", answer: reply(404, HTML, html), error: unexpected(404) },

  // Answers that are too large.
  {
    name: "a body of 64 KiB and a byte",
    answer: reply(201, good.padEnd(LARGEST + 1), { "content-length": String(LARGEST + 1) }),
    error: network("response_too_large"),
  },
  {
    name: "a body of 1 MiB in chunks",
    answer: (response) => {
      response.writeHead(201, JSON_TYPE);
      for (let chunk = 0; chunk < 64; chunk += 1) response.write(" ".repeat(16 * 1024));
      response.end(good);
    },
    error: network("response_too_large"),
  },
  {
    name: "an error page of 1 MiB",
    answer: reply(500, HTML.padEnd(1024 * 1024), html),
    error: unavailable(500),
  },

  // No answer.
  {
    name: "a server that hangs",
    answer: () => undefined,
    timeout: "1",
    error: network("timeout"),
    takes: [990, 2500],
  },
  {
    name: "a server that hangs in the middle of its answer",
    answer: (response) => void response.writeHead(201, JSON_TYPE).write(good.slice(0, 40)),
    timeout: "0.5",
    error: network("timeout"),
    takes: [490, 2000],
  },
  {
    name: "a port that nobody listens on",
    fault: { kind: "refuse" },
    sent: 0,
    error: network("connection_failed"),
  },
  {
    name: "a connection that drops before the answer",
    fault: { kind: "lose-reply", method: "POST" },
    answer: reply(201, good),
    error: network("connection_failed"),
  },
  {
    name: "a connection that drops in the answer's head",
    fault: { kind: "lose-reply", method: "POST", after: 40 },
    answer: reply(201, good),
    error: network("connection_failed"),
  },
  {
    name: "a connection that drops in the answer's body",
    answer: (response) => {
      response.writeHead(201, { ...JSON_TYPE, "content-length": String(good.length) });
      response.write(good.slice(0, 40), () => response.destroy());
    },
    error: network("connection_failed"),
  },
  {
    name: "an answer that is no HTTP",
    answer: (response) => void response.socket?.end("SSH-2.0-OpenSSH_9.9\r\n"),
    error: network("connection_failed"),
  },
  { name: "no network", offline: true, sent: 0, error: network("offline") },

  // Answers that the page may not read.
  {
    name: "an API that lets no page ask",
    cors: "none",
    answer: reply(201, good),
    sent: 0,
    error: network("connection_failed"),
  },
  {
    name: "an API that lets no page read its answers",
    cors: "preflight",
    answer: reply(201, good),
    error: network("connection_failed"),
  },
];

let engine: ChromiumEngine;
let api: HostileApi;
let elsewhere: HostileApi;
let proxy: RecordingProxy;
let shop: Shop;
let page: ChromiumPage;
let card: Card;
/** What the page complained about. */
const complaints: string[] = [];

before(async () => {
  api = await startHostileApi();
  elsewhere = await startHostileApi();
  proxy = await startProxy({ host: "127.0.0.1", target: api.port });
  shop = await startShop({
    account: defaultAccount(proxy.url),
    body: (card) => `<form>${card()}<button>Pay</button></form>`,
  });
  engine = await launch("chromium");
  page = await engine.newPage();
  await countMessages(page);
  card = new Card(page);
  page.playwright.on("pageerror", (error) => complaints.push(String(error)));
  page.playwright.on("console", (message) => {
    // The browser itself notes each failed request, and whom it did not let read an answer.
    const own = /^(Failed to load resource: |Access to fetch at )/.test(message.text());
    if (!own && ["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
});

after(async () => {
  await engine?.close();
  await Promise.all([shop?.close(), proxy?.close(), api?.close(), elsewhere?.close()]);
});

interface Outcome {
  id?: string;
  facts?: Facts & { certain?: boolean; retryAfterMs?: number };
  /** Everything that the error says, and its stack apart. */
  words?: string;
  stack?: string;
  is?: string;
  /** Was the form busy while it waited? */
  busy: boolean;
  ms: number;
}

const ATTEMPT = `(async () => {
  const start = performance.now();
  const card = document.querySelector("cardlet-card");
  let busy = false;
  card.addEventListener("cardlet-change", ({ detail }) => { busy ||= detail.busy });
  const attempt = card.tokenize();
  busy ||= card.state.busy;
  try {
    const { id } = await attempt;
    return { id, busy, ms: performance.now() - start };
  } catch (error) {
    const { stack, ...own } = Object.fromEntries(Object.getOwnPropertyNames(error).map((name) => [name, error[name]]));
    const words = String(error) + JSON.stringify(own) + String(error.cause);
    const is = error instanceof Error ? error.name : typeof error;
    return { facts: { ...error }, words, stack: String(stack), is, busy, ms: performance.now() - start };
  }
})()`;

/** Opens a fresh form and fills it. */
async function fill(): Promise<void> {
  complaints.length = 0;
  await page.goto(shop.url);
  await card.ready();
  await card.fill(CARD);
  await card.listen();
}

function shown(read: (name: FieldName) => Promise<string>): Promise<string[]> {
  return Promise.all(FIELDS.map(read));
}

for (const { name, answer, cors, fault, sent = 1, offline = false, timeout, error, wait, takes } of CASES) {
  test(`${name}: ${error.code}, the fields stay, and the next try brings a token`, async (t) => {
    t.after(() => Promise.all([proxy.heal(), page.playwright.context().setOffline(false)]));
    await fill();
    const typed = await shown((field) => card.value(field));
    assert.deepEqual(typed, ["3782 822463 10005", `12 / ${CARD.expiry.slice(2)}`, CARD.cvc]);
    if (timeout) await page.evaluate(`void (document.querySelector("cardlet-card").timeout = ${timeout})`);
    api.behave({ answer: answer ?? reply(501), ...(cors ? { cors } : {}) });
    if (fault) await proxy.inject(fault);
    if (offline) await page.playwright.context().setOffline(true);
    const before = api.bodies.length;

    const outcome = await page.evaluate<Outcome>(ATTEMPT);
    const { retryAfterMs, certain, ...facts } = outcome.facts ?? {};
    assert.deepEqual(facts, { name: "CardletError", ...error });
    assert.equal(certain, true);
    assert.equal(outcome.is, "CardletError");
    assert.equal(outcome.busy, true);
    if (wait)
      assert.ok(Number(retryAfterMs) >= wait[0] && Number(retryAfterMs) <= wait[1], `${retryAfterMs} ms`);
    else assert.equal(retryAfterMs, undefined);
    if (takes) assert.ok(outcome.ms >= takes[0] && outcome.ms <= takes[1], `it took ${outcome.ms} ms`);
    const said = `${outcome.words}${outcome.stack}`;
    assert.deepEqual(findRuns(Buffer.from(said), CARD.number, 7), [], said);
    assert.ok(!outcome.words?.includes(CARD.cvc), outcome.words);
    assert.equal(api.bodies.length, before + sent);

    assert.deepEqual(await shown((field) => card.value(field)), typed);
    assert.deepEqual(
      await shown((field) => card.error(field)),
      FIELDS.map((field) => (field === error.field ? texts[error.code as keyof typeof texts] : "")),
    );
    assert.equal((await card.state()).busy, false);
    assert.equal(await page.evaluate(`document.querySelector("cardlet-card").token`), null);

    await proxy.heal();
    await page.playwright.context().setOffline(false);
    api.behave({ answer: reply(201, good) });
    assert.equal((await page.evaluate<Outcome>(ATTEMPT)).id, created.response.body.id);
    assert.equal(api.bodies.length, before + sent + 1);
    assert.deepEqual(await card.events(), [
      { type: "cardlet-error", code: error.code },
      { type: "cardlet-token", id: created.response.body.id },
    ]);
    assert.deepEqual(complaints, []);
  });
}

const REDIRECTS = [301, 302, 303, 307, 308];

test("a redirect is not followed, wherever it leads", async () => {
  for (const status of REDIRECTS) {
    await fill();
    api.behave({ answer: reply(status, "", { location: `${elsewhere.url}/tokens` }) });
    const { facts } = await page.evaluate<Outcome>(ATTEMPT);
    assert.equal(facts?.code, "connection_failed", String(status));
    api.behave({ answer: reply(201, good) });
    assert.equal((await page.evaluate<Outcome>(ATTEMPT)).id, created.response.body.id);
  }
  assert.deepEqual(elsewhere.bodies, []);
  assert.deepEqual(complaints, []);
});

const ACCEPTED: [name: string, answer: (response: ServerResponse) => void][] = [
  ["201 as the provider sends it", reply(201, good)],
  ["200", reply(200, good)],
  ["a body of 64 KiB", reply(201, good.padEnd(LARGEST))],
  ["JSON that says it is HTML", reply(201, good, html)],
  [
    "an answer byte by byte",
    (response) => {
      response.writeHead(201, JSON_TYPE);
      for (const byte of Buffer.from(good)) response.write(Buffer.of(byte));
      response.end();
    },
  ],
  [
    "a token with the card repeated beside it",
    reply(201, { ...created.response.body, riskMetadata: { CARD } }),
  ],
];

test("an answer that is a token is taken, without what it repeats of the card", async () => {
  for (const [name, answer] of ACCEPTED) {
    await fill();
    api.behave({ answer });
    const token = await card.tokenize();
    assert.equal(token.id, created.response.body.id, name);
    const told = JSON.stringify(token);
    assert.deepEqual(findRuns(Buffer.from(told), CARD.number, 7), [], name);
    assert.ok(!told.includes(CARD.cvc), name);
  }
  assert.deepEqual(complaints, []);
});
