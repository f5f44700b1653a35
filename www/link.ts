/** The element's hold on the module: loads it, hands it attributes and inputs, and lets go of it. */

import { fieldIndex } from "./catalog.ts";
import { type CardletError, cardletError, optionError, toError } from "./errors.ts";
import type { Fields } from "./fields.ts";
import { lazyFormHooks } from "./form-hooks.ts";
import { onTrap, wasm } from "./instance.ts";
import { init } from "./module.ts";
import { type CardOptions, configure, wrongList } from "./options.ts";
import type { CardController, Failure, TokenHandle } from "./wasm/cardlet.js";

/** A load that takes longer is told of as failed, and goes on: a slow line brings the module all the same. */
const PATIENCE_MS = 9_000;

/** What the module tells the element. */
export interface LinkEvents {
  /** The module has arrived and reads the inputs. */
  ready(): void;
  /** It could not be loaded, or has trapped. */
  failed(error: CardletError): void;
  /** Something in the state has changed. */
  changed(): void;
  /** An attempt has brought a token or a failure. */
  settled(token: TokenHandle | undefined, failure: Failure | undefined): void;
}

export class Link {
  readonly #host: HTMLElement;
  readonly #events: LinkEvents;
  #options: CardOptions = {};
  /** Its attribute is read once, when the module has arrived. */
  #bin: string | null | undefined;
  #controller: CardController | null = null;
  #loadError: CardletError | null = null;
  #fields: Fields | null = null;
  #leave = (): void => {};
  /** Were the options looked at since they changed? A page may set them until the first key. */
  #optionsAreChecked = false;

  constructor(host: HTMLElement, events: LinkEvents) {
    this.#host = host;
    this.#events = events;
  }

  /** The controller, once the module has arrived. */
  get controller(): CardController | null {
    return this.#controller;
  }

  /** Why the last load failed. */
  get loadError(): CardletError | null {
    return this.#loadError;
  }

  /** Loads the module unless it is there; rejects after telling that it failed. */
  async load(): Promise<CardController> {
    this.#loadError = null;
    const late = setTimeout(() => this.#tellLate(), PATIENCE_MS);
    try {
      await init();
    } catch (cause) {
      throw this.#fail(toError(cause));
    } finally {
      clearTimeout(late);
    }
    this.#loadError = null;
    if (!this.#host.isConnected) {
      throw cardletError({ type: "internal", code: "destroyed", retryable: false });
    }
    return this.#controller ?? this.#start();
  }

  #tellLate(): void {
    if (this.#loadError || !this.#host.isConnected) return;
    this.#fail(cardletError({ type: "load", code: "wasm_load_failed", retryable: true }));
  }

  #fail(error: CardletError): CardletError {
    this.#loadError = error;
    this.#events.failed(error);
    return error;
  }

  #start(): CardController {
    let isLive = false;
    this.#leave = onTrap((error) => this.#lose(error, isLive));
    const controller = new wasm.CardController(
      // A microtask may come after the element has let go of its controller.
      () => this.#controller && this.#events.changed(),
      (token, failure) => this.#events.settled(token, failure),
    );
    this.#controller = controller;
    controller.setFormHooks(lazyFormHooks(() => this.#options));
    this.configure();
    if (this.#fields) this.attach(this.#fields);
    isLive = true;
    this.#events.ready();
    return controller;
  }

  /** The controller is lost with its instance. The texts stay in the inputs for the next one. */
  #lose(error: CardletError, wasLive: boolean): void {
    this.#leave();
    this.#controller = null;
    this.#loadError = error;
    // After the calls that are still on the stack.
    queueMicrotask(() => {
      this.#events.failed(error);
      // What can't even be taken over must not be tried for ever: the next submit does it again.
      if (wasLive && this.#host.isConnected) this.load().catch(() => {});
    });
  }

  /** Reads these inputs from now on, instead of others. */
  attach(fields: Fields): void {
    this.#fields = fields;
    this.#optionsAreChecked = false;
    this.#controller?.detach();
    const active = (fields.root.getRootNode() as Document | ShadowRoot).activeElement;
    for (const [name, input] of fields.inputs()) {
      this.#controller?.attach(fieldIndex(name), input, input === active);
    }
  }

  /** What `configure()` was given. */
  get options(): CardOptions {
    return this.#options;
  }

  /** Hands the host's attributes over, and these options from now on. */
  configure(options = this.#options): void {
    this.#options = options;
    this.#optionsAreChecked = false;
    if (!this.#controller) return;
    if (this.#bin === undefined) this.#bin = this.#host.getAttribute("bin");
    configure(this.#controller, this.#host, options, this.#bin);
  }

  /** What a submit would run into, once after each change of the options. */
  wrongOptions(): CardletError | null {
    if (this.#optionsAreChecked) return null;
    this.#optionsAreChecked = true;
    const wrong = this.#controller?.checkOptions();
    return this.wrongList() ?? (wrong ? toError(wrong) : null);
  }

  /** What is wrong with the names in a list, which the module is not told of. */
  wrongList(): CardletError | null {
    const list = this.#controller ? wrongList(this.#host) : undefined;
    return list ? optionError(list) : null;
  }

  /** What is wrong with what `configure()` was given; null also before the module can tell. */
  wrongConfiguration(): CardletError | null {
    const wrong = this.#controller?.checkConfiguration();
    return wrong ? toError(wrong) : null;
  }

  /** Lets go of the inputs and gives up a request under way. */
  release(): void {
    const controller = this.#controller;
    this.#controller = null;
    this.#leave();
    controller?.detach();
    controller?.free();
  }
}
