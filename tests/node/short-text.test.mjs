// Texts that the module takes without the glue's heap block: a slower way gives the same answers, so
// only a look at the way itself shows which one was gone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { init } from "../../www/module.ts";
import { leaveText } from "../../www/short-text.ts";

const MODULE = new URL("../../www/wasm/cardlet_bg.wasm", import.meta.url);

test("a short ASCII text is left for the module, any other goes the generic way", async () => {
  await init({ wasm: readFileSync(MODULE) });
  for (const [text, left] of [
    ["", 0],
    ["4111 1111 1111 1111", 19],
    ["1".repeat(40), 40],
    ["1".repeat(41), -1],
    ["４１１１", -1],
  ]) {
    assert.equal(leaveText(text), left, text);
  }
});
