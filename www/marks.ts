/** The marks of the brands that a page says it accepts, in the number's box: all of them, then the card's own. */

import { brandMask, isBrand } from "./checks.ts";
import { words } from "./options.ts";
import { brandsFound } from "./packed.ts";
import { element } from "./rendered.ts";
import type { BrandId } from "./wasm/cardlet.js";

export class Marks {
  readonly root = element("span", "cardlet-marks");
  #list = "";
  #known: BrandId | null = null;

  /** Shows the marks of the brands in an attribute's list; of a brand that is known, its own alone. */
  show(list: string, known: BrandId | null): void {
    if (list !== this.#list) {
      this.#list = list;
      void this.#load(list);
    }
    if (known === this.#known) return;
    this.#known = known;
    this.#sift();
  }

  async #load(list: string): Promise<void> {
    const names = words(list);
    let marks: readonly (Element | null)[] = [];
    try {
      if (names.length > 0) {
        const { markOf } = await import("./brand-marks.ts");
        marks = brandsFound(brandMask(names.filter(isBrand)) << 5).brands.map(markOf);
      }
    } catch {
      // A form without marks is none the worse for it: the brand is said in words.
    }
    if (list !== this.#list) return;
    this.root.replaceChildren(...marks.filter((mark) => mark !== null));
    this.#sift();
  }

  #sift(): void {
    for (const mark of this.root.querySelectorAll<SVGElement>(".cardlet-mark")) {
      mark.toggleAttribute("hidden", this.#known !== null && mark.dataset.brand !== this.#known);
    }
  }
}
