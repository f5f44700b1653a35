/** The tables: what each costs, its ratio to Cardlet, and its bytes. */

import { cardletBytes, libraryBytes } from "./bundle.ts";
import type { Keystroke } from "./keystrokes.ts";
import { table } from "./table.ts";
import type { Throughput } from "./throughput.ts";

/** A table for each question. */
export async function throughputReport(results: readonly Throughput[]): Promise<string> {
  const questions = [...new Set(results.map(({ question }) => question))];
  const tables = questions.map(async (question) => {
    const asked = results.filter((result) => result.question === question);
    const base = asked[0]?.nanoseconds ?? Number.NaN;
    const rows = asked.map(async ({ name, nanoseconds, agreement }) => [
      name,
      nanoseconds.toFixed(0),
      ratio(nanoseconds, base),
      `${(agreement * 100).toFixed(1)} %`,
      await bytes(name, "index.js"),
    ]);
    return table([question, "ns a number", "ratio", "same answer", "bytes"], await Promise.all(rows));
  });
  return `${(await Promise.all(tables)).join("\n")}`;
}

export async function keystrokeReport(results: readonly Keystroke[]): Promise<string> {
  const base = results.find(({ name }) => name === "Cardlet formatNumber");
  const rows = results.map(async ({ name, listeners, thread, writes }) => [
    name,
    listeners.toFixed(0),
    ratio(listeners, base?.listeners),
    thread.toFixed(0),
    ratio(thread, base?.thread),
    writes.toFixed(2),
    await bytes(name, name.startsWith("<") ? "define.js" : "index.js"),
  ]);
  const head = ["a key in an input", "µs in listeners", "ratio", "µs of the thread", "ratio", "writes"];
  return table([...head, "bytes"], await Promise.all(rows));
}

/** What a page loads, after brotli: of Cardlet the functions or the whole element. */
async function bytes(name: string, cardletEntry: string): Promise<string> {
  if (name === "bare input") return "0";
  const count = /cardlet/i.test(name)
    ? cardletBytes(cardletEntry)
    : await libraryBytes(name.replace(/,.*/, ""));
  return count.toLocaleString("en");
}

function ratio(value: number, base = Number.NaN): string {
  return `${(value / base).toFixed(2)}×`;
}
