/**
 * Examples in Markdown and in doc comments, and how they are run.
 *
 * A line `expression; // → value` claims that the expression gives the value, which is JavaScript
 * too; `{ valid: true, … }` leaves properties out. A fence marked `js browser` can't run in Node.
 */

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

export interface Example {
  readonly name: string;
  readonly code: string;
  /** Does it need a page? */
  readonly browser: boolean;
}

/** What a line claims: what its expression gave, what it should give, and whether that is a part of it. */
export type Claim = [actual: unknown, expected: unknown, isPartial: boolean, line: string];

/** Inside the package, so that it can import itself by its name. */
export const folder = new URL("../../../target/examples/", import.meta.url);

const CLAIM = /^(\s*)(.+?);?\s*\/\/ → (.+)$/;

/** The fenced `js` examples of a Markdown text. */
export function fenced(name: string, markdown: string): Example[] {
  const fences = markdown.matchAll(/^```js( browser)?\n(.*?)^```$/gms);
  return Array.from(fences, ([, browser, code], index) => ({
    name: `${name}-${index + 1}`,
    code: code ?? "",
    browser: browser !== undefined,
  }));
}

/** The `@example`s in the doc comments of a declaration file, each with what it documents. */
export function documented(declarations: string): Example[] {
  const comments = declarations.matchAll(
    /\/\*\*((?:(?!\*\/).)*)\*\/\s*export declare (?:function|class) (\w+)/gs,
  );
  return Array.from(comments, ([, comment = "", name = ""]) => {
    const text = comment.replaceAll(/^ *\* ?/gm, "");
    const code = /@example\n(.*?)(?=\n@|$(?![\s\S]))/s.exec(text)?.[1] ?? "";
    return { name, code, browser: false };
  });
}

/** Writes an example as a module that puts each of its claims to `check`. */
export function instrumented(code: string): { source: string; claims: number } {
  const imports: string[] = [];
  const body = code.replaceAll(/^import [^;]+;$/gms, (statement) => {
    imports.push(statement);
    return "";
  });
  let claims = 0;
  const lines = body.split("\n").map((line) => {
    const [, indent, expression, value] = CLAIM.exec(line) ?? [];
    if (expression === undefined || value === undefined) return line;
    claims++;
    const isPartial = /, … }$/.test(value);
    const expected = value.replace(/, … }$/, " }");
    return `${indent}check((${expression}), (${expected}), ${isPartial}, ${JSON.stringify(line.trim())});`;
  });
  const source = `${imports.join("\n")}\nexport default async (check) => {\n${lines.join("\n")}\n};\n`;
  return { source, claims };
}

/** Asserts what an example's line claims. */
export function hold(...[actual, expected, isPartial, line]: Claim): void {
  const all = isPartial ? Object.entries(actual as object) : [];
  const seen = isPartial ? Object.fromEntries(all.filter(([key]) => key in (expected as object))) : actual;
  assert.deepEqual(seen, expected, line);
}

/** Runs an example; rejects when a claim is wrong, was not reached, or when there is none. */
export async function run({ name, code }: Pick<Example, "name" | "code">): Promise<void> {
  const { source, claims } = instrumented(code);
  assert.ok(claims > 0, `${name} claims nothing`);
  const file = new URL(`${name}.mjs`, folder);
  await mkdir(folder, { recursive: true });
  await writeFile(file, source);
  const example = await import(file.href);
  let reached = 0;
  await example.default((...claim: Claim) => {
    reached++;
    hold(...claim);
  });
  assert.equal(reached, claims, `${name}: claims that were reached`);
}

/** Writes examples as TypeScript beside a configuration, and returns that file's path. */
export async function writeTyped(examples: readonly Pick<Example, "name" | "code">[]): Promise<string> {
  const typed = new URL("types/", folder);
  await mkdir(typed, { recursive: true });
  for (const { name, code } of examples) {
    await writeFile(new URL(`${name}.ts`, typed), `${code}\nexport {};\n`);
  }
  // As loose as in a page's own script: types that are inferred, elements that are there.
  const configuration = {
    extends: "../../../tsconfig.json",
    compilerOptions: {
      strict: false,
      noUnusedLocals: false,
      noUncheckedIndexedAccess: false,
      exactOptionalPropertyTypes: false,
    },
    files: examples.map(({ name }) => `${name}.ts`),
    include: [],
  };
  const file = new URL("tsconfig.json", typed);
  await writeFile(file, JSON.stringify(configuration));
  return fileURLToPath(file);
}
