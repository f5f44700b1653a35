import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { filesOf, integrity } from "../../scripts/integrity.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const dist = `${root}dist`;
const shipped = filesOf(dist);
const text = (name) => readFileSync(`${dist}/${name}`, "latin1");

test("integrity.json has the hash of every other shipped file", () => {
  const hashes = JSON.parse(text("integrity.json"));
  const others = shipped.filter((name) => name !== "integrity.json");
  assert.deepEqual(Object.keys(hashes), others);
  for (const name of others) assert.equal(hashes[name], integrity(readFileSync(`${dist}/${name}`)), name);
});

test("each shell knows the hash of its module, and each page those of its files", () => {
  const hashes = JSON.parse(text("integrity.json"));
  const knows = (file, of) => assert.ok(text(file).includes(hashes[of]), `${file} knows ${of}`);
  knows("cardlet.js", "cardlet.wasm");
  knows("frame.js", "frame.wasm");
  knows("frame.html", "frame.js");
  knows("frame.html", "frame.css");
  knows("return.html", "return.js");
});

/** A path of the machine that built: its own folders, or what such paths begin with on others. */
function machinePath(content) {
  const own = [root, homedir(), process.env.CARGO_HOME].filter((path) => path && path.length > 1);
  const usual =
    /(?<![\w.])(?:\/(?:home|Users|root|rustc|tmp|usr|var|opt)\/|[A-Z]:\\)[\w.-]+|\.cargo\/registry/;
  return own.find((path) => content.includes(path)) ?? usual.exec(content)?.[0];
}

test("no shipped file holds a path of the machine that built it", () => {
  assert.equal(machinePath(`x${root}src`), root);
  assert.equal(machinePath("\0/home/somebody/x"), "/home/somebody");
  for (const name of shipped) assert.equal(machinePath(text(name)), undefined, name);
});

test("the package has nothing to install: no dependency and no script that runs at an install", () => {
  const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  for (const kind of ["dependencies", "peerDependencies", "optionalDependencies", "bundledDependencies"]) {
    assert.equal(manifest[kind], undefined, kind);
  }
  for (const script of ["preinstall", "install", "postinstall", "prepublish", "prepare"]) {
    assert.equal(manifest.scripts[script], undefined, script);
  }
  // npm would run node-gyp for it.
  assert.equal(existsSync(`${root}binding.gyp`), false);
});

test("the package, the crate and the element are of one version", () => {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  assert.equal(/^version = "(.*)"$/m.exec(readFileSync(`${root}Cargo.toml`, "utf8"))?.[1], version);
  for (const name of ["cardlet.js", "hosted.js"])
    assert.ok(text(name).includes(`version="${version}"`), name);
});
