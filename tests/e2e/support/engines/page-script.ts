/**
 * Wraps an expression so that every engine runs it alike and answers with one JSON text.
 *
 * The `await` before it matters: the automation protocols allow `eval` during the synchronous part of a script
 * they run, which would hide what the page's own content security policy forbids.
 */
export function wrapScript(expression: string): string {
  const source = expression.trim().replace(/;+$/, "");
  return `(async () => {
    await null;
    try {
      return JSON.stringify({ value: await (${source}\n) });
    } catch (error) {
      return JSON.stringify({ error: String(error) });
    }
  })()`;
}

/** The value `wrapScript` brought back, or the page's error thrown here. */
export function unwrapAnswer<T>(answer: string, expression: string): T {
  const outcome = JSON.parse(answer) as { value?: T; error?: string };
  if (outcome.error !== undefined) throw new Error(`${outcome.error} (in the page, from: ${expression})`);
  return outcome.value as T;
}
