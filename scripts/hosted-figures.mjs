// Measures hosted fields beside inline ones: npm run figures
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { Card } from "../tests/e2e/support/card.ts";
import { launch } from "../tests/e2e/support/engine.ts";
import { startSandbox } from "../tests/e2e/support/sandbox.ts";

const VISITS = 15;

const loader = readFileSync(new URL("../dist/hosted.js", import.meta.url));
console.log(`loader: ${brotliCompressSync(loader).length} bytes after brotli 11`);

const sandbox = await startSandbox();
const engine = await launch("chromium");
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Milliseconds from navigation until the fields are live, each visit with an empty cache. */
async function visit(mode) {
  const page = await engine.newPage();
  await page.playwright.addInitScript(() => {
    document.addEventListener("cardlet-ready", () => {
      globalThis.readyAt = performance.now();
    });
    if (window !== top) return;
    globalThis.messages = 0;
    const { postMessage } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (...all) {
      this.addEventListener("message", count);
      return postMessage.apply(this, all);
    };
    const count = () => globalThis.messages++;
  });
  await page.goto(`${sandbox.shop.url}/hosted/${mode === "inline" ? "?inline" : ""}`);
  await page.waitFor("globalThis.readyAt");
  return page;
}

for (const mode of ["inline", "hosted"]) {
  const times = [];
  for (let i = 0; i < VISITS; i++) {
    const page = await visit(mode);
    times.push(await page.evaluate("readyAt"));
    await page.close();
  }
  console.log(
    `${mode}: first usable field ${Math.round(median(times))} ms after navigation (median of ${VISITS})`,
  );
}

const page = await visit("hosted");
const card = new Card(page, "cardlet-card", "hosted");
await card.type("number", "4");
const before = await page.evaluate("messages");
const rest = "111111111111111";
for (const digit of rest) await page.type(digit);
await page.waitFor(`document.querySelector("cardlet-card").state.fields.number.valid`);
const sent = (await page.evaluate("messages")) - before;
console.log(
  `messages: ${(sent / rest.length).toFixed(2)} a keystroke of a number (${sent} for ${rest.length})`,
);
await Promise.all([engine.close(), sandbox.close()]);
