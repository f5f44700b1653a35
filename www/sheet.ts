/** One stylesheet for all elements, adopted by each root that holds one. */

import css from "./cardlet.css";

let sheet: CSSStyleSheet | undefined;
const adopted = new WeakMap<Document | ShadowRoot, number>();

/** Adopts the stylesheet into the root of a node; returns how to give it back. */
export function adoptSheet(node: Node): () => void {
  const root = node.getRootNode() as Document | ShadowRoot;
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  const ours = sheet;
  const count = adopted.get(root) ?? 0;
  adopted.set(root, count + 1);
  if (count === 0) root.adoptedStyleSheets = [...root.adoptedStyleSheets, ours];
  return () => {
    const left = (adopted.get(root) ?? 1) - 1;
    adopted.set(root, left);
    if (left === 0) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== ours);
  };
}
