/** The state of a card form: verdicts and what may be shown, never a number or a security code. */

import { fieldIndex } from "./catalog.ts";
import { brandId, brandsFound, type FieldCheck, fieldCheck, fieldFlags } from "./packed.ts";
import type { Brand, BrandId, CardController, FieldName } from "./wasm/cardlet.js";

export interface FieldState extends FieldCheck {
  /** Has the field the focus? */
  readonly focused: boolean;
  /** Was it left, or shown its errors by a submit? */
  readonly touched: boolean;
  /** Was it edited? */
  readonly dirty: boolean;
}

export interface CardState {
  /** Is every field empty? */
  readonly empty: boolean;
  /** Is no field empty or unfinished? */
  readonly complete: boolean;
  readonly valid: boolean;
  readonly potentiallyValid: boolean;
  /** The brand; `unknown` for a valid number of no known brand; null while it can't be told. */
  readonly brand: BrandId | null;
  /** The brands that the number can have, best first. */
  readonly brands: readonly Brand[];
  /** Null until the number is valid and has lost the focus. */
  readonly last4: string | null;
  /** The first digits, at the same time; null unless opted in. */
  readonly bin: string | null;
  /** Has the person ticked the box that `consent` asks for? */
  readonly consent: boolean;
  /** Is a request under way? */
  readonly busy: boolean;
  /** The state of each field that the form shows. */
  readonly fields: Readonly<Partial<Record<FieldName, FieldState>>>;
}

/** The state before the module has arrived. */
export const NOT_LOADED: CardState = Object.freeze({
  empty: true,
  complete: false,
  valid: false,
  potentiallyValid: true,
  brand: null,
  brands: [],
  last4: null,
  bin: null,
  consent: false,
  busy: false,
  fields: {},
});

/** What the module knows of a field. The objects are frozen and shared. */
export interface FieldFound {
  readonly state: FieldState;
  /** Has the server or the page refused it? */
  readonly refused: boolean;
}

/** As many as verdicts and flags make together in one form: some dozens. */
const known = new Map<number, FieldFound>();

/** What the module knows of a field, from its packed bits. */
export function readField(bits: number): FieldFound {
  return known.get(bits) ?? learn(bits);
}

function learn(bits: number): FieldFound {
  const { refused, ...flags } = fieldFlags(bits);
  const found = Object.freeze({ state: Object.freeze({ ...fieldCheck(bits), ...flags }), refused });
  known.set(bits, found);
  return found;
}

export function readState(controller: CardController, names: readonly FieldName[]): CardState {
  const fields: Partial<Record<FieldName, FieldState>> = {};
  for (const name of names) fields[name] = readField(controller.fieldBits(fieldIndex(name))).state;
  const { brand, brands } = brandsFound(controller.brands());
  return stateOf(fields, {
    brand: brandId(brand, fields.number?.valid ?? false),
    brands,
    last4: controller.last4() ?? null,
    bin: controller.bin() ?? null,
    busy: controller.isBusy(),
  });
}

/** The state of a whole form, from its fields' states. */
export function stateOf(
  fields: CardState["fields"],
  rest: Pick<CardState, "brand" | "brands" | "last4" | "bin" | "busy">,
): CardState {
  // One pass without closures: this runs at every key that changes something.
  const all = { empty: true, complete: true, valid: true, potentiallyValid: true };
  for (const field of Object.values(fields)) {
    all.empty &&= field.empty;
    all.complete &&= field.valid || (!field.empty && !field.code?.startsWith("incomplete_"));
    all.valid &&= field.valid;
    all.potentiallyValid &&= field.potentiallyValid;
  }
  return { ...all, ...rest, consent: false, fields };
}
