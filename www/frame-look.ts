/** How a page's looks reach its frame: as a few values of known kinds. */

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

/** The custom properties of the host that are set, its colour scheme and its direction. */
export function lookOf(host: HTMLElement): Record<string, string> {
  const style = getComputedStyle(host);
  const look: Record<string, string> = { scheme: schemeOf(style), direction: style.direction };
  for (const [token, property] of Object.entries(TOKENS)) {
    const value = style.getPropertyValue(`--cardlet-${property}`).trim();
    if (value) look[token] = value;
  }
  return look;
}

/** The colour scheme that is in use: with both allowed, the person's choice. */
export const DARK = globalThis.matchMedia?.("(prefers-color-scheme: dark)");

function schemeOf({ colorScheme }: CSSStyleDeclaration): "light" | "dark" {
  const [allowsDark, allowsLight] = [/dark/.test(colorScheme), /light/.test(colorScheme)];
  return allowsDark && (!allowsLight || DARK?.matches) ? "dark" : "light";
}

/** Height of a row of fields with its label and one line of error, in the fields' font size. */
const ROW_EM = 6.1;
/** Narrower than this, each field has a row of its own. */
const NARROW_PX = 272;

/** The height of the fields in pixels, before there is any. */
export function heightOf(fields: readonly string[], width: number, fontSize = ""): number {
  const size = Number.parseFloat(fontSize) * (fontSize.endsWith("em") ? 16 : 1) || 16;
  const halves = fields.filter((field) => field === "expiry" || field === "cvc").length;
  const rows = width < NARROW_PX ? fields.length : fields.length - Math.floor(halves / 2);
  return Math.ceil(rows * ROW_EM * size);
}
