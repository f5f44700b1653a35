/**
 * The hosted page: the same element as in a page of one's own, led by the page around it.
 *
 * Every message passes the module's gate, in both directions; the protocol stands in
 * `src/frame/mod.rs`. Which pages may embed it, and where their cards go, is in the file
 * `frame-config.json` beside it.
 */

import { CardElement } from "./card-element.ts";
import { type CardletError, toError } from "./errors.ts";
import { isEnter } from "./events.ts";
import { FrameCalls } from "./frame-calls.ts";
import { FrameFocus } from "./frame-focus.ts";
import { Inline } from "./inline.ts";
import { memory, onTrap, wasm } from "./instance.ts";
import { init } from "./module.ts";
import type { ModuleToken } from "./module-token.ts";
import type { CardOptions } from "./options.ts";
import type { CardPort, PortEvents } from "./port.ts";
import type { Token } from "./token.ts";
import type { FrameCommand, FrameSettings, FrameStyle } from "./wasm/cardlet.js";
import type { FrameGate } from "./wasm/frame.js";

class FramedCard extends CardElement {
  inline: Inline | undefined;
  onShown = (): void => {};

  /** @internal */
  protected openPort(events: PortEvents): CardPort {
    const shown = (): void => {
      events.shown();
      this.onShown();
    };
    this.inline = new Inline(this, { ...events, shown });
    return this.inline;
  }
}

/** Longer messages are not even given to the module. */
const LONGEST = 32 * 1024;

/** The frame's module has the gate beside what every module has. */
function gates(): typeof FrameGate {
  return (wasm as unknown as typeof import("./wasm/frame.js")).FrameGate;
}

/** What the page around the frame has asked for, done with the element. */
class Frame {
  readonly #card = new FramedCard();
  #gate: FrameGate;
  readonly #port: MessagePort;
  readonly #calls = new Map<number, AbortController>();
  readonly #serials = new WeakMap<Token, number>();
  /** What the page's server is asked for. */
  readonly #asks = new FrameCalls<string>();
  readonly #focus = new FrameFocus();
  #configured: string[] = [];
  #tokens = 0;
  #said = "";
  #texts: object | undefined;
  /** The page's first message, which a gate of another instance has to know. */
  #start: string | undefined;

  constructor(gate: FrameGate, port: MessagePort, openGate: () => FrameGate) {
    this.#gate = gate;
    this.#port = port;
    port.onmessage = ({ data }) => this.#hear(data);
    onTrap(() => {
      // Where no instance can follow at once, the page around makes the whole frame anew.
      if (!memory) location.reload();
      this.#gate = openGate();
      this.#gate.resume(this.#start);
    });
  }

  #hear(data: unknown): void {
    if (!isShort(data)) return;
    const command = this.#read(data);
    if (command?.type === "start") this.#start = data;
    if (command) this.#obey(command);
  }

  /** A message that meets a broken instance is read by the next one: the page waits for what it brings. */
  #read(text: string): FrameCommand | undefined {
    try {
      return this.#gate.command(text);
    } catch {
      return this.#gate.command(text);
    }
  }

  #obey(command: FrameCommand): void {
    const card = this.#card;
    switch (command.type) {
      case "start":
        this.#begin(command);
        return;
      case "set":
        this.#set(command.settings);
        break;
      case "style":
        this.#dress(command.style);
        return;
      case "tokenize":
        void this.#tokenize(command.call, command.resume);
        return;
      case "abort":
        this.#calls.get(command.call)?.abort();
        return;
      case "validate":
        card.validate();
        break;
      case "clear":
        card.clear();
        break;
      case "consumed":
        card.markConsumed();
        break;
      case "error":
        card.setError(command.field, command.words);
        break;
      case "focus":
        this.#focus.give(() => card.focus(command.field ?? undefined));
        return;
      case "blur":
        this.#focus.end();
        card.blur();
        return;
      case "fetched":
        if (command.value === null) this.#asks.reject(command.ask, new Error("the page has no answer"));
        else this.#asks.resolve(command.ask, command.value);
        return;
    }
    this.#tellState();
  }

  #begin({ fields, brands, bin, settings, style }: Extract<FrameCommand, { type: "start" }>): void {
    const card = this.#card;
    Object.assign(card, this.#gate.account());
    for (const [name, path] of Object.entries(this.#gate.fonts())) {
      document.fonts.add(new FontFace(name, `url("${new URL(path, location.href)}")`));
    }
    card.fields = fields.join(" ");
    card.brands = brands;
    card.bin = bin ?? "";
    this.#dress(style);
    card.onShown = () => {
      this.#tellTexts();
      this.#tellState();
    };
    card.addEventListener("cardlet-change", () => this.#tellState());
    card.addEventListener("cardlet-token", ({ detail }) => this.#tellToken(undefined, detail));
    card.addEventListener("cardlet-error", ({ detail }) => this.#tellError(undefined, detail));
    card.addEventListener("keydown", (event) => {
      if (isEnter(event)) this.#say(gates().enter());
    });
    const ready = (): void => {
      this.#texts = card.inline?.texts;
      this.#say(gates().ready(JSON.stringify(this.#texts)));
      this.#tellState();
    };
    // After a trap the fields are live again; the page has never heard that they were not.
    card.addEventListener("cardlet-ready", ready, { once: true });
    document.body.append(card);
    // Now that it is shown, it throws for what can't be used.
    this.#set(settings);
  }

  #set(settings: FrameSettings): void {
    const { tokenType, updateToken, cardBrand, timeoutMs, minValidityMs, disabled, required } = settings;
    const card = this.#card;
    Object.assign(card, { tokenType, updateToken, cardBrand, disabled, required });
    // The element follows the language of its document.
    document.documentElement.lang = settings.locale ?? "en";
    card.timeout = String(timeoutMs / 1000);
    card.minValidity = String(minValidityMs / 1000);
    try {
      // What is not named any more is taken back.
      const gone = Object.fromEntries(this.#configured.map((name) => [name, undefined]));
      const options = { ...settings.configure, ...this.#callbacks(settings) };
      card.configure({ ...gone, ...options });
      this.#configured = Object.keys(options);
    } catch (error) {
      this.#tellError(undefined, error);
    }
  }

  /** The page's callbacks, which its server answers. */
  #callbacks({ fetchesSubmissionToken, fetchesToken }: FrameSettings): CardOptions {
    const ask = (write: (ask: number) => string): Promise<string> => {
      const [call, answer] = this.#asks.open();
      this.#say(write(call));
      return answer;
    };
    const fetchSubmissionToken: CardOptions["fetchSubmissionToken"] = ({ successUrl, failureUrl }) =>
      ask((call) => gates().fetchSubmissionToken(call, successUrl, failureUrl));
    const fetchToken: CardOptions["fetchToken"] = async (id) =>
      JSON.parse(await ask((call) => gates().fetchToken(call, id)));
    return { ...(fetchesSubmissionToken && { fetchSubmissionToken }), ...(fetchesToken && { fetchToken }) };
  }

  #dress({ properties, attributes, scheme, direction }: FrameStyle): void {
    const { style } = document.documentElement;
    for (const name of ["layout", "labels", "theme"]) {
      const word = attributes[name];
      if (word) this.#card.setAttribute(name, word);
      else this.#card.removeAttribute(name);
    }
    style.colorScheme = scheme ?? "";
    document.documentElement.dir = direction ?? "";
    this.#card.removeAttribute("style");
    for (const [name, value] of Object.entries(properties)) this.#card.style.setProperty(name, value);
  }

  async #tokenize(call: number, resume: string | null): Promise<void> {
    const end = new AbortController();
    this.#calls.set(call, end);
    try {
      const token = await this.#card.tokenize({ signal: end.signal, ...(resume === null ? {} : { resume }) });
      this.#tellToken(call, token);
    } catch (error) {
      this.#tellError(call, error);
    } finally {
      this.#calls.delete(call);
    }
  }

  #tellState(): void {
    const { inline } = this.#card;
    if (!inline?.controller) return;
    const state = gates().state(inline.controller, inline.errors);
    // Most of what the page is told of changes nothing that it may know.
    if (state === this.#said) return;
    this.#said = state;
    this.#say(state);
  }

  /** Tells once the fields are live, and whenever the texts have changed. */
  #tellTexts(): void {
    const texts = this.#card.inline?.texts;
    if (!this.#texts || texts === this.#texts) return;
    this.#texts = texts;
    this.#say(gates().texts(JSON.stringify(texts)));
  }

  #tellToken(call: number | undefined, token: Token): void {
    const controller = this.#card.inline?.controller;
    if (!controller) {
      this.#tellError(call, undefined);
      return;
    }
    const serial = this.#serials.get(token) ?? ++this.#tokens;
    this.#serials.set(token, serial);
    token.use((source) => {
      const { handle } = source as ModuleToken;
      this.#say(this.#gate.token(controller, handle as never, call, serial));
    });
  }

  #tellError(call: number | undefined, cause: unknown): void {
    const write = (error: CardletError) =>
      gates().failure(call, JSON.stringify({ ...error, message: error.message, name: undefined }));
    // A call waits for an answer, whatever it is.
    const text = write(toError(cause)) ?? write(toError(undefined));
    if (text) this.#say(text);
  }

  #say(text: string): void {
    this.#port.postMessage(text);
  }
}

function isShort(data: unknown): data is string {
  return typeof data === "string" && data.length <= LONGEST;
}

/** The frame's configuration as far as it is about this origin: the list may be longer than what the module reads. */
async function configurationFor(claimed: string): Promise<string> {
  const answer = await fetch(new URL("./frame-config.json", location.href), {
    credentials: "omit",
    cache: "no-cache",
  });
  const all = Object((await answer.json().catch(() => null))?.embedders);
  return JSON.stringify({ embedders: Object.hasOwn(all, claimed) ? { [claimed]: all[claimed] } : {} });
}

/** Greets the page around the frame, and waits for its port. */
async function greet(): Promise<void> {
  const claimed = location.hash.slice(1);
  const configuration = await configurationFor(claimed);
  await init({ wasm: new URL("./frame.wasm", import.meta.url) });
  const openGate = () => new (gates())(configuration, claimed, location.ancestorOrigins?.[0]);
  const gate = openGate();
  const target = gate.target();
  const greeting = gate.greeting();
  if (!target || !greeting || parent === window) return;
  const end = new AbortController();
  const onMessage = ({ data, origin, source, ports }: MessageEvent): void => {
    // Any window may send something, as long as it likes: the module reads nothing that is not the page's.
    if (!isShort(data) || !gate.opens(data, origin, source === parent, ports.length)) return;
    end.abort();
    const [port] = ports;
    if (port) new Frame(gate, port, openGate);
  };
  window.addEventListener("message", onMessage, { signal: end.signal });
  parent.postMessage(greeting, target);
}

customElements.define("cardlet-card", FramedCard);
void greet();
