/**
 * The messages between a page and its frame, on the page's side. The protocol stands at the head of
 * `src/frame/mod.rs`; `tests/fixtures/frame/` holds what both sides are tested with.
 */

import { CardletError, type ErrorType } from "./cardlet-error.ts";
import { type CardState, type FieldState, stateOf } from "./state.ts";
import type {
  Brand,
  BrandId,
  CvvAuthorize,
  Failure,
  FieldName,
  TokenFacts,
  TokenStatus,
} from "./wasm/cardlet.js";

/** The version that both sides have to speak. */
export const VERSION = 1;

/** Longer messages are not looked at. */
const LONGEST = 64 * 1024;

/** A message of the frame's that has the shape of its type. */
export type Report =
  | { type: "hello"; nonce: string }
  | { type: "refused" }
  | { type: "ready"; texts: Record<string, string>; brands: Brand[] }
  | { type: "texts"; texts: Record<string, string> }
  | {
      type: "state";
      fields: Partial<Record<FieldName, FieldState & { error: boolean }>>;
      brand: string | null;
      brands: string[];
      busy: boolean;
      reusable: boolean;
    }
  | TokenReport
  | { type: "failure"; call: number | null; failure: Failure & { message: string } }
  | { type: "enter" }
  | Ask;

/** What the frame asks the page's server for. */
export type Ask =
  | { type: "fetchSubmissionToken"; ask: number; successUrl: string; failureUrl: string }
  | { type: "fetchToken"; ask: number; id: string };

/** A token, and how much of its life is left. */
export interface TokenReport {
  type: "token";
  call: number | null;
  /** Counts the tokens: two can have one id. */
  serial: number;
  reusable: boolean;
  facts: TokenFacts;
  status: TokenStatus;
  leftMs: number | null;
  cvcLeftMs: number | null;
  cvvAuthorize: CvvAuthorize | null;
}

/** Is the value right? */
type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isCount: Check = (value) => typeof value === "number" && value >= 0;
const isObject: Check = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isName: Check = (value) => isText(value) && /^[a-z_]{1,40}$/.test(value as string);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const each =
  (name: Check, check: Check): Check =>
  (value) =>
    isObject(value) && Object.entries(value as object).every(([key, entry]) => name(key) && check(entry));
/** Has it exactly these names, each with a right value? */
const shape = (checks: Record<string, Check>): Check => {
  const names = Object.keys(checks);
  return (value) =>
    isObject(value) &&
    Object.keys(value as object).length === names.length &&
    names.every((name) => Object.hasOwn(value as object, name) && checks[name]?.((value as never)[name]));
};

const isField: Check = (value) => /^(number|expiry|cvc|name|postalCode|country)$/.test(value as string);
const isKey: Check = (value) => /^(status\.)?[a-z_]+$/.test(value as string);

const FIELD = shape({
  empty: isFlag,
  valid: isFlag,
  potentiallyValid: isFlag,
  focused: isFlag,
  touched: isFlag,
  dirty: isFlag,
  code: orNull(isName),
  error: isFlag,
});

const BRAND = shape({
  id: isName,
  name: isText,
  lengths: listOf(isCount),
  gaps: listOf(isCount),
  cvc: shape({ name: isText, lengths: listOf(isCount) }),
});

const FAILURE = shape({
  type: isName,
  code: isName,
  message: isText,
  field: orNull(isField),
  option: orNull(isText),
  retryable: isFlag,
  certain: isFlag,
  status: orNull(isCount),
  providerCode: orNull(isText),
  requestId: orNull(isText),
  retryAfterMs: orNull(isCount),
  action: orNull(isObject),
});

const FACTS = shape({
  id: isText,
  provider: isText,
  paymentType: isText,
  createdTime: orNull(isText),
  expirationTime: orNull(isText),
  expirationSource: isName,
  type: orNull(isName),
  usageLimit: orNull(isText),
  mode: orNull(isName),
  card: orNull(isObject),
  data: orNull(isObject),
  raw: isObject,
});

const REPORTS: Readonly<Record<Report["type"], Record<string, Check>>> = {
  hello: { nonce: isText },
  refused: {},
  ready: { texts: each(isKey, isText), brands: listOf(BRAND) },
  texts: { texts: each(isKey, isText) },
  state: {
    fields: each(isField, FIELD),
    brand: orNull(isName),
    brands: listOf(isName),
    busy: isFlag,
    reusable: isFlag,
  },
  token: {
    call: orNull(isCount),
    serial: isCount,
    reusable: isFlag,
    facts: FACTS,
    status: isName,
    leftMs: orNull(isCount),
    cvcLeftMs: orNull(isCount),
    cvvAuthorize: orNull(isObject),
  },
  failure: { call: orNull(isCount), failure: FAILURE },
  enter: {},
  fetchSubmissionToken: { ask: isCount, successUrl: isText, failureUrl: isText },
  fetchToken: { ask: isCount, id: isText },
};

/** The version of a message of ours; undefined for anything else. */
export function versionOf(data: unknown): number | undefined {
  const version = parse(data)?.cardlet;
  return typeof version === "number" ? version : undefined;
}

/** Reads a message; null for what is none of ours, to the last name. */
export function readReport(data: unknown): Report | null {
  const message = parse(data);
  const type = message?.type;
  if (!message || typeof type !== "string" || !Object.hasOwn(REPORTS, type)) return null;
  const isVersion: Check = (value) => value === VERSION;
  const isRight = shape({ cardlet: isVersion, type: isText, ...REPORTS[type as Report["type"]] });
  return isRight(message) ? (message as unknown as Report) : null;
}

function parse(data: unknown): Record<string, unknown> | null {
  if (typeof data !== "string" || data.length > LONGEST) return null;
  try {
    const message: unknown = JSON.parse(data);
    return isObject(message) ? (message as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Writes a message to the frame. */
export function writeCommand(type: string, content: object = {}): string {
  return JSON.stringify({ cardlet: VERSION, type, ...content });
}

/** The state that a page sees. A card's first and last digits are told by its token alone. */
export function readFrameState(
  { fields, brand, brands, busy }: Extract<Report, { type: "state" }>,
  tables: readonly Brand[],
  card: TokenFacts["card"],
): CardState {
  const isKnown = (found: Brand | undefined): found is Brand => found !== undefined;
  return stateOf(fields, {
    brand: (brand ?? (fields.number?.valid ? "unknown" : null)) as BrandId | null,
    brands: brands.map((id) => tables.find((table) => table.id === id)).filter(isKnown),
    last4: card?.last4 ?? null,
    bin: card?.bin ?? null,
    busy,
  });
}

/** A failure as the error that it was in the frame. */
export function readFailure(failure: Failure & { message: string }): CardletError {
  return new CardletError({ ...failure, type: failure.type as ErrorType });
}
