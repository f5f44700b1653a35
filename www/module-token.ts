/** A token of the module's: its handle, and what is known of it when the handle is gone. */

import { wasm } from "./instance.ts";
import { ReportedToken } from "./reported-token.ts";
import type { TokenSource } from "./token.ts";
import type { CvvAuthorize, TokenFacts, TokenHandle, TokenStatus } from "./wasm/cardlet.js";

export class ModuleToken implements TokenSource {
  readonly handle: TokenHandle;
  readonly #instance = wasm;
  #record: ReportedToken;
  #isRetired = false;

  constructor(handle: TokenHandle) {
    this.handle = handle;
    this.#record = record(handle, handle.facts());
  }

  /** Another token has taken its place: what the module keeps of it is given back. */
  retire(): void {
    // A check that is under way still has to be told.
    if (this.#source !== this.handle || this.cvvAuthorize()?.status === "pending") return;
    this.#record = record(this.handle, this.facts());
    this.#isRetired = true;
    this.handle.free();
  }

  /** The handle, unless it was given back or its instance is lost. */
  get #source(): TokenSource {
    return this.#instance === wasm && !this.#isRetired ? this.handle : this.#record;
  }

  facts(): TokenFacts {
    return this.#record.facts();
  }

  isSame(other: TokenHandle): boolean {
    return this.#source.isSame(other);
  }

  timeLeft(): number | undefined {
    return this.#source.timeLeft();
  }

  cvcTimeLeft(): number | undefined {
    return this.#source.cvcTimeLeft();
  }

  status(): TokenStatus {
    return this.#source.status();
  }

  cvvAuthorize(): CvvAuthorize | null {
    return this.#source.cvvAuthorize();
  }

  observe(json: string): void {
    this.#source.observe(json);
  }
}

function record(handle: TokenHandle, facts: TokenFacts): ReportedToken {
  return new ReportedToken({
    serial: 0,
    facts,
    status: handle.status(),
    leftMs: handle.timeLeft() ?? null,
    cvcLeftMs: handle.cvcTimeLeft() ?? null,
    cvvAuthorize: handle.cvvAuthorize(),
  });
}
