/** Bundles the page, and each library alone to weigh it. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { build, type Plugin } from "esbuild";

const ROOT = join(import.meta.dirname, "..");

/** Cardlet is measured as it ships: the built package, served beside the page. */
const shipped: Plugin = {
  name: "shipped",
  setup(builder) {
    builder.onResolve({ filter: /\/www\/index\.ts$/ }, () => ({ path: "/cardlet/index.js", external: true }));
  },
};

const OPTIONS = { bundle: true, format: "esm", target: "es2022", minify: true, write: false } as const;

export async function bundlePage(): Promise<string> {
  const entryPoints = [join(ROOT, "bench/page.ts")];
  const { outputFiles } = await build({ ...OPTIONS, entryPoints, plugins: [shipped], minify: false });
  return outputFiles[0]?.text ?? "";
}

/** What the benchmark imports, where a bundler leaves out the rest. */
const IMPORTED: Readonly<Record<string, string>> = { "cleave-zen": "formatCreditCard" };

/** What a page loads for a library, after brotli. */
export async function libraryBytes(name: string): Promise<number> {
  const contents = `export { ${IMPORTED[name] ?? "default"} } from "${name}"`;
  const { outputFiles } = await build({ ...OPTIONS, stdin: { contents, resolveDir: ROOT } });
  return brotli(outputFiles[0]?.contents ?? new Uint8Array());
}

/** What a page loads for one of Cardlet's entries: it, its chunks and the module. */
export function cardletBytes(entry: string): number {
  const files = new Set([entry, "cardlet.wasm"]);
  for (const file of files) {
    if (!file.endsWith(".js")) continue;
    const imports = readFileSync(join(ROOT, "dist", file), "utf8").matchAll(
      /(?:from|import)\s*"\.\/([^"]+)"/g,
    );
    for (const [, imported] of imports) if (imported) files.add(imported);
  }
  return [...files].reduce((sum, file) => sum + brotli(readFileSync(join(ROOT, "dist", file))), 0);
}

function brotli(bytes: Uint8Array): number {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}
