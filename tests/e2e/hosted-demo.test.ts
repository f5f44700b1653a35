import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Card, TEST_CARD } from "./support/card.ts";
import { launch } from "./support/engine.ts";
import type { ChromiumEngine } from "./support/engines/chromium.ts";
import type { Mode } from "./support/mode.ts";
import { occurrences } from "./support/occurrences.ts";
import { type Sandbox, startSandbox } from "./support/sandbox.ts";

let sandbox: Sandbox;
let engine: ChromiumEngine;

before(async () => {
  sandbox = await startSandbox();
  engine = await launch("chromium");
});

after(() => Promise.all([engine?.close(), sandbox?.close()]));

/** Each mode, its page, and how many digits the page's hostile script shows in the end. */
const MODES: [Mode, string, (shown: string) => boolean][] = [
  ["hosted", "/hosted/", (shown) => shown === "none"],
  ["inline", "/hosted/?inline", (shown) => shown.startsWith(TEST_CARD.number)],
];

for (const [mode, path, isExpected] of MODES) {
  test(`the demo's hostile script beside ${mode} fields`, async (t) => {
    const tab = await engine.newPage();
    t.after(() => tab.close());
    const violations: string[] = [];
    tab.playwright.on("console", (message) => {
      if (message.type() === "error") violations.push(message.text());
    });
    for (const proxy of [sandbox.shop, sandbox.merchant, sandbox.api, sandbox.fields]) proxy.clear();
    await tab.goto(sandbox.shop.url + path);
    const card = new Card(tab, "cardlet-card", mode);
    await card.ready();
    await tab.click("#switch");
    await card.fill();
    await tab.press("Enter");
    await tab.waitFor(`document.querySelector("#result").textContent.startsWith("Token: tok_")`);
    const digits = await tab.evaluate<string>(`document.querySelector("#digits").textContent`);
    assert.ok(isExpected(digits), digits);
    assert.deepEqual(violations, []);
    assert.equal(occurrences(sandbox.api.requestBytes(), TEST_CARD.number), 1);
    for (const proxy of [sandbox.shop, sandbox.merchant, sandbox.fields]) {
      assert.equal(occurrences(proxy.requestBytes(), TEST_CARD.number), 0);
    }
    const module = mode === "inline" ? "/cardlet/cardlet.wasm" : "/rebilly/frame.wasm";
    const loaded = [sandbox.shop, sandbox.fields].flatMap((proxy) =>
      proxy.requests().map(({ path }) => path),
    );
    assert.deepEqual(
      loaded.filter((path) => path.endsWith(".wasm")),
      [module],
    );
  });
}
