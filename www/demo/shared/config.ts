/** What the shop tells its pages of the sandbox. */

import type { CardOptions } from "../../options.ts";

/** An account at one provider, as the element's options. */
export interface Account {
  readonly provider: string;
  readonly label: string;
  readonly endpoint: string;
  readonly publicKey?: string;
  readonly organization?: string;
  /** The address of the provider's frame, which knows all this. */
  readonly frame: string;
  readonly tokenTypes: readonly string[];
  readonly configure?: CardOptions;
  readonly testCards: readonly TestCard[];
}

/** A published test card: its number and what its vendor says of it, in the vendor's words. */
export interface TestCard {
  readonly number: string;
  readonly cvv?: string | null;
  readonly [fact: string]: string | null | undefined;
}

export interface Config {
  /** The provider that the shop uses. */
  readonly provider: string;
  readonly merchant: string;
  readonly api: string;
  readonly providers: readonly Account[];
}

export async function readConfig(): Promise<Config> {
  const response = await fetch("/config.json");
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}

/** Sets an account's attributes on a card form. */
export function useAccount(card: HTMLElement, account: Account): void {
  const { provider, endpoint, publicKey, organization } = account;
  const attributes = { provider, endpoint, "public-key": publicKey, organization };
  for (const [name, value] of Object.entries(attributes)) if (value) card.setAttribute(name, value);
}
