/** Reads the module's packed answers; `src/web/packed.rs` writes them. */

import { catalog } from "./catalog.ts";
import type { Brand, BrandId, FieldCode } from "./wasm/cardlet.js";

/** The verdict on one text. */
export interface FieldCheck {
  /** Was nothing entered? */
  readonly empty: boolean;
  /** Is it valid as it stands? */
  readonly valid: boolean;
  /** Is it valid, or could more typing make it so? */
  readonly potentiallyValid: boolean;
  /** What is missing or wrong; null when valid. */
  readonly code: FieldCode | null;
}

export function fieldCheck(bits: number): FieldCheck {
  return {
    empty: (bits & 1) !== 0,
    valid: (bits & 2) !== 0,
    potentiallyValid: (bits & 4) !== 0,
    code: catalog().codes[((bits >> 8) & 0xff) - 1] ?? null,
  };
}

/** What a person has done with a field, beside its verdict. */
export function fieldFlags(bits: number) {
  return {
    focused: (bits & 8) !== 0,
    touched: (bits & 16) !== 0,
    dirty: (bits & 32) !== 0,
    refused: (bits & 64) !== 0,
  };
}

/** A brand and the candidates, best first. The object and its array are frozen and shared. */
export interface BrandsFound {
  readonly brand: Brand | null;
  readonly brands: readonly Brand[];
}

/** As many as the brands' ranges tell apart: some hundreds. */
const known = new Map<number, BrandsFound>();

/** The brand and the candidates; `bits` holds an index and one, and a mask above it. */
export function brandsFound(bits: number): BrandsFound {
  return known.get(bits) ?? learn(bits);
}

/** The brands that a co-badged card's holder may choose among, in the catalog's order, and the chosen one. */
export function choiceFound(bits: number): BrandsFound {
  const { brands } = brandsFound(bits - (bits & 31));
  return { brand: catalog().brands[(bits & 31) - 1] ?? null, brands };
}

function learn(bits: number): BrandsFound {
  const all = catalog().brands;
  const brand = all[(bits & 31) - 1] ?? null;
  const mask = bits >>> 5;
  const rest = all.filter((candidate, index) => (mask >>> index) & 1 && candidate !== brand);
  const found = Object.freeze({ brand, brands: Object.freeze(brand ? [brand, ...rest] : rest) });
  known.set(bits, found);
  return found;
}

/** The id of a valid number's brand: `unknown` when it belongs to none. */
export function brandId(brand: Brand | null, valid: boolean): BrandId | null {
  return brand?.id ?? (valid ? "unknown" : null);
}

/** The two integers in a packed pair: 16 bits, and what stands above them. */
export function unpair(packed: number): [low: number, high: number] {
  // A remainder of floats is slow.
  const high = Math.floor(packed / 0x10000);
  return [packed - high * 0x10000, high];
}
