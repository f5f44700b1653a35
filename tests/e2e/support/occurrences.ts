/** What may stand between two digits: nothing, or one of the ways a single gap is written; NUL for UTF-16. */
const GAP = "(?: |\\+|%20|-|\\0)?";

/** The 64 characters by value, the last two in either spelling, ready for a regular expression's class. */
const BASE64 = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "+\\-", "/_"];

/**
 * Counts how often a card number appears in raw bytes: digits in a row, in groups, in UTF-16, and as base64.
 *
 * It does not look into compressed, encrypted or masked (WebSocket) bytes: a test that relies on a count of
 * zero must know that the connection carries none of these.
 */
export function occurrences(haystack: Buffer, digits: string): number {
  if (!/^\d{8,}$/.test(digits)) throw new Error("occurrences needs a run of at least 8 digits");
  // Latin-1 keeps one character for each byte, so nothing is lost to decoding.
  const text = haystack.toString("latin1");
  const patterns = [[...digits].join(GAP), ...[0, 1, 2].map((before) => base64Pattern(digits, before))];
  return patterns.reduce((count, pattern) => count + (text.match(new RegExp(pattern, "g"))?.length ?? 0), 0);
}

/** Digits of chance: ids, and numbers with a fraction such as times. */
const CHANCE = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d+\.\d+/gi;

/** Does a text hold a security code: these digits, in a row or apart, and no other digit beside them? */
export function holdsCode(text: string, cvc: string): boolean {
  if (!/^\d{3,4}$/.test(cvc)) throw new Error("holdsCode needs 3 or 4 digits");
  const code = RegExp(`(?<!\\d)${[...cvc].join(GAP)}(?!\\d)`);
  return code.test(text.replace(CHANCE, ""));
}

/**
 * The base64 of the digits, when `before` bytes of a group of three come before them. A character at either
 * end may carry bits of the neighbouring bytes as well; any character that has the digits' bits will do there.
 */
function base64Pattern(digits: string, before: number): string {
  const known = [...digits].map((digit) => digit.charCodeAt(0).toString(2).padStart(8, "0")).join("");
  const bits = "?".repeat(8 * before) + known;
  const groups = bits.padEnd(Math.ceil(bits.length / 6) * 6, "?").match(/.{6}/g) ?? [];
  return groups
    .filter((group) => group !== "??????")
    .map((group) => {
      const fits = new RegExp(group.replaceAll("?", "."));
      return `[${BASE64.filter((_, value) => fits.test(value.toString(2).padStart(6, "0"))).join("")}]`;
    })
    .join("");
}
