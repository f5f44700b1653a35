import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path) => readFileSync(root + path, "utf8");
const contract = read("docs/api.md").split("\n## The element\n")[1]?.split("\n## Token\n")[0] ?? "";
const pack = JSON.parse(read("package.json"));
const manifest = JSON.parse(read(pack.customElements));
const [{ declarations }] = manifest.modules;
const [card] = declarations;

const names = (list) => list.map(({ name }) => name).sort();
const quoted = (text) => [...text.matchAll(/`([\w-]+)[^`]*`/g)].map(([, name]) => name);

/** The names in the first column of the table with this heading. */
function documented(heading) {
  const table = contract.split(`\n| ${heading}`)[1]?.split("\n\n")[0] ?? "";
  const rows = table.split("\n").slice(2);
  return rows.flatMap((row) => quoted(row.split("|")[1] ?? "")).sort();
}

/** The names in the paragraph that begins with this word. */
function listed(word) {
  const [, rest = ""] = contract.split(`\n${word}: `);
  return quoted(rest.split(/\n\n|\n(?=\w+: )/)[0].replaceAll(/→ `[^`]*`|\([^)`]*\)/g, "")).sort();
}

test("custom-elements.json has the attributes and events of docs/api.md, each with a description", () => {
  assert.deepEqual(names(card.attributes), documented("attribute"));
  assert.deepEqual(names(card.events), documented("event"));
  assert.ok(card.attributes.length > 20 && card.events.length === 9);
  for (const { name, description, type } of [...card.attributes, ...card.events]) {
    assert.ok(description && type.text, name);
  }
});

test("each property of the element that mirrors an attribute is that of an attribute in the manifest", () => {
  const mirrored = card.members.filter(({ reflects }) => reflects);
  const fields = card.attributes.flatMap(({ fieldName }) => fieldName ?? []);
  assert.deepEqual(names(mirrored), fields.sort());
  for (const name of ["publicKey", "minValidity", "required"]) assert.ok(fields.includes(name), name);
});

test("custom-elements.json has the methods and properties of docs/api.md", () => {
  const methods = card.members.filter(({ kind }) => kind === "method");
  assert.deepEqual(names(methods), listed("Methods"));
  const members = names(card.members);
  for (const name of listed("Properties")) assert.ok(members.includes(name), name);
  const setError = methods.find(({ name }) => name === "setError");
  assert.deepEqual(names(setError.parameters), ["codeOrText", "field"]);
});

test("custom-elements.json has the custom properties and states of docs/styling.md", () => {
  const rows = read("docs/styling.md")
    .split("\n")
    .map((row) => row.split("|").map((cell) => cell.trim()));
  /** The names in the rows of what pages may use themselves. */
  const hooks = (pattern) =>
    rows
      .filter(([, , , inPage]) => inPage === "yes")
      .flatMap(([, names]) => [...names.matchAll(pattern)].map(([, name]) => name));
  assert.deepEqual(names(card.cssStates), hooks(/`:state\(([\w-]+)\)`/g).sort());
  assert.deepEqual(names(card.cssProperties), hooks(/`(--cardlet-[\w-]+)`/g).sort());
});

test("every path of the manifest and of the package's exports is shipped", () => {
  for (const { path } of manifest.modules) assert.ok(existsSync(root + path), path);
  const paths = Object.values(pack.exports).flatMap((entry) =>
    typeof entry === "string" ? entry : Object.values(entry),
  );
  for (const path of paths.filter((path) => !path.includes("*"))) assert.ok(existsSync(root + path), path);
});
