/** Marks what the element has rendered, so that a clone can tell it from the page's children. */
export const RENDERED = "data-cardlet-rendered";
