/** What a page knows of the fields in its frame: verdicts, brands and texts, never what was typed. */

import { type Report, readFrameState } from "./frame-messages.ts";
import { freeze } from "./freeze.ts";
import { type CardState, NOT_LOADED } from "./state.ts";
import type { Brand, FieldCode, FieldName, TokenFacts } from "./wasm/cardlet.js";

type ReadyReport = Extract<Report, { type: "ready" }>;
type StateReport = Extract<Report, { type: "state" }>;

export class FrameFields {
  #texts: Record<string, string>;
  readonly #brands: Brand[];
  readonly #words = new Map<FieldName, string>();
  #first: StateReport | null = null;
  #now: StateReport | null = null;

  constructor({ texts, brands }: ReadyReport) {
    this.#texts = texts;
    this.#brands = freeze(brands);
  }

  /** What people read in the fields, by field code or other key. */
  learn(texts: Record<string, string>): void {
    this.#texts = texts;
  }

  /** Have the fields told of themselves? */
  get isLive(): boolean {
    return this.#now !== null;
  }

  /** Would the frame hand out its last token again? */
  get isReusable(): boolean {
    return this.#now?.reusable === true;
  }

  set isReusable(reusable: boolean) {
    if (this.#now) this.#now = { ...this.#now, reusable };
  }

  get hasErrors(): boolean {
    return Object.values(this.#now?.fields ?? {}).some((field) => field.error);
  }

  /** With the card of a token that stands for it. */
  state(card: TokenFacts["card"]): CardState {
    return this.#now ? readFrameState(this.#now, this.#brands, card) : NOT_LOADED;
  }

  /** Takes what the frame has said; the first time it says how fields look that hold nothing. */
  hear(report: StateReport): void {
    this.#first ??= report;
    this.#now = report;
  }

  /** As it was at first, before the frame says so. */
  clear(): void {
    this.#words.clear();
    this.#now = this.#first;
  }

  /** Takes an error that the page has set, before the frame shows it; says which of the two it is. */
  setError(field: FieldName, codeOrText: FieldCode | (string & {})): "code" | "words" {
    const isCode = Object.hasOwn(this.#texts, codeOrText);
    if (isCode || codeOrText === "") this.#words.delete(field);
    else this.#words.set(field, codeOrText);
    const before = this.#now?.fields[field];
    // What is left of a field whose error is taken back, the frame knows alone.
    if (this.#now && before && codeOrText !== "") {
      const code = isCode ? (codeOrText as FieldCode) : null;
      const after = { ...before, empty: false, valid: false, touched: true, code, error: true };
      this.#now = { ...this.#now, reusable: false, fields: { ...this.#now.fields, [field]: after } };
    }
    return isCode ? "code" : "words";
  }

  /** What is wrong with a field that is not valid, for people. Only one that is refused in words has no code. */
  words(field: FieldName): string {
    const code = this.#now?.fields[field]?.code;
    // A text that holds digits never comes out of the frame.
    return (code ? this.#texts[code] || code : this.#words.get(field)) || field;
  }
}
