/** Where the card form's fields are: in the page, or with `?frame` in its address in a frame of the provider's. */

import { type Account, useAccount } from "./config.ts";
import { byId, write } from "./page.ts";

export const isFramed = new URLSearchParams(location.search).has("frame");

/** Tells a card form where its cards go; a frame knows that by itself. */
export function place(card: HTMLElement, account: Account): void {
  if (isFramed) card.setAttribute("frame", account.frame);
  else useAccount(card, account);
}

/** Defines `<cardlet-card>`. A card form in the markup has to know its frame by then. */
export function defineCard(): Promise<unknown> {
  return import(isFramed ? "/cardlet/hosted.js" : ("/cardlet/define.js" as string));
}

/** Names the link that leads to the other place. */
export function nameSwitch(): void {
  write("fields-switch", isFramed ? "Put the fields in the page" : "Put the fields in a frame");
  byId<HTMLAnchorElement>("fields-switch").search = isFramed ? "" : "frame";
}
