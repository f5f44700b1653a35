/** The element's events. They bubble and are composed; none holds a card's digits. */

import type { CardletError } from "./errors.ts";
import type { CardState } from "./state.ts";
import type { Token } from "./token.ts";
import type { BrandId, FieldName } from "./wasm/cardlet.js";

/** The detail of each event. */
export interface CardletEventMap {
  /** The module has arrived and the fields are live. */
  "cardlet-ready": CustomEvent<null>;
  /** Something in the state has changed. */
  "cardlet-change": CustomEvent<CardState>;
  /** A field has got the focus. */
  "cardlet-focus": CustomEvent<FieldName>;
  /** A field has lost the focus. */
  "cardlet-blur": CustomEvent<FieldName>;
  /** The brand is another; null while it can't be told. */
  "cardlet-brand": CustomEvent<BrandId | null>;
  /** A token was minted. */
  "cardlet-token": CustomEvent<Token>;
  /** The last token's life is nearly over: a minute is left, or half of a shorter life. */
  "cardlet-token-expiring": CustomEvent<Token>;
  /** The last token's life is over. */
  "cardlet-token-expired": CustomEvent<Token>;
  /** An attempt has failed; the fields keep what was typed. */
  "cardlet-error": CustomEvent<CardletError>;
}

declare global {
  interface HTMLElementEventMap extends CardletEventMap {}
}

export function emit<K extends keyof CardletEventMap>(
  target: EventTarget,
  type: K,
  detail: CardletEventMap[K]["detail"],
): void {
  target.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}

/** Has a person pressed Enter in a field, and not to choose what an input method or a list of options offers? */
export function isEnter(event: KeyboardEvent): boolean {
  const chooses = event.isComposing || event.composedPath()[0] instanceof HTMLSelectElement;
  return event.key === "Enter" && event.isTrusted && !chooses;
}

/** Listens until the returned function is called. */
export function listen(
  target: EventTarget,
  type: string,
  listener: (event: Event) => void,
  capture = false,
): () => void {
  target.addEventListener(type, listener, { capture });
  return () => target.removeEventListener(type, listener, { capture });
}

/** Where to hear what happens in a node's tree: further up, submits are unheard and closed roots hide their nodes. */
export function treeTop(node: Node): Window | ShadowRoot {
  const root = node.getRootNode();
  return root instanceof ShadowRoot ? root : window;
}
