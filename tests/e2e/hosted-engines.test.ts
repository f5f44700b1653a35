import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Card, TEST_CARD } from "./support/card.ts";
import { engineNames, launch } from "./support/engine.ts";
import { occurrences } from "./support/occurrences.ts";
import { type Sandbox, startSandbox } from "./support/sandbox.ts";

let sandbox: Sandbox;

before(async () => {
  sandbox = await startSandbox();
});

after(() => sandbox?.close());

for (const name of engineNames) {
  test(`${name}: a card in a frame of another site becomes a token in the page`, async (t) => {
    const engine = await launch(name);
    t.after(() => engine.close());
    const page = await engine.newPage();
    for (const proxy of [sandbox.shop, sandbox.api, sandbox.fields]) proxy.clear();
    await page.goto(`${sandbox.shop.url}/hosted/`);
    const card = new Card(page, "cardlet-card", "hosted");
    await card.ready();
    await page.click("#switch");
    // Firefox's automation can't point into a frame of another process, and WebKit's brings no focus but by a click.
    if (name === "firefox") await card.ask("card.focus()");
    else await page.click(card.field("number"));
    await card.focused("number");
    for (const text of [TEST_CARD.number, TEST_CARD.expiry, TEST_CARD.cvc]) {
      await page.type(text);
      if (text !== TEST_CARD.cvc) await page.press("Tab");
    }
    await page.waitFor(`document.querySelector("cardlet-card").state.valid`);
    await page.press("Enter");
    await page.waitFor(`document.querySelector("#result").textContent.startsWith("Token: tok_")`);
    assert.equal(await page.evaluate(`document.querySelector("#digits").textContent`), "none");
    assert.equal(occurrences(sandbox.api.requestBytes(), TEST_CARD.number), 1);
    assert.equal(occurrences(sandbox.shop.requestBytes(), TEST_CARD.number), 0);
  });
}
