/** The fields in this page: markup from here, and the module that reads it. */

import { catalog, fieldIndex } from "./catalog.ts";
import { awaitCvvAuthorize } from "./cvv-authorize.ts";
import { type CardletError, toError } from "./errors.ts";
import { isEnter, listen } from "./events.ts";
import { Fields, isFormatted } from "./fields.ts";
import { givenText } from "./given.ts";
import { unlessTrapped } from "./instance.ts";
import { Link } from "./link.ts";
import { Locale } from "./locale.ts";
import { ModuleToken } from "./module-token.ts";
import { type CardOptions, fieldNames } from "./options.ts";
import { choiceFound } from "./packed.ts";
import type { CardPort, PortEvents, TokenizeOptions } from "./port.ts";
import { adoptSheet } from "./sheet.ts";
import { type CardState, NOT_LOADED, readState } from "./state.ts";
import { checkTexts, ENGLISH } from "./texts.ts";
import { Token } from "./token.ts";
import { Told } from "./told.ts";
import type { BrandId, CardController, Failure, FieldCode, FieldName, TokenHandle } from "./wasm/cardlet.js";

export class Inline implements CardPort {
  readonly #host: HTMLElement;
  /** What the fields are in: the host, or its shadow root. */
  readonly #container: HTMLElement | ShadowRoot;
  /** Where a shadow root shows the box that is the element's own child. */
  readonly #slot = document.createElement("slot");
  readonly #events: PortEvents;
  readonly #locale: Locale;
  readonly #told: Told;
  readonly #link: Link;
  #fields: Fields | null = null;
  #token: Token | null = null;
  #source: ModuleToken | null = null;

  constructor(host: HTMLElement, events: PortEvents) {
    this.#host = host;
    this.#container = host.getAttribute("render") === "shadow" ? host.attachShadow({ mode: "open" }) : host;
    this.#slot.name = "consent";
    this.#events = events;
    this.#locale = new Locale(host, ENGLISH, () => this.#translate());
    this.#told = new Told(this.#locale);
    this.#link = new Link(host, {
      ready: () => events.ready(),
      failed: (error) => events.failed(error),
      changed: () => events.changed(),
      settled: (handle, failure) => this.#onSettled(handle, failure),
    });
  }

  /** The tree that the fields are in. */
  get #root(): Document | ShadowRoot {
    return this.#container.getRootNode() as Document | ShadowRoot;
  }

  /** The controller, once the module has arrived. */
  get controller(): CardController | null {
    return this.#link.controller;
  }

  get isReady(): boolean {
    return this.#link.controller !== null;
  }

  get loadError(): CardletError | null {
    return this.#link.loadError;
  }

  get isUntouched(): boolean {
    return this.#fields?.isEmpty() ?? true;
  }

  get state(): CardState {
    const { controller } = this.#link;
    return controller && this.#fields ? readState(controller, this.#fields.names) : NOT_LOADED;
  }

  get token(): Token | null {
    const handle = this.#link.controller?.token();
    return handle ? this.#own(handle) : null;
  }

  get isTokenReusable(): boolean {
    return this.#link.controller?.isTokenReusable() ?? false;
  }

  /** What people read, by key; another object after each change. */
  get texts(): Readonly<Record<string, string>> {
    return this.#locale.texts;
  }

  /** A mask of the fields that show an error, by their index. */
  get errors(): number {
    const names = this.#fields?.wrongNames ?? [];
    return names.reduce((mask, name) => mask | (1 << fieldIndex(name)), 0);
  }

  get hasErrors(): boolean {
    return (this.#fields?.wrongNames.length ?? 0) > 0;
  }

  render(): void {
    const host = this.#host;
    this.#fields ??= this.#place();
    this.#fields.setNames(fieldNames(host.getAttribute("fields")));
    this.#fields.setForm(host.getAttribute("form"));
    this.#fields.setDisabled(host.matches(":disabled"));
    this.#link.attach(this.#fields);
  }

  #place(): Fields {
    const fields = new Fields(this.#locale, (brand) => this.#choose(brand));
    this.#container.append(fields.root);
    if (this.#container !== this.#host) this.#container.append(this.#slot);
    return fields;
  }

  join(): () => void {
    const container = this.#container;
    const leave = [
      adoptSheet(this.#host, this.#root),
      this.#locale.follow(),
      listen(container, "input", (event) => this.#onEdit(event)),
      listen(container, "change", (event) => this.#onEdit(event)),
      listen(container, "beforeinput", (event) => this.#onUndo(event as InputEvent)),
    ];
    if (container !== this.#host) leave.push(listen(container, "keydown", (event) => this.#onKey(event)));
    return () => {
      for (const undo of leave) undo();
    };
  }

  async load(): Promise<void> {
    await this.#link.load();
  }

  moved(): void {}

  release(): void {
    this.#link.release();
  }

  refresh(attribute: string): void {
    if (attribute === "locale") this.#locale.refresh();
    else if (attribute === "form") this.#fields?.setForm(this.#host.getAttribute("form"));
    else this.#link.configure();
  }

  configure(options: CardOptions): void {
    checkTexts(options.texts);
    const before = this.#link.options;
    this.#link.configure(options);
    const wrong = this.#link.wrongConfiguration();
    if (wrong) {
      this.#link.configure(before);
      throw wrong;
    }
    this.#locale.configure(options);
  }

  wrongOptions(): CardletError | null {
    return this.#link.wrongOptions();
  }

  setDisabled(disabled: boolean): void {
    this.#fields?.setDisabled(disabled);
  }

  async tokenize({ signal, resume }: TokenizeOptions): Promise<Token> {
    const controller = this.#link.controller ?? (await this.#link.load());
    const wrong = this.#link.wrongList();
    if (wrong) {
      this.#events.refused(wrong);
      throw wrong;
    }
    try {
      const id = resume == null ? undefined : givenText("resume", resume);
      const token = this.#own(await unlessTrapped(controller.tokenize(signal, id)));
      await awaitCvvAuthorize(token, this.#link.options.fetchToken, signal, this.#events.refused);
      return token;
    } catch (failure) {
      throw toError(failure);
    }
  }

  tell(visit: boolean): void {
    if (visit) this.#link.controller?.touchAll();
    this.#told.askAll(this.#fields?.names ?? []);
  }

  clear(): void {
    this.#told.clear();
    this.#fields?.wipe();
    this.#link.controller?.clear();
  }

  markConsumed(): void {
    this.#link.controller?.markConsumed();
  }

  setError(field: FieldName, codeOrText: FieldCode | (string & {})): void {
    const { controller } = this.#link;
    if (!controller) return;
    if (codeOrText === "") {
      controller.takeErrorBack(fieldIndex(field));
      return;
    }
    const code = catalog().codes.indexOf(codeOrText as FieldCode);
    if (code < 0) this.#told.setWords(field, codeOrText);
    controller.setError(fieldIndex(field), code < 0 ? undefined : code);
  }

  focus(field: FieldName | undefined): void {
    this.#fields?.focus(field);
  }

  blur(): void {
    const active = this.#root.activeElement;
    if (active instanceof HTMLElement && this.#container.contains(active)) active.blur();
  }

  show(state: CardState, isWanted: boolean): void {
    const fields = this.#fields;
    if (!fields) return;
    fields.setRequired(this.#host.hasAttribute("required"));
    const { controller } = this.#link;
    if (controller) {
      const { brand, brands } = choiceFound(controller.choice());
      fields.setChoice(brands, brand?.id);
      fields.setBrand(state.brands.find((brand) => brand.id === state.brand)?.name ?? "");
      fields.setMarks(this.#host.getAttribute("brands") ?? "", state.brand);
      fields.setBusy(state.busy);
      const news = this.#told.show(controller, fields);
      if (news) fields.announce(news);
      return;
    }
    const [first] = fields.names;
    const message = first && isWanted && this.#told.isAsked(first) ? this.words(undefined) : "";
    if (first && fields.setError(first, message)) fields.announce(message);
  }

  words(field: FieldName | undefined): string {
    const { controller } = this.#link;
    if (controller) return field ? this.#told.wrong(controller, field) : "";
    return this.#locale.text(this.loadError ? "status.failed" : "status.loading");
  }

  anchor(field: FieldName | undefined): HTMLElement | undefined {
    return this.#fields?.input(field);
  }

  /** Shows all in another language. Nobody is told again what was told before. */
  #translate(): void {
    const fields = this.#fields;
    if (!fields) return;
    fields.translate();
    fields.announce("");
    if (this.#link.controller) this.#told.show(this.#link.controller, fields);
    this.#events.shown();
  }

  #onEdit(event: Event): void {
    const name = this.#fields?.nameOf(event.target);
    if (name && this.#told.edited(name, event)) this.#events.shown();
  }

  /**
   * The browser's history knows nothing of the gaps that were written between its steps, and would put digits
   * in wrong places: in fields that are formatted there is no undo.
   */
  #onUndo(event: InputEvent): void {
    if (!event.inputType.startsWith("history")) return;
    if (isFormatted(this.#fields?.nameOf(event.target))) event.preventDefault();
  }

  /** No form hears Enter from within a shadow root. */
  #onKey(event: Event): void {
    if (isEnter(event as KeyboardEvent)) this.#events.entered();
  }

  #choose(id: BrandId): void {
    const index = catalog().brands.findIndex((brand) => brand.id === id);
    this.#link.controller?.choose(index);
  }

  #onSettled(handle: TokenHandle | undefined, failure: Failure | undefined): void {
    if (handle) {
      this.#fields?.announce(this.#locale.text("status.done"));
      this.#events.minted(this.#own(handle));
    } else if (failure) this.#events.refused(toError(failure));
  }

  /** The one Token object of a handle's token. */
  #own(handle: TokenHandle): Token {
    if (this.#token?.isOf(handle)) {
      handle.free();
      return this.#token;
    }
    this.#source?.retire();
    this.#source = new ModuleToken(handle);
    this.#token = new Token(this.#source);
    return this.#token;
  }
}
