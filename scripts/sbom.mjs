// Writes what the package and its modules are made of, as CycloneDX: sbom/package.cdx.json and
// sbom/module.cdx.json. No time and no random number, so that two builds write the same.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crates } from "./crates.mjs";
import { filesOf } from "./integrity.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const lock = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8"));

/** The packages that write the shipped files and leave nothing of their own to install. */
const TOOLS = ["binaryen", "esbuild", "typescript"];

/** Writes both into a folder that has everything else already. */
export function writeSboms(folder) {
  const found = crates();
  const files = filesOf(folder).filter((name) => !/^(sbom\/|integrity\.json$)/.test(name));
  const components = files.map((name) => fileComponent(folder, name));
  mkdirSync(join(folder, "sbom"), { recursive: true });
  write(join(folder, "sbom/module.cdx.json"), moduleBom(found, components));
  write(join(folder, "sbom/package.cdx.json"), packageBom(components));
}

function moduleBom([own, ...others], files) {
  const ref = (name) => `crate:${name}`;
  const component = ({ name, version, license, checksum, isLinked }) => ({
    type: "library",
    "bom-ref": ref(name),
    name,
    version,
    // What runs in the compiler only is no part of what is shipped.
    scope: isLinked ? "required" : "excluded",
    ...(checksum && { hashes: [{ alg: "SHA-256", content: checksum }] }),
    licenses: [{ expression: license }],
    purl: `pkg:cargo/${name}@${version}`,
  });
  const { scope: _, ...subject } = component(own);
  return bom(
    { ...subject, components: files.filter(({ name }) => name.endsWith(".wasm")) },
    others.map(component).sort(byName),
    [own, ...others].sort(byName).map(({ name, needs }) => ({ ref: ref(name), dependsOn: needs.map(ref) })),
  );
}

function packageBom(files) {
  const { name, version, license } = manifest;
  const tools = TOOLS.map((tool) => ({
    type: "application",
    name: tool,
    version: lock.packages[`node_modules/${tool}`].version,
    purl: `pkg:npm/${tool}@${lock.packages[`node_modules/${tool}`].version}`,
  }));
  const subject = {
    type: "library",
    "bom-ref": "package",
    name,
    version,
    licenses: [{ expression: license }],
    purl: `pkg:npm/${name}@${version}`,
    externalReferences: [{ type: "bom", url: "module.cdx.json" }],
  };
  const dependsOn = Object.keys(manifest.dependencies ?? {});
  return { ...bom(subject, files, [{ ref: "package", dependsOn }], { components: tools }) };
}

function bom(component, components, dependencies, tools) {
  const metadata = { ...(tools && { tools }), component };
  return { bomFormat: "CycloneDX", specVersion: "1.6", version: 1, metadata, components, dependencies };
}

function fileComponent(folder, name) {
  const content = createHash("sha384")
    .update(readFileSync(join(folder, name)))
    .digest("hex");
  return { type: "file", name, hashes: [{ alg: "SHA-384", content }] };
}

function byName(a, b) {
  return a.name < b.name ? -1 : 1;
}

function write(file, json) {
  writeFileSync(file, `${JSON.stringify(json, null, 2)}\n`);
}
