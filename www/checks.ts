/** The stateless functions: each asks the module once and unpacks its answer. */

import { catalog } from "./catalog.ts";
import { cardletError } from "./errors.ts";
import { wasm } from "./instance.ts";
import { brandId, brandsFound, type FieldCheck, fieldCheck, unpair } from "./packed.ts";
import { leaveText, takeFormatted } from "./short_text.ts";
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

/**
 * Checks a card number. Digits of any script count; blanks and dashes are passed over. A number of
 * no known brand is valid with 12 to 19 digits and a right checksum: the server decides.
 *
 * @example
 * checkNumber("4111 1111 1111 1111").brand // → "visa"
 * checkNumber("4111 1111 1111 1111", { brands: ["mastercard"] }).code // → "unsupported_brand"
 */
export function checkNumber(text: string, options?: { brands?: readonly BrandId[] }): NumberCheck {
  const accepted = options?.brands ? brandMask(options.brands) : ALL_BRANDS;
  const length = leaveText(text);
  const packed = length < 0 ? wasm.checkNumber(text, accepted) : wasm.checkShortNumber(length, accepted);
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
export function checkExpiry(text: string, options: { now?: Date; maxYearsAhead?: number } = {}): ExpiryCheck {
  catalog();
  const now = known("now", options.now?.getTime() ?? Date.now());
  const maxYearsAhead = known("maxYearsAhead", options.maxYearsAhead ?? 20);
  const [verdict, date] = unpair(wasm.checkExpiry(text, now, maxYearsAhead));
  return { ...fieldCheck(verdict), month: date & 15 || null, year: date >>> 4 || null };
}

/**
 * Checks a security code. Without a brand three or four digits are valid.
 *
 * @example
 * checkCvc("123", { brand: "american_express" }).code // → "incomplete_cvc"
 */
export function checkCvc(text: string, options: { brand?: BrandId } = {}): FieldCheck {
  catalog();
  const brand = options.brand === undefined ? undefined : wasm.brandIndex(options.brand);
  return fieldCheck(wasm.checkCvc(text, brand ?? ALL_BRANDS));
}

/**
 * Checks the name on a card. It is refused when it looks like a card number.
 *
 * @example
 * checkName("Zoë O’Hara").valid // → true
 */
export function checkName(text: string): FieldCheck {
  catalog();
  return fieldCheck(wasm.checkName(text));
}

/**
 * Checks a postal code against the shapes of its country (ISO 3166-1 alpha-2, any case), never for
 * whether it exists. Case, blanks and dashes don't matter. Without a country, or in one that has no
 * rule, 3 to 10 letters or digits are valid.
 *
 * @example
 * checkPostalCode("k1a 0b1", { country: "CA" }).valid // → true
 * checkPostalCode("K1A", { country: "CA" }).code // → "incomplete_postal_code"
 */
export function checkPostalCode(text: string, options: { country?: string } = {}): FieldCheck {
  catalog();
  return fieldCheck(wasm.checkPostalCode(text, options.country ?? ""));
}

/**
 * The brands that a number with these first digits can have, best first: none for a prefix that no
 * brand has, every brand for "".
 *
 * @example
 * detectBrands("37")[0]?.id // → "american_express"
 */
export function detectBrands(prefix: string): readonly Brand[] {
  const length = leaveText(prefix);
  return brandsFound(length < 0 ? wasm.detectBrands(prefix) : wasm.detectShortBrands(length)).brands;
}

/**
 * Writes a number with its brand's gaps; the caret, in UTF-16 units, stays behind its digit.
 *
 * @example
 * formatNumber("378282246310005").text // → "3782 822463 10005"
 */
export function formatNumber(text: string, caret: number = text.length): { text: string; caret: number } {
  const length = leaveText(text);
  if (length < 0) return wasm.formatNumber(text, caret);
  return takeFormatted(text, wasm.formatShortNumber(length, caret));
}

/**
 * Writes an expiry as `MM / YY` or `MM / YYYY`; the caret stays behind its digit.
 *
 * @example
 * formatExpiry("13").text // → "01 / 3"
 */
export function formatExpiry(text: string, caret: number = text.length): { text: string; caret: number } {
  const length = leaveText(text);
  if (length < 0) return wasm.formatExpiry(text, caret);
  return takeFormatted(text, wasm.formatShortExpiry(length, caret));
}

/** A number of an option's; a wrong one must not pass for a date or a limit. */
function known(option: string, value: number): number {
  if (!Number.isNaN(value)) return value;
  throw cardletError({ type: "configuration", code: "invalid_option", option, retryable: false });
}

/** The mask of these brands in the module's order; all of them when none are named. */
export function brandMask(brands: readonly string[] | undefined): number {
  catalog();
  if (!brands || brands.length === 0) return ALL_BRANDS;
  return brands.reduce((mask, id) => {
    const index = wasm.brandIndex(id);
    return index === undefined ? mask : mask | (1 << index);
  }, 0);
}
