import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { Card, TEST_CARD } from "./support/card.ts";
import { type EngineName, launch } from "./support/engine.ts";
import { type FakeAnswer, startFakeApi } from "./support/fake-api.ts";
import { shows } from "./support/gate.ts";
import {
  describeCopies,
  findCopies,
  findRuns,
  KEEP_MEMORY,
  readMemory,
  spoilMemory,
} from "./support/memory.ts";
import { inlineOnly, MODE } from "./support/mode.ts";
import { defaultAccount } from "./support/pages.ts";
import { retry } from "./support/retry.ts";
import { type CardTag, startShop } from "./support/shop.ts";

/** A security code of four digits that no table and no time holds, and a number without a repeated run. */
const CARD = { number: "378282246310005", expiry: TEST_CARD.expiry, cvc: "8362" };
const TOKEN = "tok_bcdfghjkmnpqrstvbcdfghjk";

/** The deadline of the form under test; its timer rings when the test says so. */
const TIMEOUT_S = 7.777;
const RING_ON_DEMAND = `
  const { setTimeout: start } = globalThis;
  globalThis.setTimeout = (callback, ms, ...parameters) =>
    ms === ${TIMEOUT_S * 1000} ? void (globalThis.ring = callback) : start(callback, ms, ...parameters);
`;

/** What runs before the module, wherever that is. */
const WATCH = KEEP_MEMORY + RING_ON_DEMAND;
const WATCHED_FRAME = {
  "/watch.js": WATCH,
  "/frame.html": readFileSync(new URL("../../dist/frame.html", import.meta.url), "utf8").replace(
    '<script type="module"',
    '<script src="watch.js"></script>$&',
  ),
};

const FORM = (card: CardTag) => `<script>${WATCH}</script><form id="form">
${card(`name="paymentToken" required timeout="${TIMEOUT_S}"`)}<button>Pay</button></form>
<script>
  globalThis.card = document.querySelector("cardlet-card");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    globalThis.outcome = new FormData(form).get("paymentToken");
  });
</script>`;

/** Calls `tokenize()`; its outcome is kept in the page. */
const START = `void (globalThis.leave = new AbortController(), card.tokenize({ signal: leave.signal }).then(
  (token) => globalThis.outcome = token.id, (error) => globalThis.outcome = error.code))`;

interface Ending {
  name: string;
  /** What ends the attempt: the API's answer, or an expression in the page, or where the module is. */
  by: { answer: FakeAnswer } | { script: string } | { among: string };
  /** The token or the code that the attempt ends with; none where that is nobody's business. */
  outcome?: string;
  /** Runs in the page before the attempt. */
  before?: string;
  /** How many instances the page has by the end; default: 1. */
  instances?: number;
  /** Runs where the module is before the attempt. */
  beforeAmong?: string;
  skip?: string | false;
}

/** Nothing is left to look at then. */
const LEAVES = inlineOnly("a frame that leaves the page takes its memory along");

const json = (status: number, body: unknown): { answer: FakeAnswer } => ({
  answer: { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
});
const echo = { pan: CARD.number, cvv: CARD.cvc, text: `number ${CARD.number}, code ${CARD.cvc}` };

const ENDINGS: Ending[] = [
  { name: "a token", by: json(201, { id: TOKEN }), outcome: TOKEN },
  {
    name: "a token with the card repeated beside it",
    by: json(201, { id: TOKEN, paymentInstrument: echo, riskMetadata: [echo] }),
    outcome: TOKEN,
  },
  {
    name: "a token, whose listeners all throw",
    before: `["change", "token"].forEach((type) => card.addEventListener("cardlet-" + type, () => { throw Error(type) }))`,
    by: json(201, { id: TOKEN }),
    outcome: TOKEN,
  },
  { name: "an id that repeats the card", by: json(201, { id: CARD.number }), outcome: "unexpected_response" },
  {
    name: "60 KiB that repeat the card",
    by: { answer: { status: 200, body: `${CARD.number} ${CARD.cvc}\n`.repeat(2900) } },
    outcome: "unexpected_response",
  },
  { name: "401", by: json(401, echo), outcome: "invalid_public_key" },
  {
    name: "422 for the number",
    by: json(422, { invalidFields: [{ field: "paymentInstrument.pan", message: CARD.number }] }),
    outcome: "invalid_number",
  },
  {
    name: "503 in HTML",
    by: { answer: { status: 503, body: "<h1>down</h1>" } },
    outcome: "provider_unavailable",
  },
  { name: "a dropped connection", by: { answer: "drop" }, outcome: "connection_failed" },
  {
    name: "no network",
    beforeAmong: `void Object.defineProperty(navigator, "onLine", { value: false })`,
    by: { answer: "drop" },
    outcome: "offline",
  },
  { name: "the deadline", by: { among: "ring()" }, outcome: "timeout" },
  { name: "an abort", by: { script: "leave.abort()" }, outcome: "aborted" },
  { name: "unmounting", by: { script: "card.remove()" }, outcome: "destroyed", skip: LEAVES },
  {
    name: "other fields",
    by: { script: `card.setAttribute("fields", "number cvc")` },
    outcome: "destroyed",
    skip: LEAVES,
  },
  {
    name: "a trap",
    by: {
      among: `void (() => { ${spoilMemory(CARD.number, CARD.cvc)} try { document.querySelector("cardlet-card").validate() } catch {} })()`,
    },
    outcome: "wasm_trapped",
    instances: 2,
  },
  { name: "clear()", by: { script: "card.clear()" } },
  { name: "form.reset()", by: { script: "form.reset()" } },
  { name: "pagehide", by: { script: `void dispatchEvent(new PageTransitionEvent("pagehide"))` } },
];

/** What ends a filled form's life before any request. */
const IDLE_ENDINGS: [name: string, script: string, skip?: string | false][] = [
  ["clear()", "card.clear()"],
  ["pagehide", `void dispatchEvent(new PageTransitionEvent("pagehide"))`],
  ["unmounting", "card.remove()", LEAVES],
  [
    "options that can't be used",
    `card.endpoint = "ftp:", card.tokenize().catch(() => undefined)`,
    inlineOnly("the endpoint is the frame's own"),
  ],
  [
    "a brand that is not accepted",
    `card.brands = "visa", card.tokenize().catch(() => undefined)`,
    inlineOnly("what is accepted is settled before the first key"),
  ],
];

/** Starts an engine with a form whose API holds every answer back until the test gives it. */
async function setUp(t: TestContext, name: EngineName) {
  let waiting: ((answer: FakeAnswer) => void)[] = [];
  let given: FakeAnswer | undefined;
  // A browser repeats a request by itself when the connection that it had kept open drops: the repeat gets
  // the same answer.
  const api = await startFakeApi(() => given ?? new Promise((resolve) => waiting.push(resolve)));
  t.after(() => api.close());
  let module: Promise<void> | undefined;
  const intercept = async (path: string) => {
    if (path.endsWith(".wasm")) await module;
    return false;
  };
  const shop = await startShop({
    account: defaultAccount(api.url),
    body: FORM,
    intercept,
    frame: { files: WATCHED_FRAME },
  });
  t.after(() => shop.close());
  const engine = await launch(name);
  t.after(() => engine.close());
  const page = await engine.newPage();
  const card = new Card(page);
  return {
    page,
    card,
    answer(answer: FakeAnswer) {
      given = answer;
      for (const give of waiting) give(answer);
    },
    /** A form that is filled while its module is still on the way. */
    async openEarly() {
      let arrive = () => {};
      module = new Promise((resolve) => {
        arrive = resolve;
      });
      await page.goto(shop.url);
      await card.fill(CARD);
      assert.equal(await page.evaluate("moduleMemories.length"), 0);
      arrive();
      await card.ready();
    },
    /** A fresh form, filled with real keys. */
    async open() {
      waiting = [];
      given = undefined;
      await page.goto(shop.url);
      await card.ready();
      await assertNoCard(card, "before typing");
      await card.fill(CARD);
    },
    /** Waits for the request and proves that the scan would find a copy. */
    async held() {
      await retry("the request", 20_000, async () => assert.equal(waiting.length, 1));
      const memory = await readMemory(card);
      for (const digits of [CARD.number, CARD.cvc]) assert.ok(findCopies(memory, digits).length >= 1, digits);
    },
  };
}

/** Asserts that the memory holds no code and not even seven digits of the number. */
async function assertNoCard(card: Card, when: string, instances?: number): Promise<void> {
  const look = async () => {
    const memory = await readMemory(card, instances);
    const left = [...findRuns(memory, CARD.number, 7), ...findCopies(memory, CARD.cvc)];
    assert.equal(describeCopies(memory, left), "", `${when} the memory holds digits of the card`);
  };
  // A frame hears a little later of what the page has done.
  if (MODE === "hosted") await retry(when, 20_000, look);
  else await look();
}

const SCANNED: [bytes: Buffer, copies: string[]][] = [
  [Buffer.from(`xx${CARD.number}x`), ["2 ascii"]],
  [Buffer.from("3782 822463 10005 3782-8224-6310-005"), ["0 ascii", "18 ascii"]],
  [Buffer.from(`x${CARD.number}`, "utf16le"), ["2 utf-16"]],
  [Buffer.from("3782 822463 10005", "utf16le"), ["0 utf-16"]],
  [Buffer.from([...CARD.number].join("\0\0\0")), ["0 utf-32"]],
  [Buffer.from(`x${CARD.number.slice(3, 10)}x${CARD.number.slice(0, 6)}x`), ["1 ascii"]],
  [Buffer.from("3782  822463  10005 378282--246310"), []],
  [Buffer.from("3782821463100"), []],
];

test("the scan finds seven digits of a number however they are written, each place once", () => {
  for (const [bytes, copies] of SCANNED) {
    const found = findRuns(bytes, CARD.number, 7).map(({ at, form }) => `${at} ${form}`);
    assert.deepEqual(found, copies, bytes.toString("latin1"));
  }
  const memory = Buffer.from(`\0\xff${CARD.number}x`, "latin1");
  assert.equal(
    describeCopies(memory, findCopies(memory, CARD.number)),
    `0x000002..0x000011 ascii .x[${"9".repeat(15)}]a`,
  );
});

for (const name of ["chromium", "firefox"] as const) {
  test(`${name}: the module's memory holds nothing of the card after`, async (t) => {
    const { page, card, open, openEarly, held, answer } = await setUp(t, name);
    // A part that fails leaves this test going on, and is none of its cases.
    let cases = 0;
    const end = (by: Ending["by"]) => {
      if ("answer" in by) return answer(by.answer);
      return "script" in by ? page.evaluate(by.script) : card.among(by.among);
    };

    await t.test("the fields were filled and left", async () => {
      await open();
      await page.press("Tab");
      await assertNoCard(card, "after typing");
    });

    for (const { name, by, before, beforeAmong, outcome, instances, skip = false } of ENDINGS) {
      await t.test(`a request that ends with ${name}`, { skip }, async () => {
        await open();
        if (before) await page.evaluate(before);
        if (beforeAmong) await card.among(beforeAmong);
        await page.evaluate(START);
        await held();
        await end(by);
        if (outcome !== undefined) {
          await page.waitFor("globalThis.outcome !== undefined");
          assert.equal(await page.evaluate("outcome"), outcome);
        }
        await assertNoCard(card, `after ${name}`, instances);
        cases += 1;
      });
    }

    await t.test("a form that was submitted twice", async () => {
      await open();
      await page.press("Enter");
      await page.press("Enter");
      await held();
      await page.press("Enter");
      answer(json(201, { id: TOKEN }).answer);
      await page.waitFor("globalThis.outcome !== undefined");
      assert.equal(await page.evaluate("outcome"), TOKEN);
      await assertNoCard(card, "after a double submit");
      cases += 1;
    });

    for (const [name, script, skip = false] of IDLE_ENDINGS) {
      await t.test(`${name}, without a request`, { skip }, async () => {
        await open();
        await page.press("Tab");
        await page.evaluate(script);
        await assertNoCard(card, `after ${name}`);
        cases += 1;
      });
    }

    const skip = inlineOnly("a frame takes no text before its module has arrived");
    await t.test("a form that was filled before the module arrived", { skip }, async () => {
      await openEarly();
      await assertNoCard(card, "after adopting what was typed");
    });

    await t.test("a field that is not valid", async () => {
      await open();
      await card.enter("expiry");
      await page.press("Backspace");
      await page.evaluate(START);
      await page.waitFor("globalThis.outcome !== undefined");
      assert.equal(await page.evaluate("outcome"), "incomplete_expiry");
      await assertNoCard(card, "after a refusal");
    });

    shows(t, "M1", { cases, control: "each finds number and code before the end", engine: name });
  });
}

/** Answers every request in the page itself: a thousand of them take no network. */
const ANSWER = `globalThis.fetch = async () => new Response('{"id":"${TOKEN}"}', { status: 201 })`;

for (const name of ["chromium", "firefox"] as const) {
  test(`${name}: the module's memory is as large after 1,000 tokens as after 50`, async (t) => {
    const { card, open } = await setUp(t, name);
    await open();
    await card.among(`void (${ANSWER})`);
    const mint = (count: number) =>
      card.among<number>(`(async () => {
        const card = document.querySelector("cardlet-card");
        for (let index = 0; index < ${count}; index++) {
          await card.tokenize();
          card.markConsumed();
        }
        return moduleMemories[0].buffer.byteLength;
      })()`);
    const early = await mint(50);
    assert.equal(await mint(950), early);
    await assertNoCard(card, "after 1,000 tokens");
  });
}
