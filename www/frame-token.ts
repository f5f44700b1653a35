/** The last token that a frame has told of, and what may still be done with it. */

import type { TokenReport } from "./frame-messages.ts";
import { ReportedToken } from "./reported-token.ts";
import { Token } from "./token.ts";

export class FrameToken {
  #source: ReportedToken | null = null;
  #token: Token | null = null;

  /** The one object of the token that the frame tells of. */
  hear(report: TokenReport): Token {
    if (this.#token && this.#source?.serial === report.serial) {
      this.#source.hear(report);
      return this.#token;
    }
    this.#source = new ReportedToken(report);
    this.#token = new Token(this.#source);
    return this.#token;
  }

  /** The token while it is neither used nor over. */
  get usable(): Token | null {
    return /^(created|active)$/.test(this.#source?.status() ?? "") ? this.#token : null;
  }

  get isExpired(): boolean {
    return this.#source?.status() === "expired";
  }

  consume(): void {
    this.#source?.consume();
  }

  forget(): void {
    this.#source = null;
    this.#token = null;
  }
}
