/** Types of `<cardlet-card>` in markup, for Svelte 5: `import type {} from "cardlet/svelte"`. There is no code behind it. */

import type { HTMLAttributes } from "svelte/elements";
import type { CardAttributes, CardListeners } from "./card-attributes.ts";
import type { CardElement } from "./card-element.ts";

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "cardlet-card": CardAttributes & CardListeners & Omit<HTMLAttributes<CardElement>, keyof CardAttributes>;
  }
}
