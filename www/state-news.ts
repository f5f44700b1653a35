/** Tells a page which field has got or lost the focus, and when the brand is another. */

import { emit } from "./events.ts";
import { type CardState, NOT_LOADED } from "./state.ts";
import type { FieldName } from "./wasm/cardlet.js";

export class StateNews {
  #focused: FieldName | undefined;
  #brand = NOT_LOADED.brand;

  tell(host: HTMLElement, { brand, fields }: CardState): void {
    const focused = (Object.keys(fields) as FieldName[]).find((name) => fields[name]?.focused);
    const before = this.#focused;
    if (focused !== before) {
      this.#focused = focused;
      if (before) emit(host, "cardlet-blur", before);
      if (focused) emit(host, "cardlet-focus", focused);
    }
    if (brand === this.#brand) return;
    this.#brand = brand;
    emit(host, "cardlet-brand", brand);
  }
}
