// Makes a function of the glue, which gives each instance of the module a glue of its own: after a trap a new
// instance takes the place of the old one, whose closures and handles must never reach it. The function's
// `guard` stands between the glue and the module. `node scripts/glue-factory.mjs <folder> <name>` writes
// `<name>_glue.js` and its types beside the glue `<name>.js`.
import { readFileSync, writeFileSync } from "node:fs";

const [, , folder, name] = process.argv;
let text = readFileSync(`${folder}/${name}.js`, "utf8");

function replace(pattern, replacement) {
  const replaced = text.replace(pattern, replacement);
  if (replaced === text) throw new Error(`the glue has no ${pattern}`);
  text = replaced;
}

const exported = [...text.matchAll(/^export (?:class|function) (\w+)/gm)].map(([, own]) => own);
replace(/^export (?=class|function)/gm, "");
replace(/^export \{ initSync, __wbg_init as default \};\n/m, "");
replace("wasm = instance.exports;", "wasm = guard(instance.exports, module);");
replace(/^let wasmModule, wasmInstance, wasm;/m, "let wasm;");
replace(/^ +wasmInstance = instance;\n/m, "");
replace(/^ +wasmModule = module;\n/m, "");

writeFileSync(
  `${folder}/${name}_glue.js`,
  `export default function glue(guard) {\n${text}\nreturn { default: __wbg_init, initSync, ${exported.join(", ")} };\n}\n`,
);
writeFileSync(
  `${folder}/${name}_glue.d.ts`,
  `/** Stands between the glue and its instance: gives the exports that the glue is to call. */
export type Guard = (exports: WebAssembly.Exports, module: WebAssembly.Module) => WebAssembly.Exports;
/** A glue of its own for one instance of the module. */
export default function glue(guard: Guard): typeof import("./${name}.js");
`,
);
