// The languages' files, www/locales/*.json: each has its texts by key, and says where its words come
// from (`source`) and whether someone who speaks the language has read them (`reviewed`).
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../../www/locales/", import.meta.url);

/** The names of all languages. */
export function locales() {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.map((name) => name.slice(0, -".json".length)).sort();
}

export function readLocale(name) {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));
}

/** The texts alone. */
export function textsOf(name) {
  const { reviewed, source, ...texts } = readLocale(name);
  return texts;
}
