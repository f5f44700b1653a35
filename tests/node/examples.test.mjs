import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as cardlet from "cardlet";
import { documented, fenced, run, writeTyped } from "./support/examples.ts";

const root = new URL("../../", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");

const names = Object.keys(cardlet);
const imports = `import { ${names.join(", ")} } from "cardlet";\n`;

const contract = fenced("api", await read("docs/api.md"));
const languages = fenced("locales", await read("docs/locales.md"));
const readme = fenced("readme", await read("README.md"));
const declarations = await Promise.all(
  ["cardlet-error", "checks", "client", "doctor", "errors", "module", "rejection"].map((name) =>
    read(`dist/${name}.d.ts`),
  ),
);
const comments = declarations
  .flatMap(documented)
  .filter(({ name }) => names.includes(name))
  .map((example) => ({ ...example, code: imports + example.code }));
const examples = [...contract, ...languages, ...readme, ...comments];

test("every exported function has an example in its doc comment and in the contract", () => {
  const code = contract.map((example) => example.code).join("\n");
  for (const name of names) {
    const call = new RegExp(`\\b${name}(\\(|;? // →)`);
    const comment = comments.find((example) => example.name === name)?.code.slice(imports.length) ?? "";
    assert.match(comment, call, `the doc comment of ${name}`);
    assert.match(code, call, `${name} in docs/api.md`);
  }
});

for (const example of examples.filter(({ browser }) => !browser)) {
  test(`the example ${example.name} gives what it claims`, async () => {
    await cardlet.init();
    await run(example);
  });
}

test("every example has types, also one for browsers", async () => {
  assert.ok(examples.some(({ browser }) => browser));
  const errors = await typeErrors(examples);
  assert.equal(errors, "");
});

test("a wrong example is found", async () => {
  await cardlet.init();
  for (const [name, line] of [
    ["value", 'checkNumber("4111").brand; // → "mastercard"'],
    ["property", 'checkNumber("4111"); // → { valid: true, … }'],
    ["whole", 'checkCvc("123"); // → { valid: true }'],
    ["unreached", "if (checkCvc('12').valid) {\n  1; // → 1\n}"],
    ["silent", 'checkNumber("4111");'],
    ["error", 'checkNumbers("4111"); // → 1'],
  ]) {
    await assert.rejects(run({ name: `wrong-${name}`, code: `${imports}${line}` }), undefined, line);
  }
  const line = 'document.querySelector("cardlet-card").tokenise();';
  const errors = await typeErrors([{ name: "wrong-type", code: `import "cardlet/define";\n${line}` }]);
  assert.match(errors, /tokenise/);
});

/** What the compiler says about examples; nothing when it finds no fault. */
async function typeErrors(examples) {
  const configuration = await writeTyped(examples);
  const compiler = fileURLToPath(new URL("node_modules/.bin/tsc", root));
  const compile = promisify(execFile)(compiler, ["-p", configuration]);
  return compile.then(
    () => "",
    (failure) => failure.stdout || String(failure),
  );
}
