// Prints what a page loads for the inline widget, in bytes after brotli 11. With `-- --each`, which
// compiles for some minutes, also the modules of builds with one provider.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

function brotli(file) {
  return brotliCompressSync(readFileSync(file), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
  }).length;
}

/** A script and all that it imports at once. */
function closure(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  const imports = readFileSync(`dist/${name}`, "utf8").matchAll(/(?:from|import)"\.\/([\w.-]+\.js)"/g);
  for (const [, other] of imports) closure(other, found);
  return found;
}

const sum = (names) => [...names].reduce((total, name) => total + brotli(`dist/${name}`), 0);

const first = closure("define.js");
const asked = readdirSync("dist").filter((name) => /^chunk-.+\.js$/.test(name) && !first.has(name));
const shell = sum(first);
const rows = [
  ["module (cardlet.wasm)", brotli("dist/cardlet.wasm")],
  ["shell with glue, English and stylesheet (define.js and its chunks)", shell],
  ["stylesheet alone (cardlet.css, inside the shell)", brotli("dist/cardlet.css")],
  ["beside it, when they are asked for: marks, Keap's form, doctor", sum(asked)],
];
if (process.argv.includes("--each")) {
  for (const provider of ["checkout", "generic", "keap", "paymentsai", "processout", "rebilly", "univapay"]) {
    const flags = ["--no-default-features", "--features", provider];
    execFileSync("bash", ["scripts/build-wasm", "target/one", ...flags], { stdio: "inherit" });
    rows.push([`module with ${provider} alone`, brotli("target/one/cardlet_bg.wasm")]);
  }
}
const total = rows[0][1] + shell;
for (const [name, size] of [...rows, ["whole inline widget", total]]) {
  console.log(`${String(size).padStart(7)}  ${name}`);
}
console.log(`${String(brotli("dist/hosted.js")).padStart(7)}  loader of hosted fields (hosted.js)`);
