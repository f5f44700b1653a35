// Gives the glue the short names that wasm-opt has given the module's imports and exports: the long
// ones end in hashes, which no compression makes smaller. `wasm-opt … | node scripts/short-names.mjs <glue>`
import { readFileSync, writeFileSync } from "node:fs";

const [, , glue] = process.argv;
const { imports, exports } = JSON.parse(readFileSync(0, "utf8").replace(/\]\s*"exports"/, '], "exports"'));
let text = readFileSync(glue, "utf8");

function rename(pattern, replacement) {
  const renamed = text.replace(pattern, replacement);
  if (renamed === text) throw new Error(`the glue has no ${pattern}`);
  text = renamed;
}

for (const [, long, short] of imports) rename(new RegExp(`^( +)${long}:`, "m"), `$1${short}:`);
for (const [long, short] of exports) {
  text = text.replaceAll(new RegExp(`\\bwasm\\.${long}\\b`, "g"), () => `wasm.${short}`);
}
for (const module of new Set(imports.map(([module]) => module))) rename(`"${module}":`, '"a":');
writeFileSync(glue, text);
