// Runs every gate of scripts/security-gates.mjs and prints one table: gate, cases, result, positive control,
// engines. `npm run test:security`, or with the ids of some gates: `npm run test:security -- G1 G2`. What the
// tests have shown comes as notes (tests/e2e/support/gate.ts); a gate without notes counts its tests.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { GATES } from "./security-gates.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const wanted = process.argv.slice(2);
const unknown = wanted.filter((id) => !GATES.some((gate) => gate.id === id));
if (unknown.length > 0) throw new Error(`no gate is called ${unknown.join(", ")}`);
const gates = GATES.filter(({ id }) => wanted.length === 0 || wanted.includes(id));

const NODE = ["node", "--import", "tsx", "--test", "--test-reporter=tap"];
const ran = new Map();

/** Runs a file once, however many gates it holds: did it pass, its notes, and the number of its tests. */
function run(file, command) {
  const [program, ...parameters] = command ?? [...NODE, file];
  const key = [program, ...parameters].join(" ");
  if (!ran.has(key)) {
    console.error(`running ${file}`);
    const { status, stdout, stderr } = spawnSync(program, parameters, {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    const lines = stdout.split("\n");
    const failed = lines
      .filter((line) => /^\s*not ok |^test .* FAILED$/.test(line))
      .map((line) => line.trim());
    if (status !== 0) console.error([...failed, stderr.slice(-2000)].join("\n"));
    const notes = lines.flatMap((line) => /^\s*# gate (\{.*\})$/.exec(line)?.slice(1) ?? []);
    const passed = lines.map((line) => /^# pass (\d+)$|; (\d+) passed|ok\. (\d+) passed/.exec(line));
    const tests = sum(passed.map((match) => Number(match?.slice(1).find(Boolean) ?? 0)));
    ran.set(key, { holds: status === 0, notes: notes.map((note) => JSON.parse(note)), tests });
  }
  return ran.get(key);
}

/** What the table says of a gate. */
function judge({ id, files, command, least = 1, control = "", engines }) {
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) return { cases: 0, result: `no ${missing.join(", ")}`, control, engines };
  const runs = files.map((file) => run(file, command));
  const notes = runs.flatMap(({ notes }) => notes).filter(({ gate }) => gate === id);
  const isNoted = notes.length > 0;
  const seen = {
    cases: sum(isNoted ? notes.map(({ cases }) => cases) : runs.map(({ tests }) => tests)),
    control: notes.map((note) => note.control).find(Boolean) ?? control,
    engines: isNoted ? [...new Set(notes.map(({ engine }) => engine))] : engines,
  };
  const wanted = least * (isNoted ? Math.max(1, engines.length) : 1);
  return { ...seen, result: verdict(runs, seen, engines, wanted) };
}

/** A gate holds when its tests pass, in every engine, with enough cases, and what they look for can be found. */
function verdict(runs, seen, engines, wanted) {
  if (!runs.every(({ holds }) => holds)) return "FAILS";
  const lacks = engines.filter((engine) => !seen.engines.includes(engine));
  if (lacks.length > 0) return `not in ${lacks.join(", ")}`;
  if (seen.cases < wanted) return `fewer than ${wanted}`;
  return seen.control === "" ? "no control" : "holds";
}

function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}

const rows = gates.map((gate) => {
  const { cases, result, control, engines } = judge(gate);
  return [gate.id, gate.what, String(cases), result, control, engines.join(" ")];
});
const table = [["gate", "what", "cases", "result", "positive control", "engines"], ...rows];
const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
for (const row of table)
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
process.exitCode = rows.every(([, , , result]) => result === "holds") ? 0 : 1;
