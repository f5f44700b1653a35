// The crates of the module, as Cargo has resolved them for both of its builds.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Every crate that the module is built from, itself first. One that is linked has code in the module; the
 * others run in the compiler, as macros and what those need.
 */
export function crates() {
  const { packages, resolve } = metadata();
  const checksums = lockedChecksums();
  const packageOf = new Map(packages.map((own) => [own.id, own]));
  const isMacro = (id) => packageOf.get(id).targets.some(({ kind }) => kind.includes("proc-macro"));
  const isNormal = ({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null);
  const neededBy = new Map(
    resolve.nodes.map(({ id, deps }) => [id, deps.filter(isNormal).map(({ pkg }) => pkg)]),
  );
  const linked = reached(resolve.root, (id) => neededBy.get(id).filter((other) => !isMacro(other)));
  const all = reached(resolve.root, (id) => neededBy.get(id));
  const name = (id) => packageOf.get(id).name;
  return [...all].map((id) => {
    const { version, license, source } = packageOf.get(id);
    const needs = neededBy.get(id).map(name).sort();
    const checksum = checksums.get(`${name(id)} ${version}`);
    return { name: name(id), version, license, source, checksum, isLinked: linked.has(id), needs };
  });
}

function metadata() {
  const target = ["--filter-platform", "wasm32-unknown-unknown", "--features", "frame"];
  const command = ["metadata", "--format-version", "1", "--locked", ...target];
  return JSON.parse(execFileSync("cargo", command, { cwd: root, maxBuffer: 1 << 28 }));
}

function lockedChecksums() {
  const lock = readFileSync(`${root}Cargo.lock`, "utf8");
  const entries = lock.matchAll(/name = "(.+)"\nversion = "(.+)"\nsource = .+\nchecksum = "(.+)"/g);
  return new Map([...entries].map(([, name, version, checksum]) => [`${name} ${version}`, checksum]));
}

function reached(start, next) {
  const found = new Set([start]);
  for (const id of found) for (const other of next(id)) found.add(other);
  return found;
}
