import { setTimeout as pause } from "node:timers/promises";

const INTERVAL_MS = 20;

/**
 * Repeats `attempt` until it no longer throws, and gives its value.
 *
 * An attempt that never settles counts as a failed one (a browser may leave a script unanswered while a page
 * is being replaced), so the deadline holds in every case. The final error carries the last failure's words.
 */
export async function retry<T>(what: string, timeoutMs: number, attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last = "no answer";
  for (;;) {
    try {
      return await settled(deadline - performance.now(), attempt());
    } catch (error) {
      if (error !== TOO_LATE) last = error instanceof Error ? error.message : String(error);
      if (performance.now() + INTERVAL_MS >= deadline) {
        throw new Error(`${what}: gave up after ${timeoutMs} ms; last: ${last}`);
      }
    }
    await pause(INTERVAL_MS);
  }
}

/** What `work` gives; an error in these words when it gives nothing in time. */
export async function within<T>(what: string, timeoutMs: number, work: Promise<T>): Promise<T> {
  try {
    return await settled(timeoutMs, work);
  } catch (error) {
    if (error !== TOO_LATE) throw error;
    throw new Error(`${what}: no answer after ${timeoutMs} ms`);
  }
}

const TOO_LATE = Symbol("too late");

async function settled<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = pause(Math.max(0, timeoutMs), undefined, { signal: timer.signal }).then(() =>
    Promise.reject(TOO_LATE),
  );
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}
