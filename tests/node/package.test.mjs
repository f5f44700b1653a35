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
  detectBrands,
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
  const expiry = checkExpiry("2029-03", { now: new Date("2026-11-21") });
  assert.deepEqual([expiry.valid, expiry.month, expiry.year], [true, 3, 2029]);
  assert.equal(checkExpiry("03/29", { now: new Date("2030-01-02") }).code, "invalid_expiry_year_past");
  assert.equal(checkExpiry("03/60", { now: new Date("2026-11-21"), maxYearsAhead: 40 }).valid, true);
  assert.equal(checkCvc("123", { brand: "american_express" }).code, "incomplete_cvc");
  assert.equal(checkCvc("123").valid, true);
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

test("importing the element on a server does nothing", async () => {
  const before = Object.keys(globalThis);
  const { define } = await import("cardlet/define");
  define("other-tag");
  assert.deepEqual(Object.keys(globalThis), before);
});
