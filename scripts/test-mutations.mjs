// Takes one defence away after the other, runs its gate, and expects it to fail: `npm run test:mutations`, or
// with a part of some names: `npm run test:mutations -- redirect`. It works in a copy of the sources, since a
// run that is cut off must not leave one of them changed; that copy is built anew each time, which takes minutes.
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MUTATIONS } from "./mutations.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const copy = join(root, "target", "mutants");
const part = process.argv[2] ?? "";
const mutations = MUTATIONS.filter(({ name }) => name.includes(part));
if (mutations.length === 0) throw new Error(`no defence has "${part}" in its name`);

/** Copies what git knows, and lends it the tools and the dependencies. What was compiled before is kept. */
function prepare() {
  for (const name of existsSync(copy) ? readdirSync(copy) : []) {
    if (name !== "target") rmSync(join(copy, name), { recursive: true });
  }
  const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  // The linter takes a second configuration below its own for a mistake.
  for (const file of files.split("\n").filter((file) => file !== "" && file !== "biome.json")) {
    if (existsSync(join(root, file))) cpSync(join(root, file), join(copy, file));
  }
  mkdirSync(join(copy, "target", "debug"), { recursive: true });
  for (const lent of ["node_modules", "target/tools", "target/debug/cardlet-sandbox"]) {
    rmSync(join(copy, lent), { force: true });
    symlinkSync(join(root, lent), join(copy, lent));
  }
}

function run(program, ...parameters) {
  return spawnSync(program, parameters, { cwd: copy, encoding: "utf8", maxBuffer: 1 << 28 });
}

function build(what) {
  const steps = [
    ...(what === "wasm" ? [["bash", "scripts/build-wasm"]] : []),
    ["node", "scripts/bundle.mjs"],
  ];
  for (const step of steps) {
    const { status, stderr } = run(...step);
    if (status !== 0) throw new Error(`${step.join(" ")}: ${stderr.slice(-2000)}`);
  }
}

/** Does this gate hold? Others of its files may fail with it. */
function holds(gate) {
  const table = join(copy, "target", "security.json");
  rmSync(table, { force: true });
  const { stdout, stderr } = run("node", "scripts/test-security.mjs", gate);
  if (!existsSync(table)) throw new Error(`${gate} was not judged:\n${stdout}${stderr}`);
  const row = JSON.parse(readFileSync(table, "utf8")).find((row) => row.gate === gate);
  return row.result === "holds";
}

/** Does the gate fail without the defence? */
function isCaught({ gate, build: what, file, from, to }) {
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  if (source.split(from).length !== 2) throw new Error(`${file} does not hold once: ${from}`);
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  try {
    build(what);
    return !holds(gate);
  } finally {
    writeFileSync(path, source);
  }
}

prepare();
build("wasm");
// A gate that fails in any case would tell nothing.
const gates = [...new Set(mutations.map(({ gate }) => gate))];
const whole = run("node", "scripts/test-security.mjs", ...gates);
if (whole.status !== 0) throw new Error(`with all defences:\n${whole.stdout}${whole.stderr}`);
let wasWasm = false;
let escaped = 0;
for (const mutation of mutations) {
  // What the last one has built must not be what this one fails by.
  if (wasWasm && mutation.build !== "wasm") build("wasm");
  wasWasm = mutation.build === "wasm";
  const caught = isCaught(mutation);
  if (!caught) escaped += 1;
  console.log(`${caught ? "red  " : "GREEN"}  ${mutation.gate.padEnd(3)} without it: ${mutation.name}`);
}
console.log(`${mutations.length - escaped} of ${mutations.length} defences are held by their gates`);
process.exitCode = escaped === 0 ? 0 : 1;
