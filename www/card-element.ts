/** `<cardlet-card>`: attributes, events and form association. Its fields may be here or in a frame. */

import { CardProperties } from "./card-properties.ts";
import type { CardletError } from "./cardlet-error.ts";
import { Consent } from "./consent.ts";
import { emit, listen } from "./events.ts";
import { addEntries, formValue } from "./form-entries.ts";
import { LifeWatch } from "./life.ts";
import { type CardOptions, fieldNames, minValidityMs } from "./options.ts";
import type { CardPort, PortEvents, TokenizeOptions } from "./port.ts";
import { RENDERED } from "./rendered.ts";
import { type CardState, NOT_LOADED } from "./state.ts";
import { StateNews } from "./state-news.ts";
import { joinSubmits } from "./submit.ts";
import type { Token } from "./token.ts";
import type { FieldCode, FieldName } from "./wasm/cardlet.js";

export type { CardAttributes, CardListeners } from "./card-attributes.ts";
export type { CardletEventMap } from "./events.ts";
export type { CardOptions } from "./options.ts";
export type { TokenizeOptions } from "./port.ts";
export type { CardState, FieldState } from "./state.ts";
export type { Token } from "./token.ts";

declare global {
  interface HTMLElementTagNameMap {
    "cardlet-card": CardElement;
  }
}

export abstract class CardElement extends CardProperties {
  static readonly version: string = "0.1.0";

  readonly #life = new LifeWatch({
    expiring: (token) => emit(this, "cardlet-token-expiring", token),
    expired: (token) => this.#onExpired(token),
  });
  readonly #news = new StateNews();
  readonly #consent = new Consent(this, () => this.#onChange());
  #port: CardPort | null = null;
  #options: CardOptions = {};
  #isRendered = false;
  /** Is it settled where the fields are? */
  #isSettled = false;
  #leave: (() => void)[] = [];

  /** @internal Makes the way to the fields, once. */
  protected abstract openPort(events: PortEvents): CardPort;

  /** The way to the fields. Where they are is settled with its first use. */
  get #opened(): CardPort {
    if (this.#port) return this.#port;
    this.#port = this.openPort({
      ready: () => this.#onReady(),
      failed: (error) => this.#onLoadFailed(error),
      changed: () => this.#onChange(),
      shown: () => this.#update(),
      minted: (token) => this.#onMinted(token),
      refused: (error) => emit(this, "cardlet-error", error),
      entered: () => this.submitByEnter(),
    });
    try {
      this.#port.configure(this.#options);
    } catch (error) {
      // Nobody has called what could throw it.
      emit(this, "cardlet-error", error as CardletError);
    }
    return this.#port;
  }

  // --- life in the page

  override connectedCallback(): void {
    super.connectedCallback();
    // A move connects again before the microtask below, and goes on with what was there.
    const isMoved = this.#leave.length > 0;
    if (!this.#isRendered) this.#render();
    this.#join();
    if (isMoved) this.#opened.moved();
    // A framework may say only now, in the same task, where the fields are.
    else queueMicrotask(() => this.isConnected && this.#load());
  }

  #load(): void {
    this.#isSettled = true;
    // The event tells of a failure.
    this.#opened.load().catch(() => {});
  }

  disconnectedCallback(): void {
    // A move disconnects and connects again in the same task, and must not end a request.
    queueMicrotask(() => {
      if (this.isConnected) return;
      for (const leave of this.#leave.splice(0)) leave();
      this.#life.stop();
      this.#port?.release();
    });
  }

  /** With `moveBefore` nothing is disconnected: text and request stay. */
  connectedMoveCallback(): void {
    this.#join();
  }

  /** Takes part in the page; again after a move, which may have led into another root. */
  #join(): void {
    for (const leave of this.#leave.splice(0)) leave();
    this.#leave = [
      this.#opened.join(),
      joinSubmits(this),
      this.joinForm(),
      // Otherwise the back button would restore the digits.
      listen(window, "pagehide", () => this.clear()),
    ];
  }

  /** Makes the fields where they are wanted now, until that is settled. */
  #reopen(): void {
    if (this.#isSettled) return;
    for (const leave of this.#leave.splice(0)) leave();
    this.#port = null;
    if (!this.#isRendered) return;
    this.#render();
    if (this.isConnected) this.#join();
  }

  attributeChangedCallback(attribute: string, before: string | null, after: string | null): void {
    const isList = attribute === "fields";
    // Other fields cost what was typed; another spelling of the same must not.
    if (isList ? String(fieldNames(before)) === String(fieldNames(after)) : before === after) return;
    if (attribute === "frame" || attribute === "render") this.#reopen();
    else if (!this.#isRendered) return;
    else if (isList) this.#opened.render();
    else if (attribute === "consent") this.#consent.render();
    else this.#opened.refresh(attribute);
    this.#update();
  }

  formDisabledCallback(disabled: boolean): void {
    if (this.#isRendered) this.#opened.setDisabled(disabled);
    this.#consent.setDisabled(disabled);
  }

  formResetCallback(): void {
    this.clear();
  }

  // --- what a page calls

  /**
   * Sets what is no string, in addition to what was set before: billing address, metadata,
   * callbacks, ranges of card numbers. `undefined` takes an option back.
   *
   * @throws {CardletError} of type `configuration` naming the option. Nothing has changed then.
   */
  configure(options: CardOptions): void {
    const all = { ...this.#options, ...options };
    this.#port?.configure(all);
    this.#options = all;
  }

  /** @internal What `configure()` was given. */
  get configured(): Readonly<CardOptions> {
    return this.#options;
  }

  /** The state of the form: verdicts, brand and what may be shown. */
  get state(): CardState {
    return this.#consent.among(this.#port?.state ?? NOT_LOADED);
  }

  /** The last token while it is neither used nor expired. */
  get token(): Token | null {
    return this.#port?.token ?? null;
  }

  /** Shows what is wrong in every field, without a request, and returns the state. */
  validate(): CardState {
    this.#port?.tell(true);
    this.#update();
    return this.state;
  }

  /**
   * Posts the card to the tokenization endpoint. Calls in the same moment share one request, and
   * later calls its token, until an edit, `markConsumed()`, `setError()`, `clear()` or a reset.
   *
   * @throws {CardletError} The fields keep what was typed.
   */
  async tokenize(options: TokenizeOptions = {}): Promise<Token> {
    return this.#opened.tokenize(options);
  }

  /** Empties the fields and forgets the token. */
  clear(): void {
    this.#life.stop();
    this.#port?.clear();
    this.#consent.clear();
    this.#update();
  }

  /** Tells that the merchant's server has used the token, whatever it answered. */
  markConsumed(): void {
    this.#life.stop();
    this.#port?.markConsumed();
    this.#update();
  }

  /** Shows an error in a field until it is edited: a field code, or a text in your own words; "" takes it back. */
  setError(field: FieldName, codeOrText: FieldCode | (string & {})): void {
    this.#opened.setError(field, codeOrText);
    this.#update();
  }

  /** Focuses a field: the given one, else the first wrong one, else the first. */
  override focus(options?: FieldName | FocusOptions): void {
    this.#port?.focus(typeof options === "string" ? options : this.#firstWrong());
  }

  override blur(): void {
    this.#port?.blur();
  }

  // --- submits

  /** @internal */
  needsToken(): boolean {
    if (this.submit === "manual" || this.matches(":disabled")) return false;
    return this.#isWanted();
  }

  /** Is a token wanted: is the card required, or has something been entered? */
  #isWanted(state = this.state): boolean {
    return this.required || (this.#port?.isReady ? !state.empty : this.#port?.isUntouched === false);
  }

  /** @internal */
  async prepareSubmit(): Promise<boolean> {
    try {
      await this.tokenize();
      return true;
    } catch (error) {
      const { type, field } = error as CardletError;
      if (type === "validation" || type === "load") this.#tell();
      if (field) this.focus(field);
      return false;
    }
  }

  /** @internal */
  enterToken(): boolean {
    const { token } = this;
    if (!token) return false;
    // One that never had enough life to be handed out twice may still go out once.
    const isShortLived = (token.expiresIn() ?? Infinity) < minValidityMs(this);
    if (!isShortLived && !this.#opened.isTokenReusable) return false;
    this.setFormValue(formValue(token, this));
    return true;
  }

  /** @internal */
  addEntries(data: FormData): void {
    const { token } = this;
    if (token) addEntries(data, token, this);
  }

  /** @internal */
  protected tellErrors(): void {
    this.validate();
    // What could not be loaded is asked for again by the next submit.
    if (this.#port?.loadError) this.#port.load().catch(() => {});
  }

  /** @internal */
  protected focusFirst(which: "first" | "wrong"): void {
    this.#port?.focus(which === "wrong" ? this.#firstWrong() : undefined);
  }

  /** Shows what is wrong in every field. */
  #tell(): void {
    this.#port?.tell(false);
    this.#update();
  }

  // --- the fields

  #render(): void {
    // A clone brings the rendered children of its original along, texts included.
    for (const child of [...this.children]) if (child.hasAttribute(RENDERED)) child.remove();
    this.#opened.render();
    this.#consent.render();
    this.#isRendered = true;
    this.#update();
  }

  #onReady(): void {
    this.#update();
    emit(this, "cardlet-ready", null);
  }

  #onLoadFailed(error: CardletError): void {
    if (this.isConnected) emit(this, "cardlet-error", error);
    this.#update();
  }

  #onChange(): void {
    const state = this.#update();
    const wrong = state.empty ? null : this.#port?.wrongOptions();
    if (wrong) emit(this, "cardlet-error", wrong);
    emit(this, "cardlet-change", state);
    this.#news.tell(this, state);
  }

  #onMinted(token: Token): void {
    this.#life.watch(token);
    emit(this, "cardlet-token", token);
  }

  #onExpired(token: Token): void {
    this.#update();
    emit(this, "cardlet-token-expired", token);
  }

  /** Brings texts, validity and custom states up to date with the state, and returns it. */
  #update(): CardState {
    const { state } = this;
    const port = this.#port;
    if (!port || !this.#isRendered) return state;
    const isWanted = this.#isWanted(state);
    port.show(state, isWanted);
    const wrong = port.isReady && isWanted ? this.#firstWrong(state) : undefined;
    const isWrong = port.isReady ? wrong !== undefined : isWanted;
    if (port.isReady) {
      if (this.hasFormValue && !port.isTokenReusable) this.setFormValue(null);
      this.setState("busy", state.busy);
      this.setState("empty", state.empty);
      this.setState("complete", state.complete);
    }
    this.setMessage(isWrong ? port.words(wrong) || "wrong" : "", port.anchor(wrong));
    this.setState("loading", !port.isReady && !port.loadError);
    this.setState("user-invalid", port.hasErrors);
    return state;
  }

  #firstWrong({ fields } = this.state): FieldName | undefined {
    return (Object.keys(fields) as FieldName[]).find((name) => !fields[name]?.valid);
  }
}
