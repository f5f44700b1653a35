/** Waits until the security code of a recurring token is checked, which takes the provider seconds. */

import { type CardletError, cardletError } from "./errors.ts";
import type { Token } from "./token.ts";

const INTERVAL_MS = 2_000;
const LONGEST_MS = 60_000;

const waiting = new WeakMap<Token, Promise<void>>();

/**
 * Asks the page's server, which holds the secret that reading a token needs, until the check has
 * ended. Calls for one token share one wait; without a callback there is nothing to wait for.
 *
 * @throws {CardletError} `cvv_authorize_failed`, or `cvv_authorize_pending` when it takes too long.
 */
export function awaitCvvAuthorize(
  token: Token,
  fetchToken: ((id: string) => Promise<object>) | undefined,
  signal: AbortSignal | undefined,
): Promise<void> | undefined {
  if (!fetchToken || !token.cvvAuthorize || token.cvvAuthorize.status === "current") return undefined;
  const wait = waiting.get(token) ?? poll(token, fetchToken, signal).finally(() => waiting.delete(token));
  waiting.set(token, wait);
  return wait;
}

async function poll(
  token: Token,
  fetchToken: (id: string) => Promise<object>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  for (;;) {
    // A server that fails now may answer the next time.
    const reply = await fetchToken(token.id).catch(() => null);
    if (reply) token.observe(reply);
    const status = token.cvvAuthorize?.status;
    if (status === "current") return;
    if (status !== "pending") throw refused("cvv_authorize_failed", false);
    if (signal?.aborted || performance.now() > end) throw refused("cvv_authorize_pending", true);
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}

function refused(code: string, retryable: boolean): CardletError {
  return cardletError({ type: "token", code, retryable });
}
