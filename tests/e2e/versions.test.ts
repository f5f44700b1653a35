import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { after, type TestContext, test } from "node:test";
import { Card, TEST_CARD } from "./support/card.ts";
import { type CheckoutOptions, openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { MODE } from "./support/mode.ts";

const engine = await launch("chromium");
after(() => engine.close());

const SCRIPT = join(import.meta.dirname, "../../dist", MODE === "hosted" ? "hosted.js" : "cardlet.js");

/** The package's script as another version of it. */
function otherVersion(): string {
  const other = readFileSync(SCRIPT, "utf8").replace(/"0\.1\.0"/, '"0.9.9"');
  assert.ok(other.includes('"0.9.9"'));
  return other;
}

/** A page with both versions: `<cardlet-card>` of the first and `<other-card>` of the second. */
async function openBoth(t: TestContext, body: CheckoutOptions["body"]) {
  const warnings: string[] = [];
  const checkout = await openCheckout(t, engine, {
    ...(body && { body }),
    prepare: async ({ playwright }) =>
      playwright.on("console", (message) => message.type() === "warning" && warnings.push(message.text())),
    intercept(path: string, response: ServerResponse) {
      if (!path.endsWith("/other.js")) return false;
      response.setHeader("content-type", "text/javascript").end(otherVersion());
      return true;
    },
  });
  await checkout.tab.evaluate(`import("/cardlet/other.js").then(({ define }) => {
    globalThis.defineOther = define;
    define("other-card");
  })`);
  const other = new Card(checkout.tab, "other-card");
  await other.ready();
  return { ...checkout, other, warnings };
}

/** The same tag as the page's, under the name that the second version has. */
const asOther = (markup: string) => markup.replaceAll("cardlet-card", "other-card");

/** Fills a card and waits until the page has heard of all of it. */
async function fill(tab: Awaited<ReturnType<typeof openBoth>>["tab"], card: Card, tag: string) {
  await card.fill(TEST_CARD);
  await tab.waitFor(`document.querySelector("${tag}").state.complete`);
}

test("Mounting: a second version on the page warns once, and leaves the first one's tag alone", async (t) => {
  const { tab, card, warnings } = await openBoth(t, (card) => orderForm(card()) + asOther(card()));
  await tab.waitFor("!!customElements.get('other-card')");
  assert.deepEqual(warnings, ["<cardlet-card> is defined by 0.1.0; this is cardlet 0.9.9"]);
  const versions = "['cardlet-card', 'other-card'].map((tag) => customElements.get(tag).version)";
  assert.deepEqual(await tab.evaluate(versions), ["0.1.0", "0.9.9"]);
  await tab.evaluate("defineOther('other-card')");
  assert.equal(warnings.length, 1);
  assert.equal(await card.ask("card.constructor.version"), "0.1.0");
});

test("Mounting: two versions on a page work beside each other, each in its form", async (t) => {
  const body: CheckoutOptions["body"] = (card) =>
    orderForm(card()) + orderForm(asOther(card()), 'id="other"');
  const { tab, card, other, api, pages, posted } = await openBoth(t, body);
  await fill(tab, card, "cardlet-card");
  assert.equal((await card.tokenize()).id, "tok_1");
  await fill(tab, other, "other-card");
  await tab.press("Enter");
  assert.equal(new Map(await posted()).get("paymentToken"), "tok_2");
  assert.deepEqual([api.requests.length, pages.posted.length], [2, 1]);
});

test("Mounting: two versions in one form make a token each and one submit", async (t) => {
  const body: CheckoutOptions["body"] = (card) =>
    orderForm(card('name="first" required') + asOther(card('name="second" required')));
  const { tab, card, other, api, pages, posted } = await openBoth(t, body);
  await fill(tab, card, "cardlet-card");
  await fill(tab, other, "other-card");
  await tab.click("button");
  const order = new Map(await posted());
  assert.deepEqual([order.get("first"), order.get("second")], ["tok_1", "tok_2"]);
  assert.deepEqual([api.requests.length, pages.posted.length], [2, 1]);
});
