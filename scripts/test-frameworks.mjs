// Installs and builds each example under www/demo/frameworks with its own tools, and buys something in it in
// Chromium: npm run test:frameworks, or with names behind `--` only those. Not part of `npm test`: it installs
// half a dozen toolchains.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Card, TEST_CARD } from "../tests/e2e/support/card.ts";
import { launch } from "../tests/e2e/support/engine.ts";
import { serve } from "../www/demo/frameworks/serve.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const SOURCES = "www/demo/frameworks";
// As deep below the root, so that the examples find the package where they do in their own place.
const COPIES = "target/demo/frameworks";
const BUILD = ["npm", "run", "build"];

/** How each is built, and where it has its types checked in markup: a wrong word there must stop its build. */
const EXAMPLES = {
  plain: { tool: "none", folders: [".", "node_modules/cardlet"] },
  react: { tool: "Vite", folders: ["dist"], markup: "src/checkout.tsx" },
  // Only React's development build mounts effects twice.
  "react (StrictMode)": { of: "react", tool: "Vite", folders: ["dist"], env: { NODE_ENV: "development" } },
  webpack: { tool: "webpack", folders: ["dist", "public"], markup: "src/checkout.tsx" },
  vue: { tool: "Vite", folders: ["dist"], markup: "src/Checkout.vue" },
  svelte: { tool: "Vite", folders: ["dist"], markup: "src/Checkout.svelte" },
  angular: { tool: "Angular CLI", folders: ["dist/browser"] },
};

/** Runs a command and gives how it ended and what it said. */
function run([command, ...given], cwd, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, given, { cwd, env: { ...process.env, ...env } });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => {
        said += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, said }));
  });
}

async function must(command, cwd, env) {
  const { code, said } = await run(command, cwd, env);
  assert.equal(code, 0, `${command.join(" ")} in ${cwd}:\n${said}`);
}

/** Copies an example, without what was installed or built in its own place. */
function copy(name) {
  const isOwn = (path) => !/\/(node_modules|dist|\.angular|public\/locales)$/.test(path);
  cpSync(`${SOURCES}/${name}`, `${COPIES}/${name}`, { recursive: true, filter: isOwn });
  // A copy of the package may be there that was built before.
  rmSync(`${COPIES}/${name}/node_modules/cardlet`, { recursive: true, force: true });
}

/** A provider that does not exist must stop the build. */
async function findsWrongWord(folder, file) {
  const right = readFileSync(`${folder}/${file}`, "utf8");
  assert.ok(right.includes('provider="rebilly"'), file);
  writeFileSync(`${folder}/${file}`, right.replace('provider="rebilly"', 'provider="no-such"'));
  const { code, said } = await run(BUILD, folder);
  writeFileSync(`${folder}/${file}`, right);
  assert.notEqual(code, 0, `${file} may have any provider`);
  assert.match(said, /no-such/);
}

/** Buys twice: each order has a token of its own, arrives once, and marks its token as used. */
async function buy(engine, folders) {
  const { url, seen, close } = await serve(folders);
  const tab = await engine.newPage();
  const uncaught = [];
  tab.playwright.on("pageerror", (error) => uncaught.push(String(error)));
  try {
    await tab.goto(url);
    const card = new Card(tab, "cardlet-card", "inline");
    await card.ready();
    for (const [order, token] of ["tok_1", "tok_2"].entries()) {
      await card.refill(TEST_CARD);
      await tab.click("button");
      await tab.waitFor("document.querySelector('#answer').textContent.includes('Thank you.')");
      await tab.waitFor("document.querySelector('cardlet-card').token === null");
      await tab.waitFor(`document.querySelector("#token").textContent.includes("${token}, good for 30 min")`);
      assert.equal(seen.tokens.length, order + 1);
      assert.deepEqual(seen.orders.length, order + 1);
      assert.match(seen.orders[order], new RegExp(`paymentToken=${token}$`));
    }
    // The languages are files of their own, which no bundler sees.
    await tab.evaluate("void (document.documentElement.lang = 'de')");
    await tab.waitFor("document.querySelector('.cardlet-label').textContent === 'Kartennummer'");
    assert.deepEqual(uncaught, []);
  } finally {
    await tab.close();
    await close();
  }
}

async function check(engine, { name, of = name, folders, env, markup, tool }) {
  const folder = `${COPIES}/${of}`;
  copy(of);
  await must(["npm", "install", "--no-save", "--no-progress", "--loglevel=error"], folder);
  if (markup) await findsWrongWord(folder, markup);
  if (tool !== "none") await must(BUILD, folder, env);
  await buy(
    engine,
    folders.map((path) => `${folder}/${path}`),
  );
}

const wanted = process.argv.slice(2);
const chosen = Object.entries(EXAMPLES).filter(([name]) => wanted.length === 0 || wanted.includes(name));
mkdirSync(COPIES, { recursive: true });
for (const file of ["serve.mjs", "copy-locales.mjs"]) cpSync(`${SOURCES}/${file}`, `${COPIES}/${file}`);
const engine = await launch("chromium");
const rows = [];
for (const [name, example] of chosen) {
  const begun = performance.now();
  let result = "bought twice";
  try {
    await check(engine, { name, ...example });
  } catch (error) {
    result = "failed";
    console.error(`${name}: ${error.stack}`);
  }
  const seconds = Math.round((performance.now() - begun) / 1000);
  rows.push({ example: name, tool: example.tool, types: example.markup ? "checked" : "-", result, seconds });
}
await engine.close();
console.table(rows);
const failed = rows.filter(({ result }) => result === "failed").length;
console.log(`${rows.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
