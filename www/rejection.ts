/** What a merchant's server was told when it spent a token. */

import { assertLoaded } from "./catalog.ts";
import { type CardletError, cardletError } from "./errors.ts";
import { givenText } from "./given.ts";
import { wasm } from "./instance.ts";
import type { ProviderId } from "./wasm/cardlet.js";

/** A refused call of your server. */
export interface RejectedCall {
  status: number;
  /** As text, or as the object that it was parsed to. */
  body?: unknown;
}

/**
 * What you know of the token, from before the call: a `Token` that was not yet told of it by
 * `markConsumed()`, or what your server keeps of one.
 */
export interface SpentToken {
  readonly id: string;
  readonly expirationTime?: string | null;
  readonly status?: string;
  expiresIn?(): number | null;
}

/** As much as is read of a reply to the browser, too. */
const LONGEST_BODY = 65_536;

/**
 * Tells why a provider has refused a token: expired, used before, malformed, taken back, unknown.
 *
 * Many providers have one answer for several causes; what is known of the token tells them apart,
 * and `certain` is false where it takes a guess. Works in the browser and on your server. Ask before
 * `markConsumed()`: a token that is marked counts as used before.
 *
 * @example
 * await init();
 * const reply = { status: 422, body: { error_type: "request_invalid", error_codes: ["token_expired"] } };
 * explainRejection("checkout", reply).code; // → "token_expired"
 */
export function explainRejection(
  provider: ProviderId,
  { status, body }: RejectedCall,
  token?: SpentToken,
): CardletError {
  assertLoaded();
  const text = typeof body === "string" ? body : (JSON.stringify(body) ?? "");
  return cardletError(
    wasm.explainRejection(
      givenText("provider", provider),
      Number(status),
      text.slice(0, LONGEST_BODY),
      token?.id == null ? undefined : givenText("token", token.id),
      isOver(token),
      token?.status === "consumed",
    ),
  );
}

/** Is the token's life over? Undefined when nothing is known of it. */
function isOver(token: SpentToken | undefined): boolean | undefined {
  // A `Token` needs no clock that is right; a status that a server has kept may be an old one.
  if (token?.expiresIn) return token.expiresIn() === 0;
  if (token?.status === "expired") return true;
  const end = Date.parse(token?.expirationTime ?? "");
  if (!Number.isNaN(end)) return end <= Date.now();
  return token?.status ? false : undefined;
}
