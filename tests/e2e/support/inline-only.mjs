/** A reporter of node:test's: lists what a run in hosted mode leaves out, and fails it above a tenth of the tests. */
export default async function* listInlineOnly(source) {
  let count = 0;
  const left = [];
  for await (const { type, data } of source) {
    if (!/^test:(pass|fail)$/.test(type) || data.details.type === "suite") continue;
    count += 1;
    if (String(data.skip).startsWith("inline-only: ")) left.push(`${data.name} (${data.skip})`);
  }
  const share = `${left.length} of ${count} tests are inline-only`;
  yield `${[share, ...left].join("\n")}\n`;
  if (left.length <= count / 10) return;
  console.error(`${share}: more than a tenth`);
  process.exitCode = 1;
}
