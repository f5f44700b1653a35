/** One stylesheet for all elements of a tag, adopted by each root that holds one. */

import css from "./cardlet.css";

const sheets = new Map<string, CSSStyleSheet>();
const adopted = new WeakMap<Document | ShadowRoot, Map<CSSStyleSheet, number>>();

/** Adopts the stylesheet into the root of an element; returns how to give it back. */
export function adoptSheet(element: Element): () => void {
  const root = element.getRootNode() as Document | ShadowRoot;
  const ours = sheetOf(element.localName);
  const counts = adopted.get(root) ?? new Map<CSSStyleSheet, number>();
  adopted.set(root, counts);
  const count = counts.get(ours) ?? 0;
  counts.set(ours, count + 1);
  if (count === 0) root.adoptedStyleSheets = [...root.adoptedStyleSheets, ours];
  return () => {
    const left = (counts.get(ours) ?? 1) - 1;
    counts.set(ours, left);
    if (left === 0) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== ours);
  };
}

/** The rules name the element by its tag, and a page may have chosen its own. */
function sheetOf(tag: string): CSSStyleSheet {
  const known = sheets.get(tag);
  if (known) return known;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css.replaceAll("cardlet-card", tag));
  sheets.set(tag, sheet);
  return sheet;
}
