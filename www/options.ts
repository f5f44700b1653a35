/** The element's attributes, and what `configure()` takes, as the controller's options. */

import { brandMask, isBrand } from "./checks.ts";
import type { OwnTexts } from "./texts.ts";
import type { BrandId, CardController, FieldName } from "./wasm/cardlet.js";

/** The attributes that say where cards go and what comes back, and the options that errors name. */
export const ACCOUNT = {
  provider: "provider",
  "public-key": "publicKey",
  organization: "organization",
  endpoint: "endpoint",
  "token-type": "tokenType",
  "update-token": "updateToken",
  "card-brand": "cardBrand",
} as const;

/** What is no string, and so no attribute. */
export interface CardOptions {
  /** The cardholder's billing address, for wires that take one. */
  billingAddress?: {
    line1?: string;
    line2?: string;
    city?: string;
    state?: string;
    postalCode?: string;
    /** ISO 3166, two upper-case letters. */
    country?: string;
  };
  phone?: { countryCode: string; number: string };
  email?: string;
  /** Your own names and values, for wires that keep them with a token. */
  metadata?: Readonly<Record<string, string | number | boolean>>;
  /** What the wire calls device or risk data, passed on as it is. */
  device?: Readonly<Record<string, unknown>>;
  /** Univapay: how often a recurring token may be charged. */
  usageLimit?: "daily" | "weekly" | "monthly" | "annually";
  /** Univapay: check a recurring token's security code at once. */
  cvvAuthorize?: { currency?: string };
  /** The brand that the customer prefers on a co-badged card. */
  preferredBrand?: BrandId;
  /** ProcessOut: the customer token that the card completes. */
  customerToken?: { customer: string; token: string; verify?: boolean };
  /** Keap and generic endpoints: names on the wire by our names; null leaves a part out. */
  fieldMap?: Readonly<Record<string, string | null>>;
  /** Generic endpoints: the path after the endpoint, and the header that carries the key. */
  path?: string;
  keyHeader?: string;
  keyPrefix?: string;
  /** Ranges of card numbers beside the built-in ones: first digits, equally many, at most eight. */
  brandRanges?: readonly { brand: BrandId; low: string; high: string }[];
  /** How many years ahead a card can expire; 20. */
  maxYearsAhead?: number;
  /** Texts that people read, instead of those that the locale has. */
  texts?: OwnTexts;
  /** Where the shipped folder `locales/` is, if not beside the script. */
  localesUrl?: string | URL;
  /** Keap: asks your server for the token of one submission, at the moment of the submit. */
  fetchSubmissionToken?: (urls: { successUrl: string; failureUrl: string }) => Promise<string>;
  /** Keap: where the shipped `return.html` is, if not beside the script. */
  returnUrl?: string | URL;
  /** Univapay: asks your server for a token's JSON, to see whether its security code is checked. */
  fetchToken?: (id: string) => Promise<object>;
}

const FIELDS = [
  "number",
  "expiry",
  "cvc",
  "name",
  "postalCode",
  "country",
] as const satisfies readonly FieldName[];
const DEFAULT_FIELDS: readonly FieldName[] = ["number", "expiry", "cvc"];

/** Hands an element's attributes and options to its controller. */
export function configure(
  controller: CardController,
  element: HTMLElement,
  options: CardOptions,
  bin = element.getAttribute("bin"),
): void {
  controller.setOptions(optionsText({ ...fromAttributes(element), bin }, options));
  controller.setTimes(seconds(element, "timeout", 30), minValidityMs(element));
  controller.setAccepted(brandMask(words(element.getAttribute("brands")).filter(isBrand)));
}

function fromAttributes(element: HTMLElement): Record<string, string | null> {
  const entries = Object.entries(ACCOUNT).map(([attribute, option]) => [
    option,
    element.getAttribute(attribute),
  ]);
  return Object.fromEntries(entries);
}

/** As much of all options as the module takes, in UTF-16 units: its memory is bounded. */
const LONGEST = 64 * 1024;

/** Options as the module reads them. Callbacks, URLs and texts stay in the shell. */
export function optionsText(account: object, options: CardOptions): string {
  const { texts, localesUrl, fetchSubmissionToken, returnUrl, fetchToken, ...configured } = options;
  let left = LONGEST;
  const bounded = (all: object): object => {
    const entries = Object.entries(all).map(([name, value]) => {
      const length = lengthOf(value);
      // No option is a number below zero, so the module refuses this one by its name.
      if (length > left) return [name, -1];
      left -= length;
      return [name, value];
    });
    return Object.fromEntries(entries);
  };
  return JSON.stringify({ ...bounded(account), configure: bounded(configured) });
}

/** How long a value is as JSON; endless for one that is none. */
function lengthOf(value: unknown): number {
  try {
    return JSON.stringify(value)?.length ?? 0;
  } catch {
    return Infinity;
  }
}

/** The least life of a token that is handed out again. */
export function minValidityMs(element: HTMLElement): number {
  return seconds(element, "min-validity", 30);
}

/** The fields that a list asks for, in the form's order; those of a plain card where it names none. */
export function fieldNames(list: string | null): readonly FieldName[] {
  const wanted = words(list);
  const names = FIELDS.filter((name) => wanted.includes(name));
  return names.length > 0 ? names : DEFAULT_FIELDS;
}

/** The list with a name that nobody knows. What it names besides holds until somebody asks for a token. */
export function wrongList(element: HTMLElement): "fields" | "brands" | undefined {
  const isField = (name: string): boolean => FIELDS.some((field) => field === name);
  if (!words(element.getAttribute("fields")).every(isField)) return "fields";
  return words(element.getAttribute("brands")).every(isBrand) ? undefined : "brands";
}

/** The words of a list: blanks or commas stand between them. */
export function words(list: string | null): string[] {
  return (list ?? "").split(/[\s,]+/).filter(Boolean);
}

/** An attribute in seconds as milliseconds; the fallback when it is no number of seconds. */
export function seconds(element: HTMLElement, attribute: string, fallback: number): number {
  const value = Number.parseFloat(element.getAttribute(attribute) ?? "");
  return 1000 * (value >= 0 ? Math.min(value, 2_000_000) : fallback);
}
