/** What an element's attributes and options say to its frame. */

import { frameError } from "./frame-errors.ts";
import { type Locale, wantedLocale } from "./locale.ts";
import { type CardOptions, fieldNames, minValidityMs, seconds, words } from "./options.ts";

/** The options that are the frame's own, or that can't cross over to it. */
const NOT_HERE = /^(brandRanges|fieldMap|path|keyHeader|keyPrefix|returnUrl)$/;

/** Those that stay in the page. */
const STAYS = /^(localesUrl|fetchSubmissionToken|fetchToken)$/;

/** Those that are sent. A frame takes no message with another one. */
const SENT =
  /^(billingAddress|phone|email|metadata|device|usageLimit|cvvAuthorize|preferredBrand|customerToken|maxYearsAhead|texts)$/;

/** How long all of them may be, in bytes, and how deep: a frame takes no message that is longer or deeper. */
const LONGEST = 28 * 1024;
const DEEPEST = 6;

/** @throws {CardletError} naming an option that the frame would not take, or that only its own configuration may set. */
export function refuseOwnOptions(options: CardOptions): void {
  let left = LONGEST;
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || STAYS.test(name)) continue;
    if (NOT_HERE.test(name)) throw frameError("unsupported_operation", "configuration", name);
    left -= lengthOf(value);
    const isRight = name !== "maxYearsAhead" || value === null || isYears(value);
    if (!SENT.test(name) || left < 0 || !isRight) throw frameError("invalid_option", "configuration", name);
  }
}

function isYears(value: unknown): boolean {
  return Number.isInteger(value) && 0 <= (value as number) && (value as number) <= 99;
}

/** The bytes of a value in a message; endless for one that can't be in any. */
function lengthOf(value: unknown): number {
  try {
    const text = JSON.stringify(value);
    // Half a surrogate pair is written as an escape, which is no character.
    const isRight = !/\\ud[89a-f]/.test(text) && isPlain(JSON.parse(text), DEEPEST);
    return isRight ? new TextEncoder().encode(text).length : Infinity;
  } catch {
    return Infinity;
  }
}

/** No deeper than this, and without a name that would be unsafe to copy? */
function isPlain(value: unknown, depth: number): boolean {
  if (depth === 0) return false;
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(
    ([name, part]) => !/^(__proto__|constructor|prototype)$/.test(name) && isPlain(part, depth - 1),
  );
}

/** @throws {CardletError} for an element that names no frame, or none that a page can load. */
export function frameUrl(host: HTMLElement): URL {
  const text = host.getAttribute("frame");
  if (!text) throw frameError("missing_option", "configuration", "frame");
  const url = URL.canParse(text, document.baseURI) ? new URL(text, document.baseURI) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw frameError("frame_load_failed");
  return url;
}

/** What screen readers call the frame. */
export function titleOf(host: HTMLElement, locale: Locale): string {
  return host.getAttribute("frame-title") ?? locale.text("label.frame");
}

/** What may change at any time. Of callbacks the frame hears only that they are there. */
export function settingsOf(host: HTMLElement, options: CardOptions): object {
  const { maxYearsAhead, localesUrl, fetchSubmissionToken, fetchToken, ...configure } = options;
  // Longer ones are wrong in any case, and the frame says so.
  const text = (attribute: string) => host.getAttribute(attribute)?.slice(0, 256) ?? null;
  return {
    tokenType: text("token-type"),
    updateToken: text("update-token"),
    cardBrand: text("card-brand"),
    timeoutMs: Math.round(seconds(host, "timeout", 30)),
    minValidityMs: Math.round(minValidityMs(host)),
    locale: localeOf(host),
    required: host.hasAttribute("required"),
    disabled: host.matches(":disabled"),
    fetchesSubmissionToken: fetchSubmissionToken != null,
    fetchesToken: fetchToken != null,
    configure,
  };
}

/** The language that is wanted, if it is well-formed: the frame takes no message with anything else. */
function localeOf(host: HTMLElement): string | null {
  const tag = wantedLocale(host).replaceAll("_", "-");
  return /^[a-z\d-]{2,35}$/i.test(tag) ? tag : null;
}

/** How many first digits are wanted, if it is as many as there can be. */
function binOf(host: HTMLElement): string | null {
  const bin = host.getAttribute("bin");
  return bin === "6" || bin === "8" ? bin : null;
}

/** What is settled once: answers to other limits would tell the digits. */
export function limitsOf(host: HTMLElement, { maxYearsAhead }: CardOptions): object {
  return {
    fields: fieldNames(host.getAttribute("fields")),
    brands: words(host.getAttribute("brands")),
    bin: binOf(host),
    maxYearsAhead: maxYearsAhead ?? null,
  };
}
