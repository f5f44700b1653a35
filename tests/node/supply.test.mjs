import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { crates } from "../../scripts/crates.mjs";
import { integrity } from "../../scripts/integrity.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const text = (name) => readFileSync(root + name, "utf8");
const json = (name) => JSON.parse(text(name));
const [own, ...others] = crates();

/** The rows of each table of a Markdown section. */
function rows(markdown, heading) {
  const section = markdown.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("| `"));
  return lines.map((line) =>
    line
      .split("|")
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
}

test("each crate of the module has a reason in docs/crates.md, and each reason its crate", () => {
  assert.ok(others.length > 20);
  for (const [heading, isLinked] of [
    ["Linked", true],
    ["In the compiler only", false],
  ]) {
    const listed = rows(text("docs/crates.md"), heading);
    const names = others.filter((crate) => crate.isLinked === isLinked).map(({ name }) => name);
    assert.deepEqual(listed.map(([name]) => name.replaceAll("`", "")).sort(), names.sort(), heading);
    for (const [name, neededBy, reason] of listed) assert.ok(neededBy && reason, name);
  }
});

/** Do these licences suffice for an SPDX expression? Where it has an AND within an OR, more is asked than needed. */
function isAllowed(expression, allowed) {
  const isOne = (name) => allowed.has(name.replaceAll(/[()]/g, ""));
  return expression.split(" AND ").every((part) => part.split(" OR ").some(isOne));
}

test("no crate has a licence or a source that deny.toml does not allow, and none is there twice", () => {
  const allowed = new Set(/^allow = \[(.*)\]$/m.exec(text("deny.toml"))?.[1]?.match(/[\w.-]+/g));
  assert.ok(allowed.has("MIT"));
  assert.ok(isAllowed("(MIT OR GPL-3.0) AND Unicode-3.0", allowed));
  assert.ok(!isAllowed("MIT AND GPL-3.0", allowed));
  for (const { name, license, source, checksum } of others) {
    assert.ok(isAllowed(license, allowed), `${name}: ${license}`);
    assert.equal(source, "registry+https://github.com/rust-lang/crates.io-index", name);
    assert.match(checksum, /^[0-9a-f]{64}$/, name);
  }
  assert.equal(new Set(others.map(({ name }) => name)).size, others.length);
});

test("the module's SBOM is what cargo tree shows, with the hashes of both modules", () => {
  const { metadata, components, dependencies } = json("dist/sbom/module.cdx.json");
  const options = ["--target", "wasm32-unknown-unknown", "--features", "frame", "--locked"];
  const tree = execFileSync("cargo", ["tree", ...options, "-e", "normal", "--prefix", "none", "-f", "{p}"], {
    cwd: root,
    encoding: "utf8",
  });
  const shown = new Set(tree.match(/^[\w-]+ v[\w.+-]+/gm)?.map((line) => line.replace(" v", "@")));
  shown.delete(`${own.name}@${own.version}`);
  assert.deepEqual(components.map(({ name, version }) => `${name}@${version}`).sort(), [...shown].sort());
  assert.deepEqual(
    metadata.component.components.map(({ name }) => name),
    ["cardlet.wasm", "frame.wasm"],
  );
  areThere(metadata.component.components);
  const refs = new Set([metadata.component, ...components].map((component) => component["bom-ref"]));
  assert.deepEqual(new Set(dependencies.map(({ ref }) => ref)), refs);
  for (const { dependsOn } of dependencies) for (const ref of dependsOn) assert.ok(refs.has(ref), ref);
});

test("the package's SBOM has every shipped file and no dependency", () => {
  const { metadata, components, dependencies } = json("dist/sbom/package.cdx.json");
  const { name, version } = json("package.json");
  assert.equal(metadata.component.purl, `pkg:npm/${name}@${version}`);
  assert.deepEqual(dependencies, [{ ref: "package", dependsOn: [] }]);
  const files = Object.keys(json("dist/integrity.json")).filter((file) => !file.startsWith("sbom/"));
  assert.deepEqual(
    components.map(({ name }) => name),
    files,
  );
  areThere(components);
});

function areThere(files) {
  for (const { name, hashes } of files) {
    const content = createHash("sha384")
      .update(readFileSync(`${root}dist/${name}`))
      .digest("hex");
    assert.deepEqual(hashes, [{ alg: "SHA-384", content }], name);
  }
}

test("the inventory has every script and module with its purpose, page, hash and size", () => {
  const { scripts } = json("dist/inventory.json");
  const shipped = readdirSync(`${root}dist`)
    .filter((name) => /\.(js|wasm)$/.test(name))
    .sort();
  assert.deepEqual(
    scripts.map(({ file }) => file),
    shipped,
  );
  for (const { file, page, purpose, bytes, ...rest } of scripts) {
    const content = readFileSync(`${root}dist/${file}`);
    assert.deepEqual([rest.integrity, bytes], [integrity(content), content.length], file);
    assert.ok(page && purpose, file);
  }
});
