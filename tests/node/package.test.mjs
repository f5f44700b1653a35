import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import {
  CardletError,
  checkCvc,
  checkExpiry,
  checkName,
  checkNumber,
  checkPostalCode,
  createClient,
  detectBrands,
  explainRejection,
  formatExpiry,
  formatNumber,
  init,
} from "cardlet";

test("a call before init() says what is missing", () => {
  assert.throws(
    () => checkNumber("4111"),
    (error) => error instanceof CardletError && error.code === "not_initialized",
  );
});

test("a failed load can be tried again", async () => {
  const missing = new URL("./no-such-file.wasm", import.meta.url);
  await assert.rejects(init({ wasm: missing }), {
    name: "CardletError",
    type: "load",
    code: "wasm_load_failed",
  });
  await init();
  await init({ wasm: missing });
});

test("the module also loads from bytes that the caller has read", async () => {
  const bytes = await readFile(new URL(import.meta.resolve("cardlet/cardlet.wasm")));
  await init({ wasm: bytes });
});

test("the functions answer as documented", async () => {
  await init();
  const visa = checkNumber("4111 1111 1111 1111");
  assert.deepEqual(
    { ...visa, brands: visa.brands.map(({ id }) => id) },
    { empty: false, valid: true, potentiallyValid: true, code: null, brand: "visa", brands: ["visa"] },
  );
  assert.equal(checkNumber("9999 9999 9999 9995").brand, "unknown");
  assert.equal(checkNumber("4111", { brands: ["mastercard"] }).code, "unsupported_brand");
  assert.equal(checkNumber("4111", { brands: [] }).code, "incomplete_number");
  const expiry = checkExpiry("2029-03", { now: new Date("2026-11-21") });
  assert.deepEqual([expiry.valid, expiry.month, expiry.year], [true, 3, 2029]);
  assert.equal(checkExpiry("03/29", { now: new Date("2030-01-02") }).code, "invalid_expiry_year_past");
  assert.equal(checkExpiry("03/60", { now: new Date("2026-11-21"), maxYearsAhead: 40 }).valid, true);
  assert.equal(checkCvc("123", { brand: "american_express" }).code, "incomplete_cvc");
  assert.equal(checkCvc("123").valid, true);
  assert.equal(checkCvc("123", { brand: "unknown" }).valid, true);
  assert.equal(checkName("Zoë O’Hara").valid, true);
  assert.equal(checkName("4111 1111 1111 1111").code, "card_number_in_name");
  assert.deepEqual(checkPostalCode("k1a 0b1", { country: "ca" }), {
    empty: false,
    valid: true,
    potentiallyValid: true,
    code: null,
  });
  assert.deepEqual(checkPostalCode("K1A", { country: "CA" }), {
    empty: false,
    valid: false,
    potentiallyValid: true,
    code: "incomplete_postal_code",
  });
  assert.deepEqual(checkPostalCode("K1A", { country: "US" }), {
    empty: false,
    valid: false,
    potentiallyValid: false,
    code: "invalid_postal_code",
  });
  assert.equal(checkPostalCode("").empty, true);
  assert.equal(checkPostalCode("94107", {}).valid, true);
  assert.equal(checkPostalCode("abc", { country: "HK" }).valid, true);
  assert.equal(detectBrands("37")[0]?.id, "american_express");
  assert.deepEqual(formatNumber("378282246310005", 4), { text: "3782 822463 10005", caret: 4 });
  assert.deepEqual(formatExpiry("13"), { text: "01 / 3", caret: 6 });
  for (const [caret, kept] of [
    [null, 6],
    [Infinity, 6],
    [99, 6],
    [-1, 0],
  ]) {
    assert.deepEqual(formatNumber("41111", caret), { text: "4111 1", caret: kept });
    assert.deepEqual(formatExpiry("13", caret), { text: "01 / 3", caret: kept });
  }
});

test("an expiry's clock and limit are held, and wrong ones are refused", async () => {
  await init();
  const now = new Date("2026-11-21");
  const code = (text, options) => checkExpiry(text, options).code;
  assert.equal(code("12/46", { now }), null);
  assert.equal(code("01/47", { now }), "invalid_expiry_year");
  assert.equal(code("12/26", { now, maxYearsAhead: 0 }), null);
  assert.equal(code("01/27", { now, maxYearsAhead: 0 }), "invalid_expiry_year");
  assert.equal(code("12/26", { now, maxYearsAhead: -1 }), null);
  assert.equal(code("12/99", { now, maxYearsAhead: 70_000 }), null);
  assert.equal(code("12/99", { now, maxYearsAhead: Infinity }), null);
  // Without a clock it is the machine's.
  const year = new Date().getUTCFullYear();
  assert.equal(code(`12/${year + 1}`), null);
  assert.equal(code(`01/${year - 1}`), "invalid_expiry_year_past");
  for (const [option, value] of [
    ["now", new Date("tomorrow")],
    ["maxYearsAhead", Number.NaN],
  ]) {
    assert.throws(() => checkExpiry("12/46", { [option]: value }), {
      name: "CardletError",
      type: "configuration",
      code: "invalid_option",
      option,
    });
  }
});

/** What a call with these arguments says is wrong. */
const WRONG = [
  ["text", checkNumber, 4111],
  ["text", checkNumber, {}],
  ["text", checkNumber, undefined],
  ["brands", checkNumber, "4", { brands: [4] }],
  ["brands", checkNumber, "4", { brands: "visa" }],
  ["brands", checkNumber, "4", { brands: ["visa", "mastercad"] }],
  ["brands", checkNumber, "4", { brands: ["visa", "unknown"] }],
  ["text", checkExpiry, 1229],
  ["now", checkExpiry, "12/29", { now: 5 }],
  ["now", checkExpiry, "12/29", { now: "2026-11-21" }],
  ["maxYearsAhead", checkExpiry, "12/29", { maxYearsAhead: 20n }],
  ["maxYearsAhead", checkExpiry, "12/29", { maxYearsAhead: "20" }],
  ["text", checkCvc, 123],
  ["text", checkCvc, null],
  ["brand", checkCvc, "123", { brand: 4 }],
  ["brand", checkCvc, "123", { brand: "amexx" }],
  ["text", checkName, 5],
  ["text", checkName, Symbol("Ada")],
  ["text", checkPostalCode, 12345],
  ["country", checkPostalCode, "1", { country: 5 }],
  ["prefix", detectBrands, 4],
  ["prefix", detectBrands, undefined],
  ["text", formatNumber, 4111],
  ["text", formatNumber, null],
  ["caret", formatNumber, "4111", 1n],
  ["text", formatExpiry, ["12"]],
  ["caret", formatExpiry, "12", "2"],
  ["provider", explainRejection, 5, { status: 422 }],
  ["token", explainRejection, "checkout", { status: 422 }, { id: 5 }],
];

test("an argument of another type is named, and breaks nothing", async () => {
  await init();
  for (const [option, call, ...given] of WRONG) {
    const expected = { name: "CardletError", type: "configuration", code: "invalid_option", option };
    assert.throws(() => call(...given), expected, `${call.name} ${String(given[0])}`);
  }
  const client = createClient({
    provider: "univapay",
    publicKey: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJkZW1vIn0.c2lnbmF0dXJl",
  });
  for (const [code, request] of [
    ["missing_option", {}],
    ["missing_option", { paymentType: undefined }],
    ["invalid_option", { paymentType: 5 }],
    ["invalid_option", { paymentType: "cash" }],
    ["unsupported_operation", { paymentType: "card" }],
  ]) {
    await assert.rejects(client.tokenize(request), { type: "configuration", code, option: "paymentType" });
  }
  assert.equal(checkNumber("4111 1111 1111 1111").valid, true);
});

test("a security code is checked beside a number that tells of no brand", async () => {
  await init();
  for (const [number, code, expected] of [
    ["", "123", null],
    ["", "1234", null],
    ["9999 9999 9999 9995", "1234", null],
    ["3782", "123", "incomplete_cvc"],
  ]) {
    assert.equal(checkCvc(code, { brand: checkNumber(number).brand }).code, expected, `${number} ${code}`);
  }
});

test("the first digits tell of no brand where no number begins so", async () => {
  await init();
  for (const [prefix, brands] of [
    ["abc", []],
    ["4x", []],
    ["x", []],
    ["0", []],
    ["37 8", ["american_express"]],
    // What is wrong at its end is still of its brand.
    ["2223 0031 2200 3223", ["mastercard"]],
  ]) {
    const ids = detectBrands(prefix).map(({ id }) => id);
    assert.deepEqual(ids, brands, prefix);
  }
  assert.equal(detectBrands("").length, 19);
});

test("a text that would fill the module's memory is read in part, and is not valid", async () => {
  await init();
  const end = " ".repeat(1_300_000);
  for (const [check, text] of [
    [checkNumber, "4111 1111 1111 1111"],
    [checkExpiry, "12/29"],
    [checkCvc, "123"],
    [checkName, "Ada Lovelace"],
    [checkPostalCode, "94107"],
  ]) {
    for (const long of [text + end, text.repeat(300_000), "Ж".repeat(1_300_000)]) {
      assert.equal(check(long).valid, false, `${check.name} ${long.slice(0, 20)}`);
    }
    assert.equal(check(text).valid, true, check.name);
  }
  assert.equal(formatNumber("4".repeat(1_300_000)).text, "4444 4444 4444 4444 444");
  assert.equal(formatExpiry(`12/29${end}`).text, "12 / 29");
  assert.deepEqual(detectBrands(`4${end}`), []);
  assert.equal(explainRejection("checkout", { status: 422, body: end }).type, "provider");
});

test("importing the element on a server does nothing", async () => {
  const before = Object.keys(globalThis);
  const { define } = await import("cardlet/define");
  define("other-tag");
  assert.deepEqual(Object.keys(globalThis), before);
});
