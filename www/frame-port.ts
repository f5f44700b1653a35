/** The fields in a frame of another origin: what this page may say to them and hear of them. */

import type { CardletError } from "./cardlet-error.ts";
import { listen } from "./events.ts";
import { frameError } from "./frame-errors.ts";
import { FrameLink } from "./frame-link.ts";
import { DARK, heightOf, lookOf } from "./frame-look.ts";
import { type Report, readFailure, readFrameState, readReport, type TokenReport } from "./frame-messages.ts";
import { FrameToken } from "./frame-token.ts";
import { type CardOptions, fieldNames, minValidityMs, seconds, words } from "./options.ts";
import type { CardPort, PortEvents, TokenizeOptions } from "./port.ts";
import { type CardState, NOT_LOADED } from "./state.ts";
import { Token } from "./token.ts";
import type { Brand, FieldCode, FieldName } from "./wasm/cardlet.js";

type StateReport = Extract<Report, { type: "state" }>;

interface Call {
  resolve(token: Token): void;
  reject(error: CardletError): void;
}

/** How long the fields may take, once both sides talk. */
const START_MS = 2_000;

/** What people read while there is no frame that could say it. */
export const STATUS = {
  loading: "The card form is still loading. Try again in a moment.",
  failed: "The card form could not be loaded. Reload the page to try again.",
} as const;

/** The options that are the frame's own, or that can't cross over to it. */
const NOT_HERE: readonly (keyof CardOptions)[] = [
  "brandRanges",
  "fieldMap",
  "path",
  "keyHeader",
  "keyPrefix",
  "fetchSubmissionToken",
  "returnUrl",
  "fetchToken",
];

const SHEET = `:host { display: grid }
:host([hidden]) { display: none }
slot, iframe { grid-area: 1 / 1 }
iframe { inline-size: calc(100% + 8px); margin: -4px; border: 0; background: none }
iframe:not(.ready) { visibility: hidden }
iframe.ready + slot { display: none }`;

export class FramePort implements CardPort {
  readonly #host: HTMLElement;
  readonly #events: PortEvents;
  #root: ShadowRoot | null = null;
  #link: FrameLink | null = null;
  #loading: Promise<void> | null = null;
  #loadError: CardletError | null = null;
  #texts: Record<string, string> | null = null;
  #brands: Brand[] = [];
  #first: StateReport | null = null;
  #state: StateReport | null = null;
  #options: CardOptions = {};
  readonly #words = new Map<FieldName, string>();
  #source: FrameToken | null = null;
  #token: Token | null = null;
  #calls = 0;
  readonly #pending = new Map<number, Call>();
  #onLoaded: (() => void) | null = null;

  constructor(host: HTMLElement, events: PortEvents) {
    this.#host = host;
    this.#events = events;
  }

  get isReady(): boolean {
    return this.#state !== null;
  }

  get loadError(): CardletError | null {
    return this.#loadError;
  }

  get isUntouched(): boolean {
    return true;
  }

  get state(): CardState {
    if (!this.#state) return NOT_LOADED;
    const last4 = this.isTokenReusable ? (this.#token?.card?.last4 ?? null) : null;
    return readFrameState(this.#state, this.#brands, last4);
  }

  get token(): Token | null {
    const isUsable = /^(created|active)$/.test(this.#source?.status() ?? "");
    return isUsable ? this.#token : null;
  }

  get isTokenReusable(): boolean {
    const left = this.token?.expiresIn() ?? Infinity;
    return this.token !== null && this.#state?.reusable === true && left >= minValidityMs(this.#host);
  }

  get hasErrors(): boolean {
    return Object.values(this.#state?.fields ?? {}).some((field) => field.error);
  }

  // --- life

  render(): void {
    if (this.#root) {
      this.#reload(frameError("destroyed", "internal"));
      return;
    }
    this.#root = this.#host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.append(document.createElement("slot"));
  }

  join(): () => void {
    const resized = new ResizeObserver(() => this.#fit());
    resized.observe(this.#host);
    const undo = DARK ? listen(DARK, "change", () => this.#restyle()) : undefined;
    return () => {
      resized.disconnect();
      undo?.();
    };
  }

  load(): Promise<void> {
    if (this.isReady) return Promise.resolve();
    this.#loading ??= this.#open()
      .catch((error: CardletError) => {
        this.#drop(error);
        // One that was given up because the element has left is no failure.
        if (error.type === "internal") throw error;
        this.#loadError = error;
        this.#events.failed(error);
        throw error;
      })
      .finally(() => {
        this.#loading = null;
      });
    return this.#loading;
  }

  async #open(): Promise<void> {
    this.#loadError = null;
    const url = this.#url();
    const link = new FrameLink(this.#host.getAttribute("frame-title") ?? "Card details");
    this.#link = link;
    const first = this.#root?.firstChild ?? null;
    const parent = { appendChild: (frame: Node) => this.#root?.insertBefore(frame, first) };
    this.#fit();
    const port = await link.open(url, parent as never, () => this.#lose());
    port.onmessage = ({ data }) => {
      const report = readReport(data);
      if (report && link === this.#link) this.#hear(report);
    };
    const ready = new Promise<void>((resolve) => {
      this.#onLoaded = resolve;
    });
    this.#post("start", { ...this.#settings(), ...this.#limits(), style: lookOf(this.#host) });
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(frameError("frame_load_failed")), START_MS);
    });
    await Promise.race([ready, late]);
    link.element.className = "ready";
    this.#events.ready();
  }

  #url(): URL {
    const text = this.#host.getAttribute("frame");
    if (!text) throw frameError("missing_option", "configuration", "frame");
    const url = new URL(text, document.baseURI);
    if (!/^https?:$/.test(url.protocol)) throw frameError("frame_load_failed");
    return url;
  }

  moved(): void {
    // The browser loads the frame anew: what was typed is gone.
    if (this.isReady) this.#lose();
    else if (this.#link) this.#reload(frameError("destroyed", "internal"));
  }

  #lose(): void {
    const error = frameError("frame_disconnected");
    this.#reload(error);
    this.#loadError = error;
    this.#events.failed(error);
  }

  /** Takes the frame away, and makes another when a load that was under way has ended. */
  #reload(error: CardletError): void {
    const ended = this.#loading?.catch(() => {});
    this.#drop(error);
    void Promise.resolve(ended)
      .then(() => (this.#host.isConnected ? this.load() : undefined))
      .catch(() => {});
  }

  release(): void {
    this.#drop(frameError("destroyed", "internal"));
  }

  /** Takes the frame away; what was asked of it ends with this error. */
  #drop(error: CardletError): void {
    this.#link?.close();
    this.#link = null;
    this.#state = null;
    this.#first = null;
    this.#source = null;
    this.#token = null;
    this.#words.clear();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  // --- what is said

  #post(type: string, content?: object): void {
    this.#link?.post(type, content);
  }

  #settings(): object {
    const host = this.#host;
    const { maxYearsAhead, ...configure } = this.#options;
    return {
      tokenType: host.getAttribute("token-type"),
      updateToken: host.getAttribute("update-token"),
      cardBrand: host.getAttribute("card-brand"),
      timeoutMs: seconds(host, "timeout", 30),
      minValidityMs: minValidityMs(host),
      required: host.hasAttribute("required"),
      disabled: host.matches(":disabled"),
      configure,
    };
  }

  #limits(): object {
    return {
      fields: fieldNames(this.#host),
      brands: words(this.#host.getAttribute("brands")),
      maxYearsAhead: this.#options.maxYearsAhead ?? null,
    };
  }

  #restyle(): void {
    this.#post("style", { style: lookOf(this.#host) });
    this.#fit();
  }

  /** Reserves the height of the fields. */
  #fit(): void {
    const frame = this.#link?.element;
    if (!frame) return;
    const { scheme, fontSize } = lookOf(this.#host);
    const height = heightOf(fieldNames(this.#host), this.#host.clientWidth, fontSize);
    frame.style.blockSize = `${height + 8}px`;
    // A frame of another scheme than its page is opaque.
    frame.style.colorScheme = scheme ?? "";
  }

  refresh(attribute: string): void {
    if (attribute !== "brands") this.#post("set", this.#settings());
    else if (this.state.empty && this.#link) this.render();
    // After the first key, what is accepted stays: the answers would tell the digits.
    else if (this.#link) this.#events.refused(frameError("unsupported_operation", "configuration", "brands"));
  }

  wrongOptions(): null {
    return null;
  }

  configure(options: CardOptions): void {
    const wrong = NOT_HERE.find((name) => options[name] !== undefined);
    if (wrong) throw frameError("unsupported_operation", "configuration", wrong);
    this.#options = options;
    this.#post("set", this.#settings());
  }

  setDisabled(): void {
    this.#post("set", this.#settings());
  }

  async tokenize({ signal, resume }: TokenizeOptions): Promise<Token> {
    await this.load();
    if (signal?.aborted) throw frameError("aborted", "network");
    const call = ++this.#calls;
    const answer = new Promise<Token>((resolve, reject) => this.#pending.set(call, { resolve, reject }));
    const undo = signal ? listen(signal, "abort", () => this.#abort(call)) : undefined;
    // A token that is dead by either side's clock is not handed out again.
    if (this.#source?.status() === "expired") this.#post("consumed");
    this.#post("tokenize", { call, resume: resume ?? null });
    return answer.finally(undo);
  }

  #abort(call: number): void {
    this.#post("abort", { call });
    this.#pending.get(call)?.reject(frameError("aborted", "network"));
    this.#pending.delete(call);
  }

  tell(): void {
    this.#post("validate");
  }

  clear(): void {
    this.#post("clear");
    this.#words.clear();
    this.#source = null;
    this.#token = null;
    if (this.#state) this.#state = this.#first;
  }

  markConsumed(): void {
    this.#post("consumed");
    this.#source?.consume();
  }

  setError(field: FieldName, codeOrText: FieldCode | (string & {})): void {
    const isCode = this.#texts ? Object.hasOwn(this.#texts, codeOrText) : false;
    if (isCode) this.#words.delete(field);
    else this.#words.set(field, codeOrText);
    this.#post("error", { field, [isCode ? "code" : "words"]: codeOrText });
    const state = this.#state;
    const before = state?.fields[field];
    if (!state || !before) return;
    const code = isCode ? (codeOrText as FieldCode) : null;
    const after = { ...before, empty: false, valid: false, touched: true, code, error: true };
    this.#state = { ...state, reusable: false, fields: { ...state.fields, [field]: after } };
  }

  focus(field: FieldName | undefined): void {
    // In the caller's task: only a page that has the focus may give it to a frame.
    this.#link?.element.focus();
    this.#post("focus", { field: field ?? null });
  }

  blur(): void {
    this.#link?.element.blur();
    this.#post("blur");
  }

  // --- what is heard

  #hear(report: Report): void {
    switch (report.type) {
      case "ready":
        this.#texts = report.texts;
        this.#brands = freeze(report.brands);
        return;
      case "state":
        this.#onState(report);
        return;
      case "token":
        this.#onToken(report);
        return;
      case "failure": {
        const error = readFailure(report.failure);
        if (report.call === null) this.#events.refused(error);
        else this.#settle(report.call, ({ reject }) => reject(error));
        return;
      }
      case "enter":
        this.#events.entered();
    }
  }

  #onState(report: StateReport): void {
    if (!this.#texts) return;
    this.#state = report;
    for (const [name, field] of Object.entries(report.fields)) {
      if (field.valid) this.#words.delete(name as FieldName);
    }
    if (this.#first) {
      this.#events.changed();
      return;
    }
    this.#first = report;
    this.#onLoaded?.();
  }

  #onToken(report: TokenReport): void {
    if (this.#source?.serial !== report.serial) {
      this.#source = new FrameToken(freeze(report));
      this.#token = new Token(this.#source);
    }
    const token = this.#token as Token;
    if (this.#state) this.#state = { ...this.#state, reusable: report.reusable };
    if (report.call === null) this.#events.minted(token);
    else this.#settle(report.call, ({ resolve }) => resolve(token));
  }

  #settle(call: number, how: (call: Call) => void): void {
    const pending = this.#pending.get(call);
    this.#pending.delete(call);
    if (pending) how(pending);
  }

  // --- what people see

  show(): void {}

  words(field: FieldName | undefined): string {
    if (!this.isReady) return this.#loadError ? STATUS.failed : STATUS.loading;
    const state = field ? this.#state?.fields[field] : undefined;
    const words = field ? this.#words.get(field) : undefined;
    return words ?? (state?.code ? (this.#texts?.[state.code] ?? "") : "");
  }

  anchor(): HTMLElement | undefined {
    return this.#link?.element;
  }
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}
