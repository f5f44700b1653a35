/** What customers read, by code. */

import en from "./locales/en.json";
import type { FieldCode, FieldName } from "./wasm/cardlet.js";

export type TextKey =
  | FieldCode
  | `label.${FieldName}`
  | `placeholder.${FieldName}`
  | "status.loading"
  | "status.failed"
  | "status.busy";

/** The text of a key. A missing key fails the type check of `en.json` below. */
export function text(key: TextKey): string {
  return texts[key];
}

const texts: Readonly<Record<TextKey, string>> = en;
