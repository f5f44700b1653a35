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
  readonly #source: TokenSource;

  /** @internal */
  constructor(source: TokenSource) {
    this.#source = source;
    Object.assign(this, source.facts());
    this.cvc = source.cvcTimeLeft() === undefined ? null : new TokenCvc(source);
  }

  /** Where the token is in its life, as far as this page knows. */
  get status(): TokenStatus {
    return this.#source.status();
  }

  /** How far the check of a recurring token's security code is; null where none was asked for. */
  get cvvAuthorize(): CvvAuthorize | null {
    return this.#source.cvvAuthorize();
  }

  /** @internal Is this the token of that handle? */
  isOf(handle: TokenSource): boolean {
    return this.#source.isSame(handle as TokenHandle);
  }

  /** @internal Lends what knows about its life. */
  use<T>(borrow: (source: TokenSource) => T): T {
    return borrow(this.#source);
  }

  /** @internal Takes over what your server has read of the token since. */
  observe(reply: object): void {
    this.#source.observe(JSON.stringify(reply));
  }

  /** Milliseconds left; 0 once expired; null when there is no end. */
  expiresIn(): number | null {
    return this.#source.timeLeft() ?? null;
  }

  /** The id. */
  toString(): string {
    return this.id;
  }
}

/** The life of a recurring token's security code. */
class TokenCvc {
  readonly #source: TokenSource;

  constructor(source: TokenSource) {
    this.#source = source;
  }

  get status(): "fresh" | "expired" {
    return this.expiresIn() === 0 ? "expired" : "fresh";
  }

  /** Milliseconds left; 0 once expired. */
  expiresIn(): number {
    return this.#source.cvcTimeLeft() ?? 0;
  }
}
