/** The one kind of error that leaves Cardlet. Its English stands apart: a page with a frame does not load it. */

import type { ErrorCode } from "./errors.ts";
import type { Action, Failure, FieldName } from "./wasm/cardlet.js";

export type ErrorType =
  | "validation"
  | "configuration"
  | "authentication"
  | "rate_limit"
  | "network"
  | "provider"
  | "token"
  | "load"
  | "internal";

/**
 * An error with a stable code to match on. Its message is for developers and never holds input.
 *
 * @example
 * try {
 *   checkExpiry("03/29", { now: new Date("tomorrow") });
 * } catch (error) {
 *   error instanceof CardletError // → true
 *   error.code // → "invalid_option"
 * }
 */
export class CardletError extends Error {
  override readonly name = "CardletError";
  readonly type: ErrorType;
  readonly code: ErrorCode;
  /** The field that is wrong. */
  declare readonly field?: FieldName;
  /** The option that can't be used. */
  declare readonly option?: string;
  /** Can the same attempt work if it is made again? */
  readonly retryable: boolean;
  /** Is the code known for sure, rather than the best guess? */
  readonly certain: boolean;
  /** How long to wait before the next attempt, 0 to 3,600,000 ms. */
  declare readonly retryAfterMs?: number;
  /** The HTTP status, where there was an answer. */
  declare readonly status?: number;
  /** The provider's own code, where it has one. */
  declare readonly providerCode?: string;
  /** The provider's id for the request, for its support. */
  declare readonly requestId?: string;
  /** What the customer has to do before there is a token. */
  declare readonly action?: Action;

  /** @internal */
  constructor(failure: Failure & { message: string }, options?: ErrorOptions) {
    super(failure.message, options);
    this.type = failure.type as ErrorType;
    this.code = failure.code as ErrorCode;
    if (failure.field) this.field = failure.field;
    if (failure.option) this.option = failure.option;
    this.retryable = failure.retryable;
    this.certain = failure.certain ?? true;
    if (failure.retryAfterMs != null) this.retryAfterMs = failure.retryAfterMs;
    if (failure.status != null) this.status = failure.status;
    if (failure.providerCode) this.providerCode = failure.providerCode;
    if (failure.requestId) this.requestId = failure.requestId;
    if (failure.action) this.action = failure.action;
  }
}
