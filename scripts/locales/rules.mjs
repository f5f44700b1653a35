// What a language's file is held to: its letters (`spelling.json`) and the terms that card issuers print
// (`terms.json`).
import spelling from "./spelling.json" with { type: "json" };
import terms from "./terms.json" with { type: "json" };

/** The names of the languages that have rules. */
export const ruled = Object.keys(spelling).filter((name) => Object.hasOwn(terms, name));

/** The rules of a language; undefined for one that has none. */
export function rulesOf(name) {
  return ruled.includes(name) ? { ...spelling[name], terms: terms[name] } : undefined;
}
