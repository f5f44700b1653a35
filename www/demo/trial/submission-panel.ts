/** The submission token as a developer wants to see it: when it was asked for, and what is left of it. */

import { byId, write } from "../shared/page.ts";
import { minutesAndSeconds } from "../shared/token-panel.ts";

const LIFE_MS = 30 * 60_000;

export type SubmissionStatus = "not asked for" | "asked for" | "live" | "used" | "expired" | "refused";

export class SubmissionPanel {
  #askedAt = 0;
  #count = 0;
  #status: SubmissionStatus = "not asked for";

  constructor() {
    setInterval(() => this.refresh(), 1000);
    document.addEventListener("visibilitychange", () => this.refresh());
  }

  /** The shop's server was asked for a token. */
  asked(contact: number): void {
    this.#askedAt = Date.now();
    this.#count += 1;
    write("submission-contact", String(contact));
    write("submission-count", this.#count === 1 ? "1 time" : `${this.#count} times`);
    writeTime("time-asked");
    this.become("asked for");
  }

  came(id: string): void {
    write("submission-id", id);
    this.become("live");
  }

  become(status: SubmissionStatus, said = ""): void {
    this.#status = status;
    write("submission-result", said);
    byId("submission-result").className = `result ${status === "used" ? "is-good" : "is-refused"}`;
    this.refresh();
  }

  /** Brings status and countdown up to date. */
  refresh(): void {
    if (this.#askedAt && !["used", "refused"].includes(this.#status)) this.#countDown();
    const pill = byId("submission-status");
    write("submission-status", this.#status);
    pill.dataset.status = this.#status === "live" ? "created" : this.#status;
    byId("life").classList.toggle("is-over", this.#status === "used");
  }

  #countDown(): void {
    const left = Math.max(0, this.#askedAt + LIFE_MS - Date.now());
    if (left === 0) this.#status = "expired";
    write("submission-left", minutesAndSeconds(left));
    byId<HTMLProgressElement>("submission-progress").value = left / LIFE_MS;
  }
}

/** Writes the time that it is now, also where the test clock was moved. */
export function writeTime(id: string): void {
  write(id, new Date(Date.now()).toLocaleTimeString("en", { hourCycle: "h23" }));
}
