/** The markup of a card form: labels, inputs, errors. It writes to inputs and never reads one. */

import { BrandChoice } from "./brand-choice.ts";
import { addCountries, lockCountries, nameCountries } from "./country-select.ts";
import type { Locale } from "./locale.ts";
import { Marks } from "./marks.ts";
import { element, RENDERED } from "./rendered.ts";
import type { Brand, BrandId, FieldName } from "./wasm/cardlet.js";

const INPUTS: Readonly<Record<FieldName, Readonly<Record<string, string>>>> = {
  number: { autocomplete: "cc-number", inputmode: "numeric", dir: "ltr" },
  expiry: { autocomplete: "cc-exp", inputmode: "numeric", dir: "ltr" },
  cvc: { autocomplete: "cc-csc", inputmode: "numeric", dir: "ltr" },
  name: { autocomplete: "cc-name", autocapitalize: "words" },
  postalCode: { autocomplete: "postal-code", inputmode: "text", autocapitalize: "characters", dir: "ltr" },
  country: { autocomplete: "country" },
};

/** Is the text of the field written anew as it is typed? */
export function isFormatted(name: FieldName | undefined): boolean {
  return /^(number|expiry|cvc)$/.test(name ?? "");
}

/** The fields that say more than their label to those who can't see the card in the picture. */
const HINTED = /^(expiry|cvc)$/;

/** What a field is filled in with. */
type Control = HTMLInputElement | HTMLSelectElement;

interface FieldParts {
  readonly box: HTMLElement;
  readonly label: HTMLElement;
  readonly input: Control;
  readonly hint: HTMLElement | null;
  readonly error: HTMLElement;
  /** What stands in `error`. */
  message: string;
}

let instances = 0;

export class Fields {
  readonly root: HTMLElement;
  names: readonly FieldName[] = [];
  readonly #id = `cardlet-${++instances}`;
  readonly #parts = new Map<FieldName, FieldParts>();
  readonly #brand: HTMLElement;
  readonly #choice: BrandChoice;
  readonly #marks = new Marks();
  readonly #announcer: HTMLElement;
  readonly #locale: Locale;
  // What was written last: reading it back from the page would cost more than to remember it.
  #brandName = "";
  #required: boolean | undefined;
  #busy: boolean | undefined;
  #said = "";

  constructor(locale: Locale, onChoose: (brand: BrandId) => void) {
    this.#locale = locale;
    this.root = element("div", "cardlet-fields");
    this.root.setAttribute(RENDERED, "");
    this.#brand = element("span", "cardlet-brand");
    this.#brand.id = `${this.#id}-brand`;
    this.#choice = new BrandChoice(this.#brand.id, onChoose);
    this.#announcer = element("span", "cardlet-announcer");
    this.#announcer.setAttribute("role", "status");
    this.root.append(this.#announcer);
  }

  /** Has these fields from now on, in their order. Those that it had keep their places, texts and focus. */
  setNames(names: readonly FieldName[]): void {
    const before = new Map(this.#parts);
    this.#parts.clear();
    for (const name of names) {
      this.#parts.set(name, before.get(name) ?? this.#field(name));
      before.delete(name);
    }
    for (const { box, input } of before.values()) {
      input.value = "";
      box.remove();
    }
    let next = this.#announcer;
    for (const { box } of [...this.#parts.values()].reverse()) {
      if (box.nextSibling !== next) next.before(box);
      next = box;
    }
    this.names = names;
    this.#required = undefined;
    this.#busy = undefined;
    this.translate();
  }

  #field(name: FieldName): FieldParts {
    const id = `${this.#id}-${name}`;
    const box = element("div", `cardlet-field cardlet-${name}`);
    const label = element("label", "cardlet-label");
    label.htmlFor = id;
    const input = inputOf(name);
    input.id = id;
    for (const [attribute, value] of Object.entries(INPUTS[name])) input.setAttribute(attribute, value);
    const error = element("p", "cardlet-error");
    error.id = `${id}-error`;
    const control = element("div", "cardlet-control");
    control.append(input);
    const hint = HINTED.test(name) ? element("span", "cardlet-hint") : null;
    const described = [error.id];
    if (name === "number") {
      control.append(this.#brand, this.#marks.root);
      described.unshift(this.#brand.id);
    }
    if (hint) {
      hint.id = `${id}-hint`;
      control.append(hint);
      described.unshift(hint.id);
    }
    input.setAttribute("aria-describedby", described.join(" "));
    box.append(label, control, error);
    if (name === "number") control.after(this.#choice.root);
    return { box, label, input, hint, error, message: "" };
  }

  /** Writes labels and hints in the locale's language, which may have changed. */
  translate(): void {
    const locale = this.#locale;
    this.root.lang = locale.name;
    this.root.dir = locale.direction;
    for (const [name, { label, input, hint }] of this.#parts) {
      label.textContent = locale.text(`label.${name}`);
      if (isSelect(input)) nameCountries(input, locale.name);
      // `isEmpty` goes by the placeholder: there has to be one.
      else input.placeholder = locale.text(`placeholder.${name}`) || " ";
      if (hint) hint.textContent = locale.text(`hint.${name}`);
    }
    this.#choice.translate(locale.text("label.brand"));
  }

  /** The inputs, for the controller to read. */
  *inputs(): IterableIterator<[FieldName, Control]> {
    for (const [name, { input }] of this.#parts) yield [name, input];
  }

  /** The field of an input. */
  nameOf(target: EventTarget | null): FieldName | undefined {
    for (const [name, { input }] of this.#parts) if (input === target) return name;
    return undefined;
  }

  /** The input of a field, else the first one. */
  input(name: FieldName | undefined): Control | undefined {
    return this.#parts.get(name ?? (this.names[0] as FieldName))?.input;
  }

  focus(name: FieldName | undefined): void {
    this.input(name)?.focus();
  }

  /** Is every input empty? Placeholder and option tell, without a look at the text. */
  isEmpty(): boolean {
    return (
      this.root.querySelector(
        `.cardlet-input:not(select, :placeholder-shown), option:checked:not([value=""])`,
      ) === null
    );
  }

  /** Empties every input; the security code goes first. */
  wipe(): void {
    for (const { input } of [...this.#parts.values()].reverse()) input.value = "";
  }

  /** Shows an error under a field, or takes it away; says whether the text is a new one. */
  setError(name: FieldName, message: string): boolean {
    const parts = this.#parts.get(name);
    if (!parts || parts.message === message) return false;
    parts.message = message;
    parts.error.textContent = message;
    parts.input.setAttribute("aria-invalid", String(message !== ""));
    for (const names of [parts.box.classList, parts.box.part]) {
      names.toggle("cardlet-has-error", message !== "");
    }
    return message !== "";
  }

  /** The fields that show an error. */
  get wrongNames(): FieldName[] {
    return this.names.filter((name) => this.#parts.get(name)?.message);
  }

  setBrand(name: string): void {
    if (this.#brandName === name) return;
    this.#brandName = name;
    this.#brand.textContent = name;
    // Where there is a choice, that tells of the brands.
    if (name && !this.#choice.isOffered) this.announce(name);
  }

  /** Shows which brands are accepted, and the one that is known. */
  setMarks(accepted: string, known: BrandId | null): void {
    this.#marks.show(accepted, known);
  }

  /** Offers the brands of a co-badged card; none for any other. */
  setChoice(brands: readonly Brand[], chosen: BrandId | undefined): void {
    if (!this.#choice.offer(brands, chosen)) return;
    this.announce(`${this.#locale.text("label.brand")}: ${brands.map(({ name }) => name).join(", ")}`);
  }

  /** Says a text to screen readers, once. */
  announce(message: string): void {
    this.#said = message;
    this.#announcer.textContent = message;
  }

  setRequired(required: boolean): void {
    if (this.#required === required) return;
    this.#required = required;
    for (const { input } of this.#parts.values()) input.ariaRequired = String(required);
  }

  setDisabled(disabled: boolean): void {
    for (const { input } of this.#parts.values()) input.disabled = disabled;
    this.#choice.setDisabled(disabled);
  }

  /** While a request is under way the fields can be read and left, but not edited. */
  setBusy(busy: boolean): void {
    if (this.#busy === busy) return;
    this.#busy = busy;
    for (const { box, input } of this.#parts.values()) {
      // Not on the root: what is announced within something busy may stay unheard.
      box.ariaBusy = String(busy);
      if (isSelect(input)) lockCountries(input, busy);
      else input.readOnly = busy;
    }
    this.#choice.setBusy(busy);
    const message = this.#locale.text("status.busy");
    if (busy) this.announce(message);
    else if (this.#said === message) this.announce("");
  }

  /** Associates the inputs with the form that the host's `form` attribute names. */
  setForm(id: string | null): void {
    for (const { input } of this.#parts.values()) {
      if (id === null) input.removeAttribute("form");
      else input.setAttribute("form", id);
    }
  }
}

function inputOf(name: FieldName): Control {
  if (name === "country") {
    const select = element("select", "cardlet-input");
    addCountries(select);
    return select;
  }
  const input = element("input", "cardlet-input");
  input.type = "text";
  input.spellcheck = false;
  return input;
}

function isSelect(control: Control): control is HTMLSelectElement {
  return control.localName === "select";
}
