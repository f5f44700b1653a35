// What can be wrong with a language's file, as far as a program can tell. The rules of `rules.mjs` are for
// each language its letters, the letters of its script that are another language's (`without`), and the
// terms that card issuers print. A term is a pattern; each of its words may go on.

/** The same everywhere, unless a language has its own: digits and a name as they stand on a card. */
const SHARED = /^placeholder\.(number|cvc|name)$/;

/** Where each term has to stand. */
const TERMS = {
  number: ["label.number", "incomplete_number", "invalid_number"],
  expiry: ["label.expiry"],
  cvc: ["label.cvc", "invalid_cvc"],
};

/** Words of another script that every bank uses. */
const EVERYWHERE = /\bCV[CV]\b/g;

/** Shorter ones may grow to so many columns: a short word of one language is a long one of another. */
const SHORT = 22;

/** The faults of a file, by the English file and the language's rules; none is best. */
export function faults(file, english, rules) {
  const { reviewed, source, ...texts } = file;
  return [
    ...(typeof reviewed === "boolean" ? [] : ["reviewed: is neither true nor false"]),
    ...(typeof source === "string" && source ? [] : ["source: is missing"]),
    ...(rules ? [] : ["rules: there are none"]),
    ...keyFaults(texts, english),
    ...Object.entries(texts).flatMap(([key, text]) =>
      textFaults(key, text, english[key] ?? "", rules ?? {}).map((fault) => `${key}: ${fault}`),
    ),
  ];
}

function keyFaults(texts, english) {
  const keys = Object.keys(english).filter((key) => key !== "reviewed" && key !== "source");
  const missing = keys.filter((key) => !SHARED.test(key) && !Object.hasOwn(texts, key));
  const unknown = Object.keys(texts).filter((key) => !keys.includes(key));
  return [...missing.map((key) => `${key}: is missing`), ...unknown.map((key) => `${key}: is unknown`)];
}

function textFaults(key, text, english, { letters = "", without = "", terms = {}, asInEnglish = [] }) {
  if (typeof text !== "string" || !/\p{L}|^[\d ]+$/u.test(text)) return ["has no words"];
  const found = [];
  if (/[<>&\p{Cc}]|^\s|\s$|\s\s/u.test(text)) found.push("has characters that are no text");
  const foreign = lettersOf(text).filter((letter) => !isOf(letters, letter) || without.includes(letter));
  if (foreign.length > 0 && !SHARED.test(key))
    found.push(`has letters of another language: ${foreign.join("")}`);
  if (isLeftOver(text, english) && !asInEnglish.includes(key)) found.push("is English");
  const longest = Math.max(SHORT, Math.floor(1.6 * columns(english)));
  if (columns(text) > longest) found.push(`is ${columns(text)} columns wide, ${longest} at most`);
  for (const [name, keys] of Object.entries(TERMS)) {
    if (keys.includes(key) && !usesTerm(text, terms[name] ?? "$."))
      found.push(`lacks the term ${terms[name]}`);
  }
  return found;
}

function lettersOf(text) {
  return text.replaceAll(EVERYWHERE, "").toLowerCase().match(/\p{L}/gu) ?? [];
}

function isOf(letters, letter) {
  return letters !== "" && new RegExp(`[${letters}]`, "u").test(letter);
}

/** Is at least half of the text a run of words that the English has too? */
function isLeftOver(text, english) {
  const [words, known] = [wordsOf(text), ` ${wordsOf(english).join(" ")} `];
  if (words.join() === "") return false;
  const size = Math.max(Math.min(2, words.length), Math.ceil(words.length / 2));
  return words.some(
    (_, at) => at + size <= words.length && known.includes(` ${words.slice(at, at + size).join(" ")} `),
  );
}

function wordsOf(text) {
  return text.toLowerCase().match(/\p{L}[\p{L}\p{M}’-]*/gu) ?? [];
}

function usesTerm(text, term) {
  return new RegExp(term.replaceAll(" ", "\\p{L}*\\s"), "iu").test(text);
}

/** The width of a text: two columns for a character that is as wide as it is high. */
export function columns(text) {
  const wide =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff01-\uff60\u3000-\u303f]/u;
  const characters = [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)];
  return characters.reduce((sum, { segment }) => sum + (wide.test(segment) ? 2 : 1), 0);
}
