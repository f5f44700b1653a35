/** The token as a developer wants to see it: what it is, how long it lives, what became of it. */

import type { Token } from "../../element.ts";
import { byId, write } from "./page.ts";

const BRANDS: Partial<Record<string, string>> = {
  visa: "Visa",
  mastercard: "Mastercard",
  american_express: "American Express",
  diners_club: "Diners Club",
  discover: "Discover",
  jcb: "JCB",
  unionpay: "UnionPay",
  maestro: "Maestro",
};

/** The card behind a token, such as "Visa ending in 1111". */
export function cardName({ card }: Token): string {
  return card ? `${BRANDS[card.brand] ?? "Card"} ending in ${card.last4}` : "unknown";
}

export class TokenPanel {
  #token: Token | null = null;
  /** What was left when the shop's server answered stays on show. */
  #isOver = false;
  #inView = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    document.addEventListener("visibilitychange", () => this.refresh());
    const watcher = new IntersectionObserver((entries) => {
      this.#inView = entries.at(-1)?.isIntersecting ?? false;
      this.refresh();
    });
    watcher.observe(byId("token-left"));
  }

  get token(): Token | null {
    return this.#token;
  }

  show(token: Token): void {
    this.#token = token;
    this.#isOver = false;
    write("token-id", token.id);
    write("token-card", cardName(token));
    write("token-created", token.createdTime ?? "not told");
    write("token-expires", token.expirationTime ?? "null");
    this.refresh();
  }

  /** Shows that there is no token. */
  clear(): void {
    clearInterval(this.#timer);
    this.#token = null;
    for (const fact of ["id", "card", "created", "expires", "left"]) write(`token-${fact}`, "–");
    write("token-status", "none yet");
    byId("token-status").dataset.status = "none";
    byId("life").classList.remove("is-over");
    byId<HTMLProgressElement>("token-progress").value = 0;
    this.say("");
  }

  /** Tells what became of an action, in words. */
  say(text: string, outcome: "good" | "refused" | "plain" = "plain"): void {
    write("token-result", text);
    byId("token-result").className = `result is-${outcome}`;
  }

  /** Brings status and countdown up to date; the countdown runs only where somebody sees it. */
  refresh(): void {
    clearInterval(this.#timer);
    const token = this.#token;
    if (!token || this.#isOver) return;
    const { status } = token;
    this.#isOver = status === "consumed";
    write("token-status", status);
    byId("token-status").dataset.status = status;
    byId("life").classList.toggle("is-over", this.#isOver);
    write("left-label", this.#isOver ? "left when the server answered" : "until it expires");
    const left = token.expiresIn();
    write("token-left", left === null ? "no end" : minutesAndSeconds(left));
    showProgress(token, left);
    const isRunning = left !== null && left > 0 && !this.#isOver;
    if (isRunning && this.#inView && !document.hidden) this.#timer = setInterval(() => this.refresh(), 1000);
  }
}

/** 29:59.4 is shown as 30:00, so that 00:00 means over. */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const two = (count: number): string => String(count).padStart(2, "0");
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

function showProgress({ createdTime, expirationTime }: Token, left: number | null): void {
  const progress = byId<HTMLProgressElement>("token-progress");
  const life =
    createdTime && expirationTime ? Date.parse(expirationTime) - Date.parse(createdTime) : Number.NaN;
  // Without an end the bar stays full.
  progress.value = left === null ? 1 : life > 0 ? Math.min(1, left / life) : 0;
}
