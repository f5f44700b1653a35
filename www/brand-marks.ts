/**
 * Marks of brands as one path each, in a square of 24 units: `brand-marks.json`, from Simple Icons 16.37.0
 * (CC0 1.0). The marks are their owners'. Loaded when they are needed: few pages show them.
 */

import paths from "./brand-marks.json";
import type { Brand } from "./wasm/cardlet.js";

const SVG = "http://www.w3.org/2000/svg";

/** The mark of a brand; null where there is none. */
export function markOf({ id, name }: Brand): SVGSVGElement | null {
  const shape = (paths as Readonly<Record<string, string>>)[id];
  if (!shape) return null;
  const mark = document.createElementNS(SVG, "svg");
  mark.setAttribute("viewBox", "0 0 24 24");
  mark.setAttribute("role", "img");
  mark.setAttribute("aria-label", name);
  mark.classList.add("cardlet-mark");
  mark.part.add("cardlet-mark");
  mark.dataset.brand = id;
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", shape);
  mark.append(path);
  return mark;
}
