// Bundles the shell into dist/, writes its types, and builds the demo site into target/site/.
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { writeManifest } from "./custom-elements.mjs";
import { integrity, pinAssets, writeIntegrity } from "./integrity.mjs";
import { writeInventory } from "./inventory.mjs";
import { textsOf, writeLocales } from "./locales/files.mjs";
import { writeSboms } from "./sbom.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
rmSync("dist", { recursive: true, force: true });

const common = {
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  loader: { ".css": "text" },
  plugins: [
    {
      name: "english-texts",
      setup(builder) {
        builder.onLoad({ filter: /www\/locales\/en\.json$/ }, () => ({
          contents: JSON.stringify(textsOf("en")),
          loader: "json",
        }));
      },
    },
    // The stylesheet ships as text inside the shell, so it is minified before it gets there.
    {
      name: "minified-css-text",
      setup(builder) {
        builder.onLoad({ filter: /www\/cardlet\.css$/ }, async ({ path }) => ({
          contents: await minifiedCss(path),
          loader: "text",
        }));
      },
    },
  ],
};

/** The shell knows its module and the languages' index by their hashes. */
const languages = { LOCALES_INTEGRITY: JSON.stringify(writeLocales("dist/locales")) };
const knows = (module) => ({
  ...languages,
  MODULE_INTEGRITY: JSON.stringify(integrity(readFileSync(module))),
});
const page = { ...common, define: knows("www/wasm/cardlet_bg.wasm") };

/** Puts the frame's module in the place of the page's. */
const framesModule = {
  name: "frames-module",
  setup(builder) {
    const path = fileURLToPath(new URL("../www/wasm/frame_glue.js", import.meta.url));
    builder.onResolve({ filter: /^\.\/wasm\/cardlet_glue\.js$/ }, () => ({ path, sideEffects: false }));
  },
};

async function minifiedCss(path) {
  const result = await build({ entryPoints: [path], minify: true, write: false });
  return result.outputFiles[0].text.trim();
}

await build({
  ...page,
  entryPoints: ["www/index.ts", "www/element.ts", "www/define.ts"],
  outdir: "dist",
  splitting: true,
  chunkNames: "chunk-[hash]",
});
// The same in one file, so that one hash on the page stands for all of it.
await build({ ...page, entryPoints: { cardlet: "www/define.ts" }, outdir: "dist" });
await build({ ...common, entryPoints: ["www/return.ts"], outdir: "dist" });
// One file each, since a page loads just this one. The frame's module has the protocol too.
await build({ ...common, define: languages, entryPoints: ["www/hosted.ts"], outdir: "dist" });
await build({
  ...common,
  define: knows("www/wasm/frame_bg.wasm"),
  entryPoints: ["www/frame.ts"],
  outdir: "dist",
  plugins: [...common.plugins, framesModule],
});
copyFileSync("www/frame.html", "dist/frame.html");
copyFileSync("www/wasm/frame_bg.wasm", "dist/frame.wasm");
writeFileSync("dist/frame.css", await minifiedCss("www/frame.css"));
copyFileSync("www/return.html", "dist/return.html");
pinAssets("dist", "frame.html");
pinAssets("dist", "return.html");
copyFileSync("www/wasm/cardlet_bg.wasm", "dist/cardlet.wasm");
writeFileSync("dist/cardlet.css", await minifiedCss("www/cardlet.css"));
execFileSync("node_modules/.bin/tsc", ["-p", "tsconfig.types.json"], { stdio: "inherit" });
mkdirSync("dist/wasm", { recursive: true });
// Handles of the module's never leave the shell, and not every page's TypeScript knows Symbol.dispose.
const moduleTypes = readFileSync("www/wasm/cardlet.d.ts", "utf8");
writeFileSync("dist/wasm/cardlet.d.ts", moduleTypes.replaceAll(/^.*\[Symbol\.dispose\].*\n/gm, ""));
for (const framework of ["react", "vue", "svelte"]) {
  copyFileSync(`www/${framework}.d.ts`, `dist/${framework}.d.ts`);
}
// The package's types are .d.ts files beside their .js files.
for (const name of readdirSync("dist")) {
  if (!name.endsWith(".d.ts")) continue;
  const types = readFileSync(`dist/${name}`, "utf8").replace(/(from ")(\.\/[^"]+)\.ts"/g, '$1$2.js"');
  writeFileSync(`dist/${name}`, types);
}
writeManifest("dist");
writeInventory("dist");
writeSboms("dist");
writeIntegrity("dist");

// The demo site uses the package as a merchant would: files of its own beside a folder cardlet/.
rmSync("target/site", { recursive: true, force: true });
mkdirSync("target/site", { recursive: true });
cpSync("dist", "target/site/cardlet", { recursive: true });
if (existsSync("www/demo")) {
  const isSite = (path) => !path.endsWith(".ts") && !path.startsWith("www/demo/frameworks");
  cpSync("www/demo", "target/site", { recursive: true, filter: isSite });
  const folders = readdirSync("www/demo").filter((name) => existsSync(`www/demo/${name}/${name}.ts`));
  await build({
    entryPoints: folders.map((name) => `www/demo/${name}/${name}.ts`),
    bundle: true,
    format: "esm",
    target: "es2022",
    outdir: "target/site",
    outbase: "www/demo",
    external: ["/cardlet/*"],
  });
}
