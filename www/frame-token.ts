/** A token that lives in a frame: its facts, and what is left of its life since the frame said so. */

import type { TokenReport } from "./frame-messages.ts";
import { freeze } from "./freeze.ts";
import type { TokenSource } from "./token.ts";
import type { CvvAuthorize, TokenFacts, TokenStatus } from "./wasm/cardlet.js";

export class FrameToken implements TokenSource {
  #report!: TokenReport;
  #monotonic = 0;
  #wall = 0;
  #isConsumed = false;

  constructor(report: TokenReport) {
    this.hear(report);
  }

  /** Takes what the frame says of the token now. */
  hear(report: TokenReport): void {
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
    return other instanceof FrameToken && other.serial === this.serial;
  }

  timeLeft(): number | undefined {
    return this.#left(this.#report.leftMs);
  }

  cvcTimeLeft(): number | undefined {
    return this.#left(this.#report.cvcLeftMs);
  }

  status(): TokenStatus {
    if (this.#isConsumed) return "consumed";
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
