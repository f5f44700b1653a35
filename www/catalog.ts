/** The tables that the module's packed answers refer to by index. */

import { cardletError } from "./errors.ts";
import type { Catalog, FieldName } from "./wasm/cardlet.js";

let known: Catalog | null = null;

/** Keeps the tables of the module that has been loaded. */
export function learnCatalog(tables: Catalog): void {
  known = tables;
}

/** No instance is there that the tables belong to. */
export function forgetCatalog(): void {
  known = null;
}

/** The module's tables, or an error while it has not been loaded. */
export function catalog(): Catalog {
  if (!known) throw cardletError({ type: "configuration", code: "not_initialized", retryable: true });
  return known;
}

/** Throws while the module has not been loaded. */
export function assertLoaded(): void {
  catalog();
}

/** The index of a field in the tables. */
export function fieldIndex(name: FieldName): number {
  return catalog().fields.indexOf(name);
}
