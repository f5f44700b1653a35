/** What a page hands to the module: of any other type or size it would trap the module. */

import { optionError } from "./errors.ts";

/** As much of a text as is looked at, in UTF-16 units: the module's memory is fixed. */
const LONGEST = 4096;

/** A text, under its option's name. What is cut off is told by a character that is valid nowhere. */
export function givenText(option: string, value: unknown): string {
  if (typeof value !== "string") throw optionError(option);
  return value.length > LONGEST ? `${value.slice(0, LONGEST)}\0` : value;
}

/** A number, under its option's name; a wrong one must not pass for a date or a limit. */
export function givenNumber(option: string, value: unknown): number {
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  throw optionError(option);
}

/** A caret in a text; the end without one. */
export function givenCaret(value: unknown, { length }: string): number {
  return value == null ? length : Math.min(Math.max(givenNumber("caret", value), 0), length);
}
