/** What an element's attributes and options say to its frame. */

import { frameError } from "./frame-errors.ts";
import { type Locale, wantedLocale } from "./locale.ts";
import { type CardOptions, fieldNames, minValidityMs, seconds, words } from "./options.ts";

/** The options that are the frame's own, or that can't cross over to it. */
const NOT_HERE: readonly (keyof CardOptions)[] = [
  "brandRanges",
  "fieldMap",
  "path",
  "keyHeader",
  "keyPrefix",
  "returnUrl",
];

/** @throws {CardletError} for an option that only the frame's own configuration may set. */
export function refuseOwnOptions(options: CardOptions): void {
  const wrong = NOT_HERE.find((name) => options[name] !== undefined);
  if (wrong) throw frameError("unsupported_operation", "configuration", wrong);
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
  return {
    tokenType: host.getAttribute("token-type"),
    updateToken: host.getAttribute("update-token"),
    cardBrand: host.getAttribute("card-brand"),
    timeoutMs: seconds(host, "timeout", 30),
    minValidityMs: minValidityMs(host),
    locale: localeOf(host),
    required: host.hasAttribute("required"),
    disabled: host.matches(":disabled"),
    fetchesSubmissionToken: fetchSubmissionToken !== undefined,
    fetchesToken: fetchToken !== undefined,
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
