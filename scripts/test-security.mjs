// Runs every gate of scripts/security-gates.mjs and prints one table: gate, cases, result, positive control,
// engines. `npm run test:security`, or with the ids of some gates: `npm run test:security -- G1 G2`. What the
// tests have shown comes as notes (tests/e2e/support/gate.ts): each gate is judged by its own, since a test that
// fails notes nothing. `target/security.json` has the same for other scripts.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { GATES } from "./security-gates.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const wanted = process.argv.slice(2);
const unknown = wanted.filter((id) => !GATES.some((gate) => gate.id === id));
if (unknown.length > 0) throw new Error(`no gate is called ${unknown.join(", ")}`);
const gates = GATES.filter(({ id }) => wanted.length === 0 || wanted.includes(id));

const NODE = ["node", "--import", "tsx", "--test", "--test-reporter=tap"];
const ran = new Map();

/** Runs a file once, however many gates it holds: did it pass, its notes, and how much else it counts. */
function run({ file, command = [...NODE, file], mode, counted = TESTS }) {
  const key = [mode, ...command].join(" ");
  if (!ran.has(key)) {
    const name = mode ? `${file} (${mode})` : file;
    console.error(`running ${name}`);
    const [program, ...parameters] = command;
    const { status, stdout, stderr } = spawnSync(program, parameters, {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      env: { ...process.env, ...(mode && { CARDLET_MODE: mode }) },
    });
    const lines = `${stdout}\n${stderr}`.split("\n");
    const failed = lines.filter((line) => /^\s*not ok |^test .* FAILED$/.test(line));
    if (status !== 0) console.error([...failed, stderr.slice(-2000)].join("\n"));
    const notes = lines.flatMap((line) => /\bgate (\{.*\})$/.exec(line)?.slice(1) ?? []);
    const counts = lines.map((line) => Number(counted.exec(line)?.slice(1).find(Boolean) ?? 0));
    ran.set(key, {
      name,
      holds: status === 0,
      notes: notes.map((note) => JSON.parse(note)),
      count: sum(counts),
      gates: [],
    });
  }
  return ran.get(key);
}

/** The tests that have passed, as Node's and Cargo's runners say it. */
const TESTS = /^# pass (\d+)$|\bok\. (\d+) passed/;

/** What the table says of a gate. */
function judge({ id, what, runs, least, control = "" }) {
  const row = { gate: id, what, cases: 0, result: "", control, engines: "" };
  const missing = runs.map(({ file }) => file).filter((file) => !existsSync(file));
  if (missing.length > 0) return { ...row, result: `no ${missing.join(", ")}` };
  const shown = {};
  const show = (engine, cases) => {
    shown[engine] = (shown[engine] ?? 0) + cases;
  };
  for (const entry of runs) {
    const done = run(entry);
    done.gates.push(row);
    // A run without notes counts for an engine that the table names.
    if (entry.counts) show(entry.counts, done.count);
    if (entry.control && done.holds) row.control ||= entry.control;
    for (const note of done.notes.filter(({ gate }) => gate === id)) {
      show(note.engine, note.cases);
      row.control ||= note.control ?? "";
    }
  }
  row.cases = sum(Object.values(shown));
  row.engines = Object.keys(shown)
    .filter((engine) => shown[engine] > 0)
    .join(" ");
  row.result = verdict(shown, least, row.control);
  return row;
}

/** A gate holds when it has all its cases in each of its engines, and what its tests look for can be found. */
function verdict(shown, least, control) {
  const lacks = Object.entries(least).filter(([engine, cases]) => !(shown[engine] >= cases));
  if (lacks.length > 0) {
    return `FAILS: ${lacks.map(([engine, cases]) => `${shown[engine] ?? 0} of ${cases} in ${engine}`).join(", ")}`;
  }
  return control === "" ? "no control" : "holds";
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}

const rows = gates.map(judge);
// What fails and is none of the cases is a fault all the same.
for (const { name, holds, gates } of ran.values()) {
  if (holds || gates.some(({ result }) => result !== "holds")) continue;
  const what = `${name}, in a test of no gate here`;
  rows.push({ gate: "-", what, cases: 0, result: "FAILS", control: "", engines: "" });
}
mkdirSync("target", { recursive: true });
writeFileSync("target/security.json", `${JSON.stringify(rows, null, 2)}\n`);

const cells = rows.map((row) => Object.values(row).map(String));
const table = [["gate", "what", "cases", "result", "positive control", "engines"], ...cells];
const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
for (const row of table) {
  const line = row.map((cell, column) => cell.padEnd(widths[column])).join("  ");
  console.log(line.trimEnd());
}
process.exitCode = rows.every(({ result }) => result === "holds") ? 0 : 1;
