/** Waits until the security code of a recurring token is checked, which takes the provider seconds. */

import { type CardletError, cardletError, toError } from "./errors.ts";
import { listen } from "./events.ts";
import type { Token } from "./token.ts";

const INTERVAL_MS = 2_000;
const LONGEST_MS = 60_000;

const waiting = new WeakMap<Token, Promise<void>>();

type FetchToken = (id: string) => Promise<object>;

/**
 * Asks the page's server, which holds the secret that reading a token needs, until the check has
 * ended. Calls for one token share one wait, whose failure is told once; without a callback there is
 * nothing to wait for.
 *
 * @throws {CardletError} `cvv_authorize_failed`, `cvv_authorize_pending` when it takes too long, or
 * `aborted` by the caller's own signal.
 */
export function awaitCvvAuthorize(
  token: Token,
  fetchToken: FetchToken | undefined,
  signal: AbortSignal | undefined,
  tell: (error: CardletError) => void,
): Promise<void> | undefined {
  if (!fetchToken || !token.cvvAuthorize || token.cvvAuthorize.status === "current") return undefined;
  const wait = waiting.get(token) ?? start(token, fetchToken, tell);
  return signal ? unlessAborted(wait, signal) : wait;
}

function start(token: Token, fetchToken: FetchToken, tell: (error: CardletError) => void): Promise<void> {
  const wait = poll(token, fetchToken)
    .catch((cause: unknown) => {
      const error = toError(cause);
      tell(error);
      throw error;
    })
    .finally(() => waiting.delete(token));
  waiting.set(token, wait);
  return wait;
}

async function poll(token: Token, fetchToken: FetchToken): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  for (;;) {
    const reply = await ask(token, fetchToken, end - performance.now());
    if (reply) token.observe(reply);
    const status = token.cvvAuthorize?.status;
    if (status === "current") return;
    if (status !== "pending") throw refused("cvv_authorize_failed", false);
    if (performance.now() > end) throw refused("cvv_authorize_pending", true);
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}

/** The answer; null without one in this time. A server that fails now may answer the next time. */
function ask(token: Token, fetchToken: FetchToken, ms: number): Promise<object | null> {
  return new Promise((resolve) => {
    const giveUp = (): void => resolve(null);
    const timer = setTimeout(giveUp, ms);
    (async () => fetchToken(token.id))()
      .then(resolve, giveUp)
      .finally(() => clearTimeout(timer));
  });
}

/** The wait goes on for others who share it. */
function unlessAborted(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(cardletError({ type: "network", code: "aborted", retryable: true }));
    if (signal.aborted) abort();
    const undo = listen(signal, "abort", abort);
    wait.then(resolve, reject).finally(undo);
  });
}

function refused(code: string, retryable: boolean): CardletError {
  return cardletError({ type: "token", code, retryable });
}
