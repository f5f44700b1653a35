/** A token that is known by report alone: its facts, and what is left of its life since they were told. */

import type { TokenReport } from "./frame-messages.ts";
import { freeze } from "./freeze.ts";
import type { TokenSource } from "./token.ts";
import type { CvvAuthorize, TokenFacts, TokenStatus } from "./wasm/cardlet.js";

type TokenFound = Omit<TokenReport, "type" | "call" | "reusable">;

export class ReportedToken implements TokenSource {
  #report!: TokenFound;
  #monotonic = 0;
  #wall = 0;
  #isConsumed = false;

  constructor(report: TokenFound) {
    this.hear(report);
  }

  /** Takes what is said of the token now. */
  hear(report: TokenFound): void {
    this.#report = freeze(report);
    this.#monotonic = performance.now();
    this.#wall = Date.now();
  }

  get serial(): number {
    return this.#report.serial;
  }

  facts(): TokenFacts {
    return this.#report.facts;
  }

  isSame(other: object): boolean {
    return other instanceof ReportedToken && other.serial === this.serial;
  }

  timeLeft(): number | undefined {
    return this.#left(this.#report.leftMs);
  }

  cvcTimeLeft(): number | undefined {
    return this.#left(this.#report.cvcLeftMs);
  }

  status(): TokenStatus {
    if (this.#isConsumed || this.#report.status === "consumed") return "consumed";
    return this.timeLeft() === 0 ? "expired" : this.#report.status;
  }

  cvvAuthorize(): CvvAuthorize | null {
    return this.#report.cvvAuthorize;
  }

  /** Only the module can read a provider's answer. */
  observe(): void {}

  consume(): void {
    this.#isConsumed = true;
  }

  /** The larger difference counts: a clock may be set back, and one may stop with the machine. */
  #left(ms: number | null): number | undefined {
    if (ms === null) return undefined;
    const elapsed = Math.max(performance.now() - this.#monotonic, Date.now() - this.#wall);
    return Math.max(0, ms - Math.max(0, elapsed));
  }
}
