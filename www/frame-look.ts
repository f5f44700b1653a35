/** How a page's looks reach its frame: as a few values of known kinds. */

import { pageDirection } from "./locale.ts";

const TOKENS: Readonly<Record<string, string>> = {
  color: "color",
  muted: "muted",
  surface: "surface",
  border: "border",
  accent: "accent",
  danger: "danger",
  radius: "radius",
  gap: "gap",
  padding: "padding",
  fontSize: "font-size",
  labelWeight: "label-weight",
  fontFamily: "font-family",
};

/** The attributes that are looks, too. */
const WORDS = ["layout", "labels", "theme"];

/** The custom properties of the host that are set, its layout, its colour scheme, and the direction that the page has set. */
export function lookOf(host: HTMLElement): Record<string, string> {
  const style = getComputedStyle(host);
  const look: Record<string, string> = { scheme: schemeOf(style), direction: pageDirection(host) };
  for (const [token, property] of Object.entries(TOKENS)) {
    const value = style.getPropertyValue(`--cardlet-${property}`).trim();
    if (value) look[token] = value;
  }
  for (const name of WORDS) {
    const value = host.getAttribute(name);
    if (value) look[name] = value;
  }
  return look;
}

/** The colour scheme that is in use: with both allowed, the person's choice. */
export const DARK = globalThis.matchMedia?.("(prefers-color-scheme: dark)");

function schemeOf({ colorScheme }: CSSStyleDeclaration): "light" | "dark" {
  const [allowsDark, allowsLight] = [/dark/.test(colorScheme), /light/.test(colorScheme)];
  return allowsDark && (!allowsLight || DARK?.matches) ? "dark" : "light";
}

/** Heights of a row of fields, with its label and two lines of error, in the fields' font size. */
const ROW_EM = {
  static: { stacked: 6.7, compact: 5.9 },
  floating: { stacked: 5.7, compact: 5.2 },
} as const;
/** Narrower than this, each field has a row of its own. */
const NARROW_EM = 20;
/**
 * From here on, `layout="inline"` puts the card in one row, and from there on the name, too, unless
 * an address stands beside it.
 */
const [WIDE_EM, WIDEST_EM] = [32, 44];

/** The height of the fields in pixels, before there is any. */
export function heightOf(fields: readonly string[], width: number, look: Record<string, string>): number {
  const { fontSize = "", layout, labels } = look;
  const size = Number.parseFloat(fontSize) * (fontSize.endsWith("em") ? 16 : 1) || 16;
  const row =
    ROW_EM[labels === "floating" ? "floating" : "static"][layout === "compact" ? "compact" : "stacked"];
  return Math.ceil(rowsOf(fields, width, layout) * row * size);
}

/** Container widths are told in the font size of a document, which in a frame is always the first one. */
function rowsOf(fields: readonly string[], width: number, layout: string | undefined): number {
  if (layout === "inline" && width >= WIDE_EM * 16) {
    const below = fields.filter((field) => /^(name|postalCode|country)$/.test(field));
    const isOne = below.length === 0 || (`${below}` === "name" && width >= WIDEST_EM * 16);
    return isOne ? 1 : 2;
  }
  if (width < NARROW_EM * 16) return fields.length;
  let rows = 0;
  let hasRoom = false;
  for (const field of fields) {
    const isWide = /^(number|name)$/.test(field);
    if (isWide || !hasRoom) rows++;
    hasRoom = !isWide && !hasRoom;
  }
  return rows;
}
