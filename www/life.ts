/** Tells when a token's life is nearly over, and when it is. */

import type { Token } from "./token.ts";

/** The longest delay that `setTimeout` takes. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;
/** A token is about to expire a minute before its end, or in the second half of a shorter life. */
const EXPIRING_MS = 60_000;

export interface LifeEvents {
  expiring(token: Token): void;
  expired(token: Token): void;
}

/** Calls back once for each. Timers stop while a machine sleeps or a tab is frozen, so the token is
 * asked again whenever the page comes back. */
export class LifeWatch {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #token: Token | null = null;
  /** How much life is left when the token is about to expire; 0 once that was told. */
  #expiringAt = 0;
  readonly #events: LifeEvents;

  constructor(events: LifeEvents) {
    this.#events = events;
  }

  /** Watches this token instead of the last one. */
  watch(token: Token): void {
    this.stop();
    this.#token = token;
    this.#expiringAt = Math.min(EXPIRING_MS, (token.expiresIn() ?? 0) / 2);
    document.addEventListener("visibilitychange", this.#look);
    window.addEventListener("pageshow", this.#look);
    this.#look();
  }

  stop(): void {
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#look);
    window.removeEventListener("pageshow", this.#look);
    this.#token = null;
  }

  readonly #look = (): void => {
    clearTimeout(this.#timer);
    const token = this.#token;
    const left = token?.expiresIn() ?? null;
    if (!token || left === null || token.status === "consumed") return;
    if (left <= 0) {
      this.stop();
      this.#events.expired(token);
      return;
    }
    const isExpiring = left <= this.#expiringAt;
    if (isExpiring) this.#expiringAt = 0;
    this.#timer = setTimeout(this.#look, Math.min(left - this.#expiringAt, LONGEST_DELAY_MS));
    if (isExpiring) this.#events.expiring(token);
  };
}
