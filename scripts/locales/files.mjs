// The languages' files, www/locales/*.json: each has its texts by key, and says where its words come
// from (`source`) and whether someone who speaks the language has read them (`reviewed`).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import languages from "./languages.json" with { type: "json" };

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

/** The names of the files by tag: a language's own, unless `languages.json` has others for it. */
export function tagTable() {
  const names = locales().filter((name) => name !== "en");
  return Object.fromEntries(
    names.flatMap((name) => (languages[name].tags ?? [name]).map((tag) => [tag, name])),
  );
}

/** Writes what pages load into a folder: the table, and each language with its direction. */
export function writeLocales(folder) {
  mkdirSync(folder, { recursive: true });
  const write = (name, content) => writeFileSync(`${folder}/${name}.json`, JSON.stringify(content));
  const table = tagTable();
  write("index", table);
  for (const name of new Set(Object.values(table))) {
    write(name, { direction: languages[name].direction ?? "ltr", texts: textsOf(name) });
  }
}
