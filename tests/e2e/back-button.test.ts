import assert from "node:assert/strict";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { findBinary } from "./support/binaries.ts";
import { TEST_CARD } from "./support/card.ts";
import { minting, orderForm } from "./support/checkout.ts";
import { OWN_SIGNALS } from "./support/engines/own-signals.ts";
import { startFakeApi } from "./support/fake-api.ts";
import { cardMarkup, page, startPages } from "./support/pages.ts";

/** A plain field in the markup and one that a script makes, as the element makes its own. */
const CONTROLS = `<div id="plain"><input></div><script type="module">
  const input = document.createElement("input");
  input.type = "text";
  document.querySelector("#plain").append(input);
</script>`;

/** Tells whether this showing of the page came out of the back-forward cache. */
const SHOWN = `<script>addEventListener("pageshow", ({ persisted }) => { globalThis.persisted = persisted })</script>`;

for (const isCached of [false, true]) {
  test(`back from the next page, ${isCached ? "with" : "without"} the back-forward cache`, async (t) => {
    const api = await startFakeApi(() => minting({ id: "tok_1" }));
    t.after(() => api.close());
    const pages = await startPages({
      "/": page(orderForm(cardMarkup(api.url) + CONTROLS) + SHOWN),
      "/next": page("<p>next</p>"),
    });
    t.after(() => pages.close());
    const browser = await chromium.launch({
      executablePath: findBinary("chromium"),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
      ],
      ignoreDefaultArgs: isCached ? ["--disable-back-forward-cache"] : [],
      ...OWN_SIGNALS,
    });
    t.after(() => browser.close());

    const leaves: [how: string, leave: string][] = [
      ["a submit", "document.querySelector('button').click()"],
      ["a link", "location.href = '/next'"],
    ];
    for (const [how, leave] of leaves) {
      await t.test(`after ${how} plain fields are restored, and the card is empty`, async (t) => {
        const tab = await (await browser.newContext()).newPage();
        t.after(() => tab.context().close());
        await tab.goto(pages.url);
        await tab.waitForFunction(
          "document.querySelector('cardlet-card').matches(':defined:not(:state(loading))')",
        );
        for (const input of await tab.locator("#plain input").all()) await input.fill(TEST_CARD.number);
        for (const [name, text] of Object.entries(TEST_CARD)) {
          await tab.locator(`.cardlet-${name} input`).pressSequentially(text);
        }
        await tab.evaluate("document.querySelector('cardlet-card').tokenize()");
        await tab.evaluate(leave);
        await tab.waitForFunction("/posted|next/.test(document.body.textContent)");

        await tab.goBack({ waitUntil: "commit" });
        await tab.waitForFunction("globalThis.persisted !== undefined");
        assert.equal(await tab.evaluate("persisted"), isCached);
        await tab.waitForFunction(
          "document.querySelector('cardlet-card').matches(':defined:not(:state(loading))')",
        );
        const values = (selector: string) =>
          tab.evaluate(`[...document.querySelectorAll("${selector}")].map((input) => input.value)`);
        assert.deepEqual(await values("#plain input"), [TEST_CARD.number, TEST_CARD.number]);
        assert.deepEqual(await values("cardlet-card input"), ["", "", ""]);
        assert.deepEqual(
          await tab.evaluate(`(() => {
            const card = document.querySelector("cardlet-card");
            return [card.token, card.state.empty, new FormData(card.form).get("paymentToken"), card.checkValidity()];
          })()`),
          [null, true, null, false],
        );
      });
    }
  });
}
