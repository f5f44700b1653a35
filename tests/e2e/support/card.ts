import type { EnginePage } from "./engine.ts";
import { allHeard } from "./messages.ts";
import { IN_SHADOW, MODE } from "./mode.ts";
import { retry } from "./retry.ts";

export type FieldName = "number" | "expiry" | "cvc" | "name" | "postalCode" | "country";

/** A published test card that every provider takes, and an expiry that is always ahead. */
export const TEST_CARD = {
  number: "4111111111111111",
  expiry: `12${(new Date().getFullYear() + 3) % 100}`,
  cvc: "123",
} as const;

/** Another one, of another brand and the same length. */
export const OTHER_CARD = { ...TEST_CARD, number: "5555555555554444" } as const;

/** The page object of a `<cardlet-card>`, in every engine. */
export class Card {
  readonly #page: EnginePage;
  readonly #host: string;
  readonly #frame: string | undefined;

  /** The host's selector may lead into open shadow roots: `"div >>> cardlet-card"`. */
  constructor(page: EnginePage, host = "cardlet-card", mode = MODE) {
    this.#page = page;
    this.#host = host;
    this.#frame = mode === "hosted" ? `${host} >>> iframe` : undefined;
  }

  /** The selector of a field's input, or of its select. */
  field(name: FieldName): string {
    return this.part(`.cardlet-${name} .cardlet-input`);
  }

  /** The selector of something among the fields. */
  part(inner: string): string {
    const between = IN_SHADOW ? ">>> " : "";
    return this.#frame ? `${this.#frame} >>> ${inner}` : `${this.#host} ${between}${inner}`;
  }

  /** Evaluates an expression where the fields are; `part` is what the selector leads to there. */
  async inside<T>(inner: string, expression: string): Promise<T> {
    return this.among(`((part) => ${expression})(root.querySelector(${JSON.stringify(inner)}))`);
  }

  /** Evaluates an expression about each `input`, in the order of the fields. */
  async eachInput<T>(expression: string): Promise<T[]> {
    return this.among(`[...root.querySelectorAll("input")].map((input) => ${expression})`);
  }

  /** Evaluates an expression in the document that has the fields; `root` is what they are in. */
  async among<T>(expression: string): Promise<T> {
    await this.#settle();
    return this.#frame
      ? this.#page.evaluateIn(this.#frame, `((root) => ${expression})(document)`)
      : this.#page.evaluate(
          `((root) => ${expression})(${IN_SHADOW ? `${this.#element}.shadowRoot` : this.#element})`,
        );
  }

  /** Page and frame hear of each other's doings a little later: waits until both have. */
  async #settle(): Promise<void> {
    const isCounted = `globalThis.portCounts && document.querySelectorAll("[frame]").length === 1
      && !!${this.#element}?.shadowRoot?.querySelector("iframe.ready")`;
    if (this.#frame && (await this.#page.evaluate(isCounted))) await allHeard(this.#page, this.#frame);
  }

  /** Waits until the module has arrived and the fields are live. */
  async ready(): Promise<void> {
    await this.#page.waitFor(`${this.#element}?.matches(":defined:not(:state(loading))")`);
  }

  /** Clicks into a field and types with real keys. */
  async type(name: FieldName, text: string): Promise<void> {
    await this.enter(name);
    await this.#page.type(text);
    await this.#settle();
  }

  /** Clicks into a field, or on something else in its box. */
  async enter(name: FieldName, at = ".cardlet-input"): Promise<void> {
    const target = this.part(`.cardlet-${name} ${at}`);
    if (!this.#frame) return this.#page.click(target);
    // A frame of another site is another process: a click that comes before its first picture goes to
    // the page, and the next key must not come before its focus.
    await retry(`the focus enters ${name}`, 30_000, async () => {
      if (this.#page.pointsIntoFrames) await this.#page.click(target);
      else await this.#page.evaluate(`${this.#element}.focus("${name}")`);
      await this.focused(name, 2000);
    });
  }

  /** Waits until a field has the focus, and the browser knows: until then it gives keys to the page. */
  async focused(name: FieldName, timeoutMs?: number): Promise<void> {
    const isKnown = this.#frame ? `${this.#element}.shadowRoot.activeElement !== null` : true;
    await this.#page.waitFor(`${this.#element}.state.fields.${name}?.focused && ${isKnown}`, timeoutMs);
  }

  /** Waits until the focus is in one of the fields, or else on a control of the page's with this name or tag. */
  async focusIs(wanted: FieldName | (string & {})): Promise<void> {
    await retry(`the focus is on ${wanted}`, 20_000, async () => {
      const found = await this.#focus();
      if (found !== wanted) throw new Error(`it is on ${found}`);
    });
  }

  /** Where the focus is: a field, else the name or the tag of the page's control. */
  async #focus(): Promise<string> {
    const find = (root: string) =>
      `${root}.activeElement?.closest(".cardlet-field")?.classList[1].replace("cardlet-", "")`;
    await this.#settle();
    const root = IN_SHADOW ? `${this.#element}.shadowRoot` : "document";
    const outer = await this.#page.evaluate<string>(
      `${find(root)} ?? document.activeElement.name ?? document.activeElement.localName`,
    );
    const isInFrame =
      this.#frame && (await this.#page.evaluate(`document.activeElement === ${this.#element}`));
    if (!isInFrame) return outer;
    return (await this.#page.evaluateIn(String(this.#frame), find("document"))) ?? "no field";
  }

  /** Waits until the focus has left the fields. */
  async left(): Promise<void> {
    await this.#page.waitFor(`!Object.values(${this.#element}.state.fields).some(({ focused }) => focused)`);
  }

  /** Selects what a field holds and types over it. */
  async retype(name: FieldName, text: string): Promise<void> {
    await this.enter(name);
    await this.#page.press("Control+a");
    await this.#page.type(text);
    await this.#settle();
  }

  /** Types a whole card over the one that the fields hold. */
  async refill(card: { number: string; expiry: string; cvc: string }): Promise<void> {
    for (const name of ["number", "expiry", "cvc"] as const) await this.retype(name, card[name]);
  }

  /** Types a whole card, going from field to field with Tab. */
  async fill(card: { number: string; expiry: string; cvc: string } = TEST_CARD): Promise<void> {
    await this.type("number", card.number);
    await this.#page.press("Tab");
    await this.#page.type(card.expiry);
    await this.#page.press("Tab");
    await this.#page.type(card.cvc);
    await this.#settle();
  }

  /** What a field shows. */
  value(name: FieldName): Promise<string> {
    return this.inside(`.cardlet-${name} .cardlet-input`, "part.value");
  }

  /** The error under a field; "" when there is none. */
  error(name: FieldName): Promise<string> {
    return this.inside(`.cardlet-${name} .cardlet-error`, "part.textContent");
  }

  /** Evaluates an expression about the element, which it calls `card`. */
  async ask<T>(expression: string): Promise<T> {
    await this.#settle();
    return this.#page.evaluate(`((card) => ${expression})(${this.#element})`);
  }

  /** The element's state, without the brands' tables. */
  state(): Promise<Record<string, unknown>> {
    return this.ask("(({ brands, ...state }) => state)(card.state)");
  }

  /** Calls `tokenize()`: the token's id, or the error's facts. */
  tokenize(): Promise<{ id?: string; type?: string; code?: string } & Record<string, unknown>> {
    return this.#page.evaluate(`${this.#element}.tokenize().then(
      (token) => ({ ...token, left: token.expiresIn(), status: token.status }),
      (error) => ({ ...error, name: error.name, message: error.message }))`);
  }

  /** Records the element's events from now on; read them with `events()`. */
  async listen(): Promise<void> {
    await this.#page.evaluate(`(() => {
      globalThis.seen = [];
      for (const type of ["ready", "change", "token", "token-expiring", "token-expired", "error"]) {
        document.addEventListener("cardlet-" + type, (event) => {
          const { detail } = event;
          globalThis.seen.push({ type: event.type, code: detail?.code, id: detail?.id });
        });
      }
    })()`);
  }

  /** The events since `listen()`, without the changes unless asked for. */
  async events(withChanges = false): Promise<{ type: string; code?: string; id?: string }[]> {
    await this.#settle();
    const seen = await this.#page.evaluate<{ type: string }[]>("globalThis.seen");
    return seen.filter(({ type }) => withChanges || type !== "cardlet-change");
  }

  /** An expression that gives the element. */
  get #element(): string {
    const [first, ...inner] = this.#host.split(">>>").map((part) => JSON.stringify(part.trim()));
    return `document.querySelector(${first})${inner.map((part) => `?.shadowRoot.querySelector(${part})`).join("")}`;
  }
}
