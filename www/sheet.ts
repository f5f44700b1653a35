/** One stylesheet for all elements of a tag, adopted by each root that holds their fields. */

import css from "./cardlet.css";

const sheets = new Map<string, CSSStyleSheet>();
const adopted = new WeakMap<Document | ShadowRoot, Map<CSSStyleSheet, number>>();

/** Adopts the stylesheet into the root of an element's fields; returns how to give it back. */
export function adoptSheet(element: Element, root: Document | ShadowRoot): () => void {
  const ours = sheetOf(root === element.shadowRoot ? ":host" : element.localName);
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

/** The rules name the element by its tag: a page may have chosen its own, and within its shadow root it is `:host`. */
function sheetOf(name: string): CSSStyleSheet {
  const known = sheets.get(name);
  if (known) return known;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    css.replaceAll(/cardlet-card((?:\[[^\]]*\])*)/g, (_, attributes: string) =>
      name === ":host" && attributes ? `:host(${attributes})` : name + attributes,
    ),
  );
  sheets.set(name, sheet);
  return sheet;
}
