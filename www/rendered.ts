/** What the element renders. */

/** Marks what the element has rendered, so that a clone can tell it from the page's children. */
export const RENDERED = "data-cardlet-rendered";

/** An element with these classes; what a class is called, a part of the shadow root is called too. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
): HTMLElementTagNameMap[K] {
  const created = document.createElement(tag);
  created.className = className;
  created.part.value = className;
  return created;
}
