/** Which errors a person is shown: on leaving a field, on a submit, and when no typing can mend it. */

import { fieldIndex } from "./catalog.ts";
import type { Fields } from "./fields.ts";
import type { Locale } from "./locale.ts";
import { readField } from "./state.ts";
import type { CardController, FieldName } from "./wasm/cardlet.js";

export class Told {
  readonly #locale: Locale;
  /** Texts of the page's own for refused fields. */
  readonly #words = new Map<FieldName, string>();
  /** Fields that show what is wrong even while they have the focus: since a submit, until edited. */
  readonly #asked = new Set<FieldName>();
  /** Fields that have had an `input` since their last `change`. */
  readonly #typed = new Set<FieldName>();
  /** Do empty fields show that they are? Only after a submit. */
  #showsEmpty = false;

  constructor(locale: Locale) {
    this.#locale = locale;
  }

  /** A submit or `validate()` has asked: every field shows what is wrong. */
  askAll(names: readonly FieldName[]): void {
    this.#showsEmpty = true;
    for (const name of names) this.#asked.add(name);
  }

  /** Was the field asked about, and not edited since? */
  isAsked(name: FieldName): boolean {
    return this.#asked.has(name);
  }

  /**
   * Takes an `input` or a `change` of a field; says whether that alters what it shows. The browser's own `change`
   * on leaving a field is no edit when it follows an `input`: in a frame it may come after the submit that asked.
   */
  edited(name: FieldName, { type, isTrusted }: Event): boolean {
    if (type === "input") this.#typed.add(name);
    else if (this.#typed.delete(name) && isTrusted) return false;
    return this.#asked.delete(name);
  }

  /** The page's own words for a field, until it is edited. */
  setWords(name: FieldName, words: string): void {
    this.#words.set(name, words);
  }

  clear(): void {
    this.#words.clear();
    this.#asked.clear();
    this.#showsEmpty = false;
  }

  /** What is wrong with a field, in words; "" when nothing is. */
  wrong(controller: CardController, name: FieldName): string {
    const { code, valid } = readField(controller.fieldBits(fieldIndex(name))).state;
    return this.#words.get(name) ?? (code && !valid ? this.#locale.text(code) : "");
  }

  /** Brings the errors under the fields up to date, and gives the first new one; "" when there is none. */
  show(controller: CardController, fields: Fields): string {
    let news = "";
    for (const name of fields.names) {
      const { state: field, refused } = readField(controller.fieldBits(fieldIndex(name)));
      if (!refused) this.#words.delete(name);
      const left = field.touched && !field.focused;
      const shown = field.empty ? this.#showsEmpty && left : !field.potentiallyValid || left;
      const message = shown || refused || this.isAsked(name) ? this.wrong(controller, name) : "";
      if (fields.setError(name, message)) news ||= message;
    }
    return news;
  }
}
