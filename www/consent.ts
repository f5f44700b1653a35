/** The save-card box: a checkbox with the page's words. It is the page's own, wherever the fields are. */

import { element, RENDERED } from "./rendered.ts";
import type { CardState } from "./state.ts";

export class Consent {
  readonly #host: HTMLElement;
  readonly #onChange: () => void;
  #label: HTMLLabelElement | null = null;
  #box: HTMLInputElement | null = null;
  #told = false;

  constructor(host: HTMLElement, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
  }

  get #isGiven(): boolean {
    return this.#box?.checked === true;
  }

  /** The state of the fields, and of the box beside them. */
  among(state: CardState): CardState {
    return this.#isGiven ? { ...state, consent: true } : state;
  }

  /** Brings the box in line with the attribute, which has its text: none, no box. */
  render(): void {
    const text = this.#host.getAttribute("consent");
    if (!text) {
      this.clear();
      this.#label?.remove();
      this.#label = null;
      this.#box = null;
      return;
    }
    this.#label ??= this.#make();
    (this.#label.lastChild as Text).data = text;
    this.setDisabled(this.#host.matches(":disabled"));
    if (this.#host.lastElementChild !== this.#label) this.#host.append(this.#label);
  }

  #make(): HTMLLabelElement {
    const label = element("label", "cardlet-consent");
    label.slot = "consent";
    label.setAttribute(RENDERED, "");
    this.#box = document.createElement("input");
    this.#box.type = "checkbox";
    this.#box.onchange = () => this.#tell();
    label.append(this.#box, document.createTextNode(""));
    return label;
  }

  /** Only what is news: a form's reset has unticked the box before it says so. */
  #tell(): void {
    if (this.#isGiven === this.#told) return;
    this.#told = this.#isGiven;
    this.#onChange();
  }

  setDisabled(disabled: boolean): void {
    if (this.#box) this.#box.disabled = disabled;
  }

  clear(): void {
    if (this.#box) this.#box.checked = false;
    this.#tell();
  }
}
