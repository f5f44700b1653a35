/** A reporter of node:test's: names each file in which a test has failed, or that was ended, on a line. */
export default async function* listFailedFiles(source) {
  const files = new Set();
  for await (const { type, data } of source) {
    if (type === "test:fail") files.add(data.file ?? data.name);
  }
  for (const file of files) yield `${file}\n`;
}
