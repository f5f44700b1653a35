/** The choice between the brands of a co-badged card: a group of radio buttons. */

import type { Brand, BrandId } from "./wasm/cardlet.js";

export class BrandChoice {
  readonly root = document.createElement("fieldset");
  readonly #legend = document.createElement("legend");
  readonly #name: string;
  readonly #onChoose: (brand: BrandId) => void;
  #radios = new Map<BrandId, HTMLInputElement>();

  /** `name` is one that no other group has. */
  constructor(name: string, onChoose: (brand: BrandId) => void) {
    this.#name = name;
    this.#onChoose = onChoose;
    this.root.className = "cardlet-choice";
    this.root.hidden = true;
    this.#legend.className = "cardlet-hint";
    // While a request is under way, what is chosen can be read and not changed, as in the fields.
    this.root.addEventListener("click", (event) => {
      if (this.root.ariaBusy === "true") event.preventDefault();
    });
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
    const radio = document.createElement("input");
    radio.type = "radio";
    // Radio buttons are a group by their name. Of no form, they are in no form's data.
    radio.name = this.#name;
    radio.setAttribute("form", "");
    radio.className = "cardlet-radio";
    radio.addEventListener("change", () => this.#onChoose(id));
    this.#radios.set(id, radio);
    const label = document.createElement("label");
    label.className = "cardlet-option";
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
