import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const www = fileURLToPath(new URL("../../www/", import.meta.url));

/** What the shell may read a `value` of, by file: none of it is an input that a card is typed into. */
const ALLOWED = {
  "country-select.ts": ["option"],
  "diagnosis.ts": ["probe"],
  "frame.ts": ["command"],
  "submit.ts": ["usable"],
};

/** What a source reads the `value` of, and every other way to a text that was typed. */
function reads(source) {
  const code = source.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "");
  // A call stands for its function, and `x.value = …` is no reading.
  const values = [...code.matchAll(/(\w+)(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?\)?\??\.value\b(?!\s*=[^=])/g)];
  const others = code.match(
    /\.(?:valueAsNumber|valueAsDate|selectionStart|getSelection)\b|\{[^{}]*\bvalue\b[^{}]*\}\s*=\s*input/g,
  );
  return [...values.map(([, owner]) => owner), ...(others ?? [])];
}

test("the shell never reads a value from an input: the module does", () => {
  const sources = readdirSync(www).filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));
  assert.ok(sources.length > 60);
  for (const name of sources) {
    const found = reads(readFileSync(www + name, "utf8"));
    assert.deepEqual([...new Set(found)], ALLOWED[name] ?? [], name);
  }
});

test("a source that reads one is found", () => {
  for (const line of [
    "send(input.value)",
    "const { value } = input;",
    "fields.get(name)?.value",
    "input.selectionStart",
  ]) {
    assert.equal(reads(line).length, 1, line);
  }
  assert.deepEqual(reads('input.value = ""; // input.value'), []);
});
