import assert from "node:assert/strict";
import { test } from "node:test";
import { findBinary } from "./support/binaries.ts";
import { Card, TEST_CARD } from "./support/card.ts";
import { minting, orderForm } from "./support/checkout.ts";
import { launchChromium } from "./support/engines/chromium.ts";
import { startFakeApi } from "./support/fake-api.ts";
import { MODE } from "./support/mode.ts";
import { defaultAccount, page } from "./support/pages.ts";
import { startShop } from "./support/shop.ts";
import { openTab } from "./support/tab.ts";

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
    const shop = await startShop({
      account: defaultAccount(api.url),
      body: (card) => orderForm(card() + CONTROLS) + SHOWN,
      pages: { "/next": page("<p>next</p>") },
    });
    t.after(() => shop.close());
    // Without its windows Chromium has no such cache.
    const engine = await launchChromium({
      executablePath: findBinary("chromium"),
      ignoreDefaultArgs: isCached ? ["--disable-back-forward-cache"] : [],
    });
    t.after(() => engine.close());

    const leaves: [how: string, leave: string][] = [
      ["a submit", "document.querySelector('button').click()"],
      ["a link", "location.href = '/next'"],
    ];
    for (const [how, leave] of leaves) {
      await t.test(`after ${how} plain fields are restored, and the card is empty`, async (t) => {
        const tab = await openTab(t, engine);
        await tab.goto(shop.url);
        const card = new Card(tab);
        await card.ready();
        for (const input of await tab.playwright.locator("#plain input").all()) {
          await input.fill(TEST_CARD.number);
        }
        await card.fill();
        await card.tokenize();
        await tab.evaluate(leave);
        await tab.waitFor("/posted|next/.test(document.body.textContent)");

        await tab.playwright.goBack({ waitUntil: "commit" });
        await tab.waitFor("globalThis.persisted !== undefined");
        assert.equal(await tab.evaluate("persisted"), isCached);
        await card.ready();
        const plain = "[...document.querySelectorAll('#plain input')].map((input) => input.value)";
        assert.deepEqual(await tab.evaluate(plain), [TEST_CARD.number, TEST_CARD.number]);
        // The automation does not find a frame again that comes out of the cache.
        const isSeen = MODE === "inline" || !isCached;
        if (isSeen) assert.deepEqual(await card.eachInput("input.value"), ["", "", ""]);
        assert.equal((await card.tokenize()).code, "incomplete_number");
        const facts = await tab.evaluate(`(() => {
          const card = document.querySelector("cardlet-card");
          return [card.token, card.state.empty, new FormData(card.form).get("paymentToken"), card.checkValidity()];
        })()`);
        assert.deepEqual(facts, [null, true, null, false]);
      });
    }
  });
}
