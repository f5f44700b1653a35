// What a browser holds a file against: `integrity` attributes, import maps, fetch.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Bytes as the `integrity` attribute names them. */
export function integrity(bytes) {
  return `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
}

/** Every file below a folder by its path in it, in one order on every machine. */
export function filesOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort();
}

/** Writes integrity.json into a folder: the hash of every other file in it. */
export function writeIntegrity(folder) {
  const names = filesOf(folder).filter((name) => name !== "integrity.json");
  const hashes = names.map((name) => [name, integrity(readFileSync(join(folder, name)))]);
  writeFileSync(join(folder, "integrity.json"), `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
}

/** Gives the scripts and stylesheets that a page of a folder names their hashes. */
export function pinAssets(folder, name) {
  const markup = readFileSync(join(folder, name), "utf8");
  const pinned = markup.replaceAll(/ (?:src|href)="([\w.-]+)"/g, (attribute, file) => {
    return `${attribute} integrity="${integrity(readFileSync(join(folder, file)))}"`;
  });
  if (pinned === markup) throw new Error(`${name} names no file`);
  writeFileSync(join(folder, name), pinned);
}
