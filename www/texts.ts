/** What customers read, by key. `locales/` has them in other languages. */

import { cardletError } from "./errors.ts";
import en from "./locales/en.json";
import type { FieldCode, FieldName } from "./wasm/cardlet.js";

export type TextKey =
  | FieldCode
  | `label.${FieldName | "brand" | "frame"}`
  | `placeholder.${Exclude<FieldName, "postalCode" | "country">}`
  | "hint.expiry"
  | "hint.cvc"
  | "status.loading"
  | "status.failed"
  | "status.busy"
  | "status.done";

/** Texts of a page's own, instead of those that Cardlet brings. */
export type OwnTexts = Readonly<Partial<Record<TextKey, string>>>;

/** A missing key fails the type check here. */
export const ENGLISH: Readonly<Record<TextKey, string>> = en;

/** Longer ones would have no room. */
const LONGEST = 200;

/** @throws {CardletError} for a key that there is not, or for what is no short text. */
export function checkTexts(own: OwnTexts | undefined): void {
  const isRight = ([key, text]: [string, unknown]): boolean =>
    Object.hasOwn(ENGLISH, key) && typeof text === "string" && text.length <= LONGEST;
  if (own === undefined || (isRecord(own) && Object.entries(own).every(isRight))) return;
  throw cardletError({ type: "configuration", code: "invalid_option", option: "texts", retryable: false });
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
