/** Errors in a customer's words. */

import type { CardletError } from "../../errors.ts";

const BY_CODE: Partial<Record<string, string>> = {
  offline: "You seem to be offline. Check the connection, then try again.",
  timeout: "The payment provider took too long to answer. Try again.",
  connection_failed: "The payment provider can't be reached. Check the connection, then try again.",
  submission_token_expired:
    "The secure form was open for too long, so the payment provider has closed it. Try again.",
  submission_token_failed: "The payment provider did not take the form. Try again in a moment.",
  provider_rejected: "The payment provider did not accept the payment. Try another card.",
};

const BY_TYPE: Partial<Record<string, string>> = {
  load: "The card form could not be loaded.",
  network: "The connection to the payment provider broke off.",
  token: "The payment provider did not take the card. Try again.",
  provider: "The payment provider has a problem. Try again in a moment.",
  rate_limit: "Too many attempts.",
  configuration: "The payment settings of this shop are wrong. Please tell us.",
  authentication: "The payment settings of this shop are wrong. Please tell us.",
};

/** What to tell a customer of an error that belongs to no field. */
export function inWords({ code, type, retryAfterMs }: CardletError): string {
  const words = BY_CODE[code] ?? BY_TYPE[type] ?? "Something went wrong.";
  const charged = type === "load" ? "" : " Nothing was charged.";
  const minutes = Math.ceil((retryAfterMs ?? 0) / 60_000);
  const wait = minutes > 0 ? ` Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.` : "";
  return words + charged + wait;
}
