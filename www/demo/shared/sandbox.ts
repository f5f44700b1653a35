/** The hand in the sandbox: its log, its faults, its clock. */

/** A request and its answer, without card numbers, security codes and keys. */
export interface LogEntry {
  readonly time: string;
  readonly server: "api" | "merchant";
  readonly method: string;
  readonly path: string;
  readonly origin: string | null;
  readonly status: number;
  readonly requestBody: string;
  readonly responseBody: string;
}

/** In the same millisecond the merchant's server is asked before it asks. */
function rank({ server }: LogEntry): number {
  return server === "merchant" ? 0 : 1;
}

const machineNow = Date.now.bind(Date);
/** How far the test clock is ahead because of this page. */
let aheadMs = 0;

export class SandboxControl {
  readonly #api: string;
  /** How many entries of the log are older than this page. */
  #older: number | undefined;

  constructor(api: string) {
    this.#api = api;
  }

  /** What was logged since the page's first question, the oldest first; without preflights. */
  async log(): Promise<LogEntry[]> {
    const response = await fetch(`${this.#api}/_sandbox/log`);
    const entries: LogEntry[] = await response.json();
    this.#older ??= entries.length;
    // A sandbox that was reset has a new log.
    if (entries.length < this.#older) this.#older = 0;
    const own = entries.slice(this.#older).filter(({ method }) => method === "POST");
    // An entry is made when its answer is: what an order led to stands before it.
    return own.sort((one, other) => Date.parse(one.time) - Date.parse(other.time) || rank(one) - rank(other));
  }

  /** Lets one fault happen to the next request to a path. */
  addFault(path: string, fault: Record<string, unknown>): Promise<void> {
    return this.#post("faults", { path, method: "POST", ...fault });
  }

  async clearFaults(): Promise<void> {
    await fetch(`${this.#api}/_sandbox/faults`, { method: "DELETE" });
  }

  /** Moves the sandbox's clock, and this page's with it, as if a machine had slept. */
  async advance(minutes: number): Promise<void> {
    const advanceMs = minutes * 60_000;
    await this.#post("clock", { advanceMs });
    aheadMs += advanceMs;
    Date.now = () => machineNow() + aheadMs;
    // What a browser says of a page that comes back: whoever counts looks at the clock again.
    document.dispatchEvent(new Event("visibilitychange"));
  }

  async #post(path: string, body: object): Promise<void> {
    const response = await fetch(`${this.#api}/_sandbox/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`POST /_sandbox/${path}: HTTP ${response.status}`);
  }
}
