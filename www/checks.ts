/** The stateless functions: each asks the module once and unpacks its answer. */

import { assertLoaded } from "./catalog.ts";
import { optionError } from "./errors.ts";
import { givenCaret, givenNumber, givenText } from "./given.ts";
import { wasm } from "./instance.ts";
import { brandId, brandsFound, type FieldCheck, fieldCheck, unpair } from "./packed.ts";
import { leaveText, takeFormatted } from "./short-text.ts";
import type { Brand, BrandId } from "./wasm/cardlet.js";

/** The verdict on a card number. */
export interface NumberCheck extends FieldCheck {
  /** The brand; `unknown` for a valid number of no known brand; null while it can't be told. */
  readonly brand: BrandId | null;
  /** The brands that it can have, best first. */
  readonly brands: readonly Brand[];
}

/** The verdict on an expiry. */
export interface ExpiryCheck extends FieldCheck {
  /** 1 to 12, once it is certain. */
  readonly month: number | null;
  /** Four digits. */
  readonly year: number | null;
}

const ALL_BRANDS = 0xffff_ffff;
/** An index that no brand has. */
const NO_BRAND = 0xffff_ffff;

/** The brands that a number can be told to be of. */
type KnownBrandId = Exclude<BrandId, "unknown">;

/**
 * Checks a card number. Digits of any script count; blanks and dashes are passed over. A number of
 * no known brand is valid with 12 to 19 digits, not all alike, and a right checksum: the server
 * decides. Without `brands`, or with an empty list, every brand is accepted.
 *
 * @example
 * checkNumber("4111 1111 1111 1111").brand // → "visa"
 * checkNumber("4111 1111 1111 1111", { brands: ["mastercard"] }).code // → "unsupported_brand"
 *
 * @throws {CardletError} `invalid_option` when one of `brands` is none that is known.
 */
export function checkNumber(text: string, options?: { brands?: readonly KnownBrandId[] }): NumberCheck {
  const accepted = options?.brands ? brandMask(options.brands) : ALL_BRANDS;
  const given = givenText("text", text);
  const length = leaveText(given);
  const packed = length < 0 ? wasm.checkNumber(given, accepted) : wasm.checkShortNumber(length, accepted);
  const [verdict, found] = unpair(packed);
  const { empty, valid, potentiallyValid, code } = fieldCheck(verdict);
  const { brand, brands } = brandsFound(found);
  return { empty, valid, potentiallyValid, code, brand: brandId(brand, valid), brands };
}

/**
 * Checks an expiry such as `3/29`, `03 / 2029`, `0329` or `2029-03`. A card is good until its month
 * is over everywhere on Earth, and at most `maxYearsAhead` years (20) from `now` (the clock's).
 *
 * @example
 * checkExpiry("2029-03", { now: new Date("2026-11-21") }).month // → 3
 * checkExpiry("03/60", { now: new Date("2026-11-21") }).code // → "invalid_expiry_year"
 * checkExpiry("03/60", { now: new Date("2026-11-21"), maxYearsAhead: 40 }).valid // → true
 *
 * @throws {CardletError} `invalid_option` when `now` is no date or `maxYearsAhead` no number.
 */
export function checkExpiry(text: string, options?: { now?: Date; maxYearsAhead?: number }): ExpiryCheck {
  assertLoaded();
  const now = givenNumber("now", (options?.now ?? new Date()).getTime?.());
  const maxYearsAhead = givenNumber("maxYearsAhead", options?.maxYearsAhead ?? 20);
  const [verdict, date] = unpair(wasm.checkExpiry(givenText("text", text), now, maxYearsAhead));
  return { ...fieldCheck(verdict), month: date & 15 || null, year: date >>> 4 || null };
}

/**
 * Checks a security code. Without a brand, as of a number that tells of none yet, three or four
 * digits are valid.
 *
 * @example
 * checkCvc("123", { brand: "american_express" }).code // → "incomplete_cvc"
 *
 * @throws {CardletError} `invalid_option` when `brand` is none that is known.
 */
export function checkCvc(text: string, options?: { brand?: BrandId | null }): FieldCheck {
  assertLoaded();
  const id = options?.brand ?? "unknown";
  const brand = id === "unknown" ? NO_BRAND : givenNumber("brand", wasm.brandIndex(givenText("brand", id)));
  return fieldCheck(wasm.checkCvc(givenText("text", text), brand));
}

/**
 * Checks the name on a card. It is refused when it looks like a card number.
 *
 * @example
 * checkName("Zoë O’Hara").valid // → true
 */
export function checkName(text: string): FieldCheck {
  assertLoaded();
  return fieldCheck(wasm.checkName(givenText("text", text)));
}

/**
 * Checks a postal code against the shapes of its country (ISO 3166-1 alpha-2, any case), never for
 * whether it exists. Case, blanks, dashes and Japan's `〒` don't matter, nor do one to three letters
 * before a code that begins with a digit, as in `CH-8001`. Without a country, or in one that has no
 * rule, 3 to 10 letters or digits are valid.
 *
 * @example
 * checkPostalCode("k1a 0b1", { country: "CA" }).valid // → true
 * checkPostalCode("CH-8001", { country: "CH" }).valid // → true
 * checkPostalCode("K1A", { country: "CA" }).code // → "incomplete_postal_code"
 */
export function checkPostalCode(text: string, options?: { country?: string }): FieldCheck {
  assertLoaded();
  const country = givenText("country", options?.country ?? "");
  return fieldCheck(wasm.checkPostalCode(givenText("text", text), country));
}

/**
 * The brands that a number with these first digits can have, best first: none for a prefix that no
 * brand has, every brand for "".
 *
 * @example
 * detectBrands("37")[0]?.id // → "american_express"
 */
export function detectBrands(prefix: string): readonly Brand[] {
  const given = givenText("prefix", prefix);
  const length = leaveText(given);
  return brandsFound(length < 0 ? wasm.detectBrands(given) : wasm.detectShortBrands(length)).brands;
}

/**
 * Writes a number with its brand's gaps; the caret, in UTF-16 units, stays behind its digit. It is
 * the end without one.
 *
 * @example
 * formatNumber("378282246310005").text // → "3782 822463 10005"
 */
export function formatNumber(text: string, caret?: number | null): { text: string; caret: number } {
  const given = givenText("text", text);
  const at = givenCaret(caret, given);
  const length = leaveText(given);
  if (length < 0) return wasm.formatNumber(given, at);
  return takeFormatted(given, wasm.formatShortNumber(length, at));
}

/**
 * Writes an expiry as `MM / YY` or `MM / YYYY`; the caret stays behind its digit.
 *
 * @example
 * formatExpiry("13").text // → "01 / 3"
 */
export function formatExpiry(text: string, caret?: number | null): { text: string; caret: number } {
  const given = givenText("text", text);
  const at = givenCaret(caret, given);
  const length = leaveText(given);
  if (length < 0) return wasm.formatExpiry(given, at);
  return takeFormatted(given, wasm.formatShortExpiry(length, at));
}

/** Is it a brand's id, or an alias? */
export function isBrand(id: string): boolean {
  return wasm.brandIndex(givenText("brands", id)) !== undefined;
}

/** The mask of these brands in the module's order; of all when none are named. */
export function brandMask(brands: readonly string[]): number {
  assertLoaded();
  if (!Array.isArray(brands)) throw optionError("brands");
  const bit = (id: string): number => 1 << givenNumber("brands", wasm.brandIndex(givenText("brands", id)));
  return brands.reduce((mask, id) => mask | bit(id), 0) || ALL_BRANDS;
}
