/** The English that developers read, by code. */

import { CardletError } from "./cardlet-error.ts";
import { FRAME_MESSAGES } from "./frame-errors.ts";
import type { Failure, FieldCode } from "./wasm/cardlet.js";

export { CardletError, type ErrorType } from "./cardlet-error.ts";

/** What each code means. No message holds anything that a person or a server wrote. */
const messages = {
  ...FRAME_MESSAGES,
  incomplete_number: "the card number is not complete",
  invalid_number: "the card number is not valid",
  unsupported_brand: "the card's brand is not among the accepted ones",
  incomplete_expiry: "the expiry date is not complete",
  invalid_expiry_month: "the expiry month is not 1 to 12",
  invalid_expiry_month_past: "the expiry month is over",
  invalid_expiry_year: "the expiry year is not valid",
  invalid_expiry_year_past: "the expiry year is over",
  incomplete_cvc: "the security code is not complete",
  invalid_cvc: "the security code is not valid",
  incomplete_name: "the name is empty",
  invalid_name: "the name is not valid",
  card_number_in_name: "the name looks like a card number",
  incomplete_postal_code: "the postal code is not complete",
  invalid_postal_code: "the postal code does not fit the country",
  incomplete_country: "no country is chosen",
  unknown_provider: "the provider is none that this build speaks to",
  insecure_endpoint: "the endpoint must be https, or http on this machine",
  mode_mismatch: "the key and the endpoint are not of the same mode (live or sandbox)",
  not_initialized: "call await init() first",
  secret_key_refused: "a secret key must never be in a browser; use the public key",
  invalid_public_key: "the provider does not know the public key",
  forbidden: "the key may not do this",
  origin_not_allowed: "the key may not be used on this origin; add it to the key's domains",
  direct_tokenization_disabled: "the account takes no cards from browsers; ask the provider",
  session_expired: "the page's credential is over; load a new one",
  rate_limited: "too many requests; wait and try again",
  offline: "the browser has no network",
  timeout: "no answer came in time",
  connection_failed: "the endpoint could not be reached, or does not allow this origin (CORS)",
  response_too_large: "the answer is larger than 64 KiB",
  card_declined: "the card was declined",
  card_not_supported: "the account takes no cards of this kind",
  provider_rejected: "the provider refused the request",
  provider_unavailable: "the provider has a fault; try again later",
  unexpected_response: "the answer is not what the provider documents; check the endpoint",
  action_required: "the customer has to do something first; see action, then tokenize({ resume })",
  idempotency_conflict: "another request went out under the same idempotency key",
  token_expired: "the token was used too late",
  token_consumed: "the token was used before",
  token_malformed: "the token is none that this provider makes",
  token_revoked: "the token was taken back",
  token_unknown: "the provider does not know the token",
  submission_token_expired: "Keap's token for the form was used too late; get it later",
  submission_token_failed: "Keap's token for the form was refused or could not be had",
  cvc_expired: "the security code of the recurring token is over; ask for it again",
  cvv_authorize_pending: "the security code of the recurring token is still being checked",
  cvv_authorize_failed: "the security code of the recurring token was refused; ask for it again",
  wasm_blocked_by_csp: "the page's CSP blocks WebAssembly; add 'wasm-unsafe-eval' to script-src",
  wasm_load_failed: "the module could not be loaded; check its URL and connect-src",
  wasm_trapped: "the module had a fault and was started anew; the fields keep what was typed; try again",
  internal_error: "an internal error",
} as const satisfies Record<FieldCode, string> & Record<string, string>;

export type ErrorCode = keyof typeof messages;

/** A failure as an error that can be thrown. */
export function cardletError(failure: Failure, options?: ErrorOptions): CardletError {
  const subject = failure.option ?? failure.field;
  const words = messages[failure.code as ErrorCode] ?? messages.internal_error;
  return new CardletError({ ...failure, message: `${subject ? `${subject}: ` : ""}${words}` }, options);
}

/** What is wrong with an option. */
export function optionError(option: string, code: ErrorCode = "invalid_option"): CardletError {
  return cardletError({ type: "configuration", code, option, retryable: false });
}

/** An error of ours as it is, a failure of the module's as one, and anything else as internal. */
export function toError(cause: unknown): CardletError {
  if (cause instanceof CardletError) return cause;
  const isFailure = typeof cause === "object" && cause !== null && "code" in cause && "type" in cause;
  const internal: Failure = { type: "internal", code: "internal_error", retryable: false };
  return cardletError(isFailure ? (cause as Failure) : internal);
}
