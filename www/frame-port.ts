/** The fields in a frame of another origin: what this page may say to them and hear of them. */

import type { CardletError } from "./cardlet-error.ts";
import { listen } from "./events.ts";
import { FrameCalls } from "./frame-calls.ts";
import { frameError } from "./frame-errors.ts";
import { fetchFor } from "./frame-fetch.ts";
import { FrameFields } from "./frame-fields.ts";
import { FrameLink } from "./frame-link.ts";
import { lookOf } from "./frame-look.ts";
import { type Ask, type Report, readFailure, readReport, type TokenReport } from "./frame-messages.ts";
import { frameUrl, limitsOf, refuseOwnOptions, settingsOf, titleOf } from "./frame-settings.ts";
import { FrameStage } from "./frame-stage.ts";
import { FRAME_TEXTS } from "./frame-texts.ts";
import { FrameToken } from "./frame-token.ts";
import { Locale } from "./locale.ts";
import { type CardOptions, minValidityMs } from "./options.ts";
import type { CardPort, PortEvents, TokenizeOptions } from "./port.ts";
import { type CardState, NOT_LOADED } from "./state.ts";
import type { Token } from "./token.ts";
import type { FieldCode, FieldName } from "./wasm/cardlet.js";

/** How long a frame may take until its fields are live. */
const PATIENCE_MS = 9_000;

export class FramePort implements CardPort {
  readonly #host: HTMLElement;
  readonly #events: PortEvents;
  readonly #locale: Locale;
  readonly #calls = new FrameCalls<Token>();
  #stage: FrameStage | null = null;
  #link: FrameLink | null = null;
  #loading: Promise<void> | null = null;
  #loadError: CardletError | null = null;
  #fields: FrameFields | null = null;
  #options: CardOptions = {};
  readonly #token = new FrameToken();
  #onLive = (): void => {};
  #giveUp = (_error: CardletError): void => {};

  constructor(host: HTMLElement, events: PortEvents) {
    this.#host = host;
    this.#events = events;
    this.#locale = new Locale(host, FRAME_TEXTS, () => this.#translate());
  }

  get isReady(): boolean {
    return this.#fields?.isLive === true;
  }

  get loadError(): CardletError | null {
    return this.#loadError;
  }

  get isUntouched(): boolean {
    return true;
  }

  get state(): CardState {
    const card = this.isTokenReusable ? this.token?.card : null;
    return this.#fields?.state(card ?? null) ?? NOT_LOADED;
  }

  get token(): Token | null {
    return this.#token.usable;
  }

  get isTokenReusable(): boolean {
    const left = this.token?.expiresIn() ?? Infinity;
    return this.token !== null && this.#fields?.isReusable === true && left >= minValidityMs(this.#host);
  }

  get hasErrors(): boolean {
    return this.#fields?.hasErrors === true;
  }

  // --- life

  render(): void {
    if (this.#stage) this.#reload(frameError("destroyed", "internal"));
    else this.#stage = new FrameStage(this.#host);
  }

  join(): () => void {
    const leave = [this.#locale.follow(), this.#stage?.watch(() => this.#restyle())];
    return () => {
      for (const undo of leave) undo?.();
    };
  }

  #restyle(): void {
    const style = this.#stage?.newLook();
    if (style) this.#post("style", { style });
  }

  /** The page's language or direction is another one. */
  #translate(): void {
    this.#link?.name(titleOf(this.#host, this.#locale));
    this.#restyle();
    this.#set();
    this.#events.shown();
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
    refuseOwnOptions(this.#options);
    const url = frameUrl(this.#host);
    const link = new FrameLink(titleOf(this.#host, this.#locale));
    this.#link = link;
    const givenUp = new Promise<never>((_, reject) => {
      this.#giveUp = reject;
    });
    const timer = setTimeout(() => this.#giveUp(frameError("frame_load_failed")), PATIENCE_MS);
    await Promise.race([this.#start(link, url), givenUp]).finally(() => clearTimeout(timer));
    this.#stage?.reveal();
    this.#events.ready();
  }

  /** Ends when the fields have told of themselves. */
  async #start(link: FrameLink, url: URL): Promise<void> {
    const live = new Promise<void>((resolve) => {
      this.#onLive = resolve;
    });
    const opened = link.open(url, () => this.#lose());
    this.#stage?.insert(link.element);
    const port = await opened;
    port.onmessage = ({ data }) => {
      const report = readReport(data);
      if (report && link === this.#link) this.#hear(report);
    };
    this.#post("start", {
      ...settingsOf(this.#host, this.#options),
      ...limitsOf(this.#host, this.#options),
      style: lookOf(this.#host),
    });
    await live;
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
    this.#giveUp(error);
    this.#link?.close();
    this.#link = null;
    this.#fields = null;
    this.#token.forget();
    this.#calls.rejectAll(error);
  }

  // --- what is said

  #post(type: string, content?: object): void {
    this.#link?.post(type, content);
  }

  #set(): void {
    this.#post("set", settingsOf(this.#host, this.#options));
  }

  refresh(attribute: string): void {
    if (attribute === "locale") this.#locale.refresh();
    if (attribute !== "brands") this.#set();
    else if (this.state.empty && this.#link) this.render();
    // After the first key, what is accepted stays: the answers would tell the digits.
    else if (this.#link) this.#events.refused(frameError("unsupported_operation", "configuration", "brands"));
  }

  wrongOptions(): null {
    return null;
  }

  configure(options: CardOptions): void {
    // What was configured before there was anything to show is told of when it is loaded.
    if (this.#stage) refuseOwnOptions(options);
    const before = this.#options;
    this.#options = options;
    this.#locale.configure(options);
    // Other texts are told of when they are shown.
    if (options.texts === before.texts) this.#set();
  }

  setDisabled(): void {
    this.#set();
  }

  async tokenize({ signal, resume }: TokenizeOptions): Promise<Token> {
    // The frame would not take it, and the call wait for ever.
    if (resume && resume.length > 4096) throw frameError("invalid_option", "configuration", "resume");
    // Live fields are told in the caller's task: what the page says next comes next.
    if (!this.isReady) await this.load();
    if (signal?.aborted) throw frameError("aborted", "network");
    const [call, answer] = this.#calls.open();
    const undo = signal ? listen(signal, "abort", () => this.#abort(call)) : undefined;
    // A token that is dead by either side's clock is not handed out again.
    if (this.#token.isExpired) this.#post("consumed");
    this.#post("tokenize", { call, resume: resume ?? null });
    return answer.finally(undo);
  }

  #abort(call: number): void {
    this.#post("abort", { call });
    this.#calls.reject(call, frameError("aborted", "network"));
  }

  tell(): void {
    this.#post("validate");
  }

  clear(): void {
    this.#post("clear");
    this.#token.forget();
    this.#fields?.clear();
  }

  markConsumed(): void {
    this.#post("consumed");
    this.#token.consume();
  }

  setError(field: FieldName, codeOrText: FieldCode | (string & {})): void {
    if (this.#fields)
      this.#post("error", {
        field,
        [this.#fields.setError(field, codeOrText)]: String(codeOrText).slice(0, 500),
      });
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
        this.#fields = new FrameFields(report);
        return;
      case "texts":
        this.#fields?.learn(report.texts);
        this.#events.shown();
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
        else this.#calls.reject(report.call, error);
        return;
      }
      case "enter":
        this.#events.entered();
        return;
      case "fetchSubmissionToken":
      case "fetchToken":
        void this.#answer(report);
    }
  }

  async #answer(ask: Ask): Promise<void> {
    const link = this.#link;
    const value = await fetchFor(ask, this.#options);
    link?.post("fetched", { ask: ask.ask, value });
  }

  #onState(report: Extract<Report, { type: "state" }>): void {
    if (!this.#fields) return;
    const wasLive = this.#fields.isLive;
    this.#fields.hear(report);
    if (wasLive) this.#events.changed();
    else this.#onLive();
  }

  #onToken(report: TokenReport): void {
    const token = this.#token.hear(report);
    if (this.#fields) this.#fields.isReusable = report.reusable;
    if (report.call === null) this.#events.minted(token);
    else this.#calls.resolve(report.call, token);
  }

  // --- what people see

  show(): void {}

  words(field: FieldName | undefined): string {
    if (!this.isReady) return this.#locale.text(this.#loadError ? "status.failed" : "status.loading");
    return field ? (this.#fields?.words(field) ?? "") : "";
  }

  anchor(): HTMLElement | undefined {
    return this.#link?.element;
  }
}
