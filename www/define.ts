/** Defines `<cardlet-card>`. */

import { defineTag } from "./define-tag.ts";
import { CardletCard } from "./element.ts";

export * from "./element.ts";

/** Defines the element under a tag; safe to call twice. */
export function define(tag = "cardlet-card"): void {
  defineTag(tag, CardletCard);
}

define();
