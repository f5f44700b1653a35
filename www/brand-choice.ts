/** The choice between the brands of a co-badged card: a group of radio buttons. */

import { element } from "./rendered.ts";
import type { Brand, BrandId } from "./wasm/cardlet.js";

export class BrandChoice {
  readonly root = element("fieldset", "cardlet-choice");
  readonly #legend = element("legend", "cardlet-hint");
  readonly #name: string;
  readonly #onChoose: (brand: BrandId) => void;
  #radios = new Map<BrandId, HTMLInputElement>();

  /** `name` is one that no other group has. */
  constructor(name: string, onChoose: (brand: BrandId) => void) {
    this.#name = name;
    this.#onChoose = onChoose;
    this.root.hidden = true;
    // While a request is under way, what is chosen can be read and not changed, as in the fields.
    this.root.onclick = (event) => {
      if (this.root.ariaBusy === "true") event.preventDefault();
    };
  }

  get isOffered(): boolean {
    return this.#radios.size > 0;
  }

  /** Names the group. */
  translate(legend: string): void {
    this.#legend.textContent = legend;
  }

  /** Offers these brands, or nothing; says whether these are new ones. */
  offer(brands: readonly Brand[], chosen: BrandId | undefined): boolean {
    const isNew = brands.map(({ id }) => id).join() !== [...this.#radios.keys()].join();
    if (isNew) {
      this.#radios = new Map();
      this.root.replaceChildren(this.#legend, ...brands.map((brand) => this.#option(brand)));
      this.root.hidden = brands.length === 0;
    }
    for (const [id, radio] of this.#radios) radio.checked = id === chosen;
    return isNew && brands.length > 0;
  }

  #option({ id, name }: Brand): HTMLElement {
    const radio = element("input", "cardlet-radio");
    radio.type = "radio";
    // Radio buttons are a group by their name. Of no form, they are in no form's data.
    radio.name = this.#name;
    radio.setAttribute("form", "");
    radio.onchange = () => this.#onChoose(id);
    this.#radios.set(id, radio);
    const label = element("label", "cardlet-option");
    label.append(radio, name);
    return label;
  }

  setDisabled(disabled: boolean): void {
    this.root.disabled = disabled;
  }

  setBusy(busy: boolean): void {
    this.root.ariaBusy = String(busy);
  }
}
