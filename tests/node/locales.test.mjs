import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { faults } from "../../scripts/locales/faults.mjs";
import { locales, readLocale, tagTable } from "../../scripts/locales/files.mjs";
import { ruled, rulesOf } from "../../scripts/locales/rules.mjs";
import { bestLocale } from "../../www/translation.ts";

const english = readLocale("en");
const of = (name, changes) => faults({ ...readLocale(name), ...changes }, english, rulesOf(name));

test("there are forty languages and more, each with its rules and each one to be chosen", () => {
  assert.ok(locales().length >= 41);
  assert.deepEqual(ruled, locales());
  assert.deepEqual([...new Set(Object.values(tagTable())), "en"].sort(), locales());
});

test("no file has a fault", () => {
  for (const name of locales().filter((name) => name !== "en")) assert.deepEqual(of(name), [], name);
});

test("each kind of fault is found", () => {
  const rows = [
    ["an empty text", "de", { "status.busy": "" }, "status.busy: has no words"],
    ["an unknown key", "de", { "label.pin": "PIN" }, "label.pin: is unknown"],
    [
      "a Latin letter among Cyrillic ones",
      "ru",
      { "label.name": "Имя на кaрте" },
      "label.name: has letters of another language: a",
    ],
    [
      "Russian in Ukrainian",
      "uk",
      { "label.country": "Країны" },
      "label.country: has letters of another language: ы",
    ],
    [
      "Polish in Czech",
      "cs",
      { "label.country": "Kraj ł" },
      "label.country: has letters of another language: ł",
    ],
    [
      "traditional characters in simplified Chinese",
      "zh-Hans",
      { "label.number": "卡号 卡號" },
      "label.number: has letters of another language: 號",
    ],
    [
      "Arabic letters in Persian",
      "fa",
      { "label.country": "كشور" },
      "label.country: has letters of another language: ك",
    ],
    [
      "English left over",
      "de",
      { invalid_expiry_year: "Check the year." },
      "invalid_expiry_year: is English",
    ],
    ["half English", "nl", { incomplete_country: "Choose a land." }, "incomplete_country: is English"],
    [
      "a long text",
      "fi",
      { "label.country": "Maa, josta kortti on annettu" },
      "label.country: is 28 columns wide, 22 at most",
    ],
    [
      "wide characters",
      "ja",
      { "label.country": "国または地域または領土等" },
      "label.country: is 24 columns wide, 22 at most",
    ],
    [
      "another term for the number",
      "de",
      { "label.number": "Kreditkarte" },
      "label.number: lacks the term kartennummer",
    ],
    [
      "another term for the code",
      "fr",
      { invalid_cvc: "Vérifiez le code de sécurité." },
      "invalid_cvc: lacks the term cryptogramme visuel",
    ],
    ["markup", "es", { "label.country": "<b>País</b>" }, "label.country: has characters that are no text"],
    ["no word of who has read it", "es", { reviewed: undefined }, "reviewed: is neither true nor false"],
    ["no source", "es", { source: "" }, "source: is missing"],
  ];
  for (const [what, name, changes, fault] of rows) assert.deepEqual(of(name, changes), [fault], what);
  const { "label.cvc": _, ...short } = readLocale("de");
  assert.deepEqual(faults(short, english, rulesOf("de")), ["label.cvc: is missing"]);
});

test("a tag finds the best language that there is", () => {
  const rows = {
    de: "de",
    "de-AT": "de",
    de_CH: "de",
    DE: "de",
    "de-Latn-DE-1996": "de",
    fr: "fr",
    "fr-BE": "fr",
    "fr-CA": "fr-CA",
    "fr-ca": "fr-CA",
    es: "es",
    "es-ES": "es",
    "es-MX": "es-419",
    "es-US": "es-419",
    "es-419": "es-419",
    pt: "pt-BR",
    "pt-BR": "pt-BR",
    "pt-PT": "pt",
    "pt-AO": "pt",
    zh: "zh-Hans",
    "zh-CN": "zh-Hans",
    "zh-TW": "zh-Hant",
    "zh-HK": "zh-Hant",
    "zh-Hant-MO": "zh-Hant",
    sr: "sr",
    "sr-RS": "sr",
    "sr-Latn": "sr-Latn",
    "sr-ME": "sr-Latn",
    no: "nb",
    nn: "nb",
    "nb-NO": "nb",
    iw: "he",
    in: "id",
    tl: "fil",
    "ja-JP-u-ca-japanese": "ja",
    en: null,
    "en-GB": null,
    tlh: null,
    und: null,
    "": null,
    "*": null,
    x: null,
    "../de": null,
    "de/../fr": null,
    "de.js": null,
    constructor: null,
    "a-": null,
    dе: null,
    ["d".repeat(36)]: null,
  };
  for (const [tag, name] of Object.entries(rows)) {
    assert.equal(bestLocale(tag, tagTable()) ?? null, name, tag);
  }
});

test("the docs name every language, and say that nobody has read them as long as that is so", async () => {
  const docs = await readFile(new URL("../../docs/locales.md", import.meta.url), "utf8");
  const list = docs.slice(0, docs.indexOf("**None"));
  const named = [...list.matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
  assert.deepEqual(named, locales());
  assert.ok(list.includes(`${named.length} languages`));
  assert.deepEqual(
    locales().filter((name) => readLocale(name).reviewed),
    [],
    "the docs have to say which",
  );
});
