/** The token as a page sees it. */

import type { CvvAuthorize, TokenFacts, TokenHandle, TokenStatus } from "./wasm/cardlet.js";

/** Who knows about a token's life: the module, or a frame's last word. */
export type TokenSource = Pick<
  TokenHandle,
  "facts" | "status" | "timeLeft" | "cvcTimeLeft" | "cvvAuthorize" | "observe" | "isSame"
>;

/**
 * A short-lived stand-in for a card. Post its id to your server, which spends it once.
 *
 * `createdTime` and `expirationTime` are RFC 3339 in UTC. A null `expirationTime` means that the
 * provider sets no end; `expirationSource` says whose word the end is.
 */
export class Token implements TokenFacts {
  declare readonly id: TokenFacts["id"];
  declare readonly provider: TokenFacts["provider"];
  declare readonly paymentType: TokenFacts["paymentType"];
  declare readonly createdTime: TokenFacts["createdTime"];
  declare readonly expirationTime: TokenFacts["expirationTime"];
  declare readonly expirationSource: TokenFacts["expirationSource"];
  declare readonly type: TokenFacts["type"];
  declare readonly usageLimit: TokenFacts["usageLimit"];
  declare readonly mode: TokenFacts["mode"];
  declare readonly card: TokenFacts["card"];
  declare readonly data: TokenFacts["data"];
  /** The fields of the provider's reply that are safe to show. */
  declare readonly raw: TokenFacts["raw"];
  /** The life of the security code, where that is shorter than the token's; else null. */
  readonly cvc: TokenCvc | null;
  readonly #handle: TokenSource;

  /** @internal */
  constructor(handle: TokenSource) {
    this.#handle = handle;
    Object.assign(this, handle.facts());
    this.cvc = handle.cvcTimeLeft() === undefined ? null : new TokenCvc(handle);
  }

  /** Where the token is in its life, as far as this page knows. */
  get status(): TokenStatus {
    return this.#handle.status();
  }

  /** How far the check of a recurring token's security code is; null where none was asked for. */
  get cvvAuthorize(): CvvAuthorize | null {
    return this.#handle.cvvAuthorize();
  }

  /** @internal Is this the token of that handle? */
  isOf(handle: TokenSource): boolean {
    return this.#handle.isSame(handle as TokenHandle);
  }

  /** @internal Lends what knows about its life. */
  use<T>(borrow: (source: TokenSource) => T): T {
    return borrow(this.#handle);
  }

  /** @internal Takes over what your server has read of the token since. */
  observe(reply: object): void {
    this.#handle.observe(JSON.stringify(reply));
  }

  /** Milliseconds left; 0 once expired; null when there is no end. */
  expiresIn(): number | null {
    return this.#handle.timeLeft() ?? null;
  }

  /** The id. */
  toString(): string {
    return this.id;
  }
}

/** The life of a recurring token's security code. */
class TokenCvc {
  readonly #handle: TokenSource;

  constructor(handle: TokenSource) {
    this.#handle = handle;
  }

  get status(): "fresh" | "expired" {
    return this.expiresIn() === 0 ? "expired" : "fresh";
  }

  /** Milliseconds left; 0 once expired. */
  expiresIn(): number {
    return this.#handle.cvcTimeLeft() ?? 0;
  }
}
