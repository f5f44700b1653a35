// The languages' files, www/locales/*.json: each has its texts by key, and says where its words come
// from (`source`) and whether someone who speaks the language has read them (`reviewed`).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { integrity } from "../integrity.mjs";
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
    names.flatMap((name) => (languages[name]?.tags ?? [name]).map((tag) => [tag, name])),
  );
}

/** Writes what pages load into a folder: each language with its direction, and an index. Gives that one's hash. */
export function writeLocales(folder) {
  mkdirSync(folder, { recursive: true });
  const write = (name, content) => {
    const text = JSON.stringify(content);
    writeFileSync(`${folder}/${name}.json`, text);
    return integrity(text);
  };
  const tags = tagTable();
  const names = [...new Set(Object.values(tags))];
  const texts = (name) => ({ direction: languages[name]?.direction ?? "ltr", texts: textsOf(name) });
  const hashes = Object.fromEntries(names.map((name) => [name, write(name, texts(name))]));
  return write("index", { tags, hashes });
}
