/** The element's attributes and listeners as markup has them: what frameworks' types and the manifest are made of. */

import type { CardletEventMap } from "./events.ts";
import type { BrandId, ProviderId, TokenType } from "./wasm/cardlet.js";

/** The attributes of `<cardlet-card>`. A property of the same name in camelCase mirrors most of them. */
export interface CardAttributes {
  /** Whose wire format cards are posted in. */
  provider?: ProviderId | undefined;
  /** The account's publishable key. */
  "public-key"?: string | undefined;
  /** The account's id, where the provider has one beside the key. */
  organization?: string | undefined;
  /** Base URL of the tokenization endpoint; the provider's own by default. */
  endpoint?: string | undefined;
  /** List of `number expiry cvc name postalCode country`, blanks or commas between; the first three by default. */
  fields?: string | undefined;
  /** List of accepted brands, blanks or commas between; all by default. */
  brands?: string | undefined;
  /** How many of the number's first digits the page may see; `none` by default. */
  bin?: "none" | "6" | "8" | undefined;
  /** The words of a box that asks whether the card may be saved; no box by default. */
  consent?: string | undefined;
  /** URL of the hosted page that has the fields; in the page itself by default. */
  frame?: string | undefined;
  /** Are the fields the element's children, or in its shadow root? `light` by default. */
  render?: "light" | "shadow" | undefined;
  /** The frame's title for screen readers. */
  "frame-title"?: string | undefined;
  /** How the fields stand; `stacked` by default. */
  layout?: "stacked" | "inline" | "compact" | undefined;
  /** Where the labels are: above the fields, or in them; `static` by default. */
  labels?: "static" | "floating" | undefined;
  /** One of the ready looks. */
  theme?: "soft" | "plain" | "contrast" | undefined;
  /** Does the element turn its form's submit into a token? `auto` by default. */
  submit?: "auto" | "manual" | undefined;
  /** The name that the token has in the form's data. */
  name?: string | undefined;
  /** Is the form invalid without a card? */
  required?: boolean | undefined;
  /** Do the fields take no input, and the form no token? */
  disabled?: boolean | undefined;
  /** The id of the form, if it is not around the element. */
  form?: string | undefined;
  /** What the token is good for; the provider's default. */
  "token-type"?: TokenType | undefined;
  /** The id of the token whose security code is entered again, for `fields="cvc"`. */
  "update-token"?: string | undefined;
  /** The brand of that token's card. */
  "card-brand"?: BrandId | undefined;
  /** A BCP 47 tag, or `auto` for the language around the element; `auto` by default. */
  locale?: string | undefined;
  /** How many seconds a request may take; 30 by default. */
  timeout?: number | string | undefined;
  /** How many seconds a token must have left to be handed out again; 30 by default. */
  "min-validity"?: number | string | undefined;
}

/** The element's events as frameworks that spell them out name their listeners: `oncardlet-token`. */
export type CardListeners = {
  [Type in keyof CardletEventMap as `on${Type}`]?: ((event: CardletEventMap[Type]) => void) | undefined;
};
