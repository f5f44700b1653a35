import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { test } from "node:test";
import { type EnginePage, engineNames, launch } from "./support/engine.ts";
import { shows } from "./support/gate.ts";
import { page, startPages } from "./support/pages.ts";

const DIST = join(import.meta.dirname, "../../dist");
const TYPES: Record<string, string> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};

const read = (file: string) => readFileSync(join(DIST, file));
const hashes: Record<string, string> = JSON.parse(read("integrity.json").toString());
const hash = (file: string) => hashes[file];
const files = Object.keys(hashes).filter((file) => extname(file) in TYPES);

/** Scripts in parts: the hash of an entry says nothing of the chunks that it imports. */
const PARTS = files.filter((file) => /^(define|element|index|chunk-\w+)\.js$/.test(file));

/** Notes what has become of each script, stylesheet and module of the page: "ran" or "refused", by name. */
const WATCH = `<!doctype html><meta charset="utf-8"><title>integrity</title><link rel="icon" href="data:,"><script>
  globalThis.outcomes = {};
  const tell = (url, outcome) => { outcomes[new URL(url, location.href).pathname.split("/").pop()] = outcome; };
  document.addEventListener("load", ({ target }) => tell(target.src ?? target.href, "ran"), true);
  document.addEventListener("error", ({ target }) => tell(target.src ?? target.href, "refused"), true);
  const ownFetch = fetch;
  globalThis.fetch = (url, options) => {
    const answer = ownFetch(url, options);
    answer.then(() => tell(url, "ran"), () => tell(url, "refused"));
    return answer;
  };
</script>`;

const script = (file: string) =>
  `<script type="module" src="/cardlet/${file}" integrity="${hash(file)}"></script>`;
const bareScript = (file: string) => `<script type="module" src="/cardlet/${file}"></script>`;

function importMap(): string {
  const integrity = Object.fromEntries(PARTS.map((file) => [`/cardlet/${file}`, hash(file)]));
  return `<script type="importmap">${JSON.stringify({ integrity })}</script>`;
}

interface Recipe {
  path: string;
  /** The files that it is made of. */
  files: string[];
  markup: string;
}

const card = '<body><cardlet-card provider="rebilly"></cardlet-card>';
const oneFile: Recipe = {
  path: "/one-file",
  files: ["cardlet.js", "cardlet.wasm"],
  markup: script("cardlet.js") + card,
};

/** The recipes of docs/security.md. */
const RECIPES: Recipe[] = [
  oneFile,
  // A chunk that is fetched only when it is needed is fetched here at once.
  { path: "/import-map", files: PARTS, markup: importMap() + PARTS.map(bareScript).join("") },
  { path: "/hosted", files: ["hosted.js"], markup: script("hosted.js") },
  {
    path: "/stylesheet",
    files: ["cardlet.css"],
    markup: `<link rel="stylesheet" href="/cardlet/cardlet.css" integrity="${hash("cardlet.css")}">`,
  },
  {
    path: "/cardlet/frame.html",
    files: ["frame.js", "frame.css", "frame.wasm"],
    markup: read("frame.html").toString(),
  },
  { path: "/cardlet/return.html", files: ["return.js"], markup: read("return.html").toString() },
];

/** A file, and other bytes that are served in its place. */
type Change = readonly [file: string, bytes: Uint8Array];

/** Opens a recipe's page, on an origin of its own, and waits until each of these files has this outcome. */
async function open(tab: EnginePage, recipe: Recipe, outcome: string, told: string[], ...changes: Change[]) {
  const pages = await startPages(
    {},
    {
      intercept(path, response) {
        const name = path.replace("/cardlet/", "");
        if (path === recipe.path) {
          response.setHeader("content-type", "text/html").end(WATCH + recipe.markup);
          return true;
        }
        const change = changes.find(([file]) => file === name);
        if (change) response.setHeader("content-type", TYPES[extname(name)] ?? "").end(change[1]);
        return response.writableEnded;
      },
    },
  );
  try {
    await tab.goto(pages.url + recipe.path);
    await tab.waitFor(`${JSON.stringify(told)}.every((file) => outcomes[file] === "${outcome}")`);
    return await tab.evaluate<Record<string, string>>("outcomes");
  } finally {
    await pages.close();
  }
}

function flipped(file: string, at = read(file).length >> 1): Change {
  const bytes = Uint8Array.from(read(file));
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return [file, bytes];
}

test("every shipped file that runs stands in one recipe", () => {
  assert.deepEqual(RECIPES.flatMap((recipe) => recipe.files).sort(), files.toSorted());
});

for (const name of engineNames) {
  test(`${name} runs what is whole and refuses each file with one byte flipped`, async (t) => {
    const engine = await launch(name);
    t.after(() => engine.close());
    const tab = await engine.newPage();
    for (const recipe of RECIPES) {
      const outcomes = await open(tab, recipe, "ran", recipe.files);
      assert.ok(!Object.values(outcomes).includes("refused"), recipe.path);
      for (const file of recipe.files) await open(tab, recipe, "refused", [file], flipped(file));
    }
    shows(t, "C3", { cases: files.length, engine: name });
  });
}

/** The files of languages, with an element in each of them. */
const LANGUAGES = Object.keys(hashes).filter((file) => /^locales\/(?!index\.)/.test(file));
/** By the language alone, most who speak these two read another file. */
const TAGS: Record<string, string> = { es: "es-ES", pt: "pt-PT" };
const tagOf = (file: string) => TAGS[basename(file, ".json")] ?? basename(file, ".json");
const allLanguages: Recipe = {
  ...oneFile,
  markup:
    script("cardlet.js") +
    LANGUAGES.map((file) => `<cardlet-card provider="rebilly" locale="${tagOf(file)}"></cardlet-card>`).join(
      "",
    ),
};

for (const name of engineNames) {
  test(`${name} takes the languages' files whole and refuses each with one byte flipped`, async (t) => {
    const engine = await launch(name);
    t.after(() => engine.close());
    const tab = await engine.newPage();
    const told = LANGUAGES.map((file) => basename(file));
    await open(tab, allLanguages, "ran", ["index.json", ...told]);
    await open(tab, allLanguages, "refused", told, ...LANGUAGES.map((file) => flipped(file)));
    await open(tab, allLanguages, "refused", ["index.json"], flipped("locales/index.json"));
    shows(t, "C3", { cases: LANGUAGES.length + 1, engine: name });
  });
}

test("a page that asks for no hash runs the changed file", async (t) => {
  const engine = await launch("chromium");
  t.after(() => engine.close());
  const tab = await engine.newPage();
  // In the text of a message, where one byte breaks no syntax.
  const change = flipped("cardlet.js", read("cardlet.js").indexOf("an internal error"));
  await open(tab, oneFile, "refused", ["cardlet.js"], change);
  const bare = { ...oneFile, markup: bareScript("cardlet.js") + card };
  await open(tab, bare, "ran", bare.files, change);
  shows(t, "C3", { cases: 1, control: "a page that asks for no hash runs the changed file" });
});

test("a URL of the page's own leads to the shell's module or to none", async (t) => {
  const engine = await launch("chromium");
  t.after(() => engine.close());
  const pages = await startPages({ "/": page("") });
  t.after(() => pages.close());
  const tab = await engine.newPage();
  await tab.goto(pages.url);
  const init = (wasm: string) =>
    tab.evaluate(`import("/cardlet/index.js").then(({ init }) => init({ wasm: "${wasm}" }))
      .then(() => "ready", (error) => error.code)`);
  assert.equal(await init("/cardlet/frame.wasm"), "wasm_load_failed");
  assert.equal(await init("/cardlet/cardlet.wasm?version=2"), "ready");
});
