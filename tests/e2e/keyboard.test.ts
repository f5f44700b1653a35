import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { Card, TEST_CARD } from "./support/card.ts";
import type { ChromiumPage } from "./support/engines/chromium.ts";
import { MODE } from "./support/mode.ts";
import { openTab } from "./support/tab.ts";
import { useWorld } from "./support/world.ts";

const world = useWorld();

/** More stops than any demo has before its form's end. */
const MOST_STOPS = 40;

/** Presses Tab until the focus is on what the selector leads to, or inside it. */
async function tabTo(tab: ChromiumPage, selector: string): Promise<void> {
  const isThere = `document.activeElement.closest(${JSON.stringify(selector)}) !== null`;
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    if (await tab.evaluate(isThere)) return;
    await tab.press("Tab");
  }
  assert.fail(`Tab does not lead to ${selector}`);
}

/** What an address says so that its fields are in a frame. */
const FRAME = MODE === "hosted" ? "?frame" : "";

/** Opens a demo, and waits until its card is live; nothing is clicked from here on. */
async function open(t: TestContext, path: string): Promise<{ tab: ChromiumPage; card: Card }> {
  const tab = await openTab(t, world.chromium);
  await tab.goto(world.sandbox.shop.url + path);
  const card = new Card(tab);
  await card.ready();
  return { tab, card };
}

/** Goes to the card, and fills it in from field to field. */
async function typeCard(tab: ChromiumPage, card: Card): Promise<void> {
  await tabTo(tab, "cardlet-card");
  for (const name of ["number", "expiry", "cvc"] as const) {
    await card.focusIs(name);
    await tab.type(TEST_CARD[name]);
    if (name !== "cvc") await tab.press("Tab");
  }
}

const shown = (id: string) => `document.getElementById("${id}").checkVisibility()`;

test("the checkout is paid with keys alone", async (t) => {
  const { tab, card } = await open(t, `/checkout/${FRAME}`);
  await tabTo(tab, "#email");
  await tab.type("zoe@example.com");
  await typeCard(tab, card);
  await tabTo(tab, "#pay");
  await tab.press("Enter");
  // The focus goes along.
  await tab.waitFor(`document.activeElement.id === "done-title"`, 15_000);
  assert.match(await tab.evaluate("document.getElementById('done-order').textContent"), /^order_/);
});

test("the page of hosted fields gives a token with keys alone", async (t) => {
  const { tab, card } = await open(t, `/hosted/${MODE === "hosted" ? "" : "?inline"}`);
  await typeCard(tab, card);
  await tab.press("Enter");
  await tab.waitFor(`document.querySelector("#result").textContent.startsWith("Token: tok_")`, 15_000);
});

test("the playground gives a token with keys alone", async (t) => {
  const { tab, card } = await open(t, `/playground/${FRAME}`);
  await tabTo(tab, "#provider");
  await typeCard(tab, card);
  await tab.press("Enter");
  await tab.waitFor(`document.getElementById("token-id").textContent !== "–"`, 15_000);
});

test("the trial begins with keys alone", async (t) => {
  const { tab, card } = await open(t, `/trial/${FRAME}`);
  await tabTo(tab, "#name");
  await tab.type("Zoë O'Hara");
  await tabTo(tab, "#email");
  await tab.type("zoe@example.com");
  await tab.press("Enter");
  await tab.waitFor(shown("trial"));
  await typeCard(tab, card);
  await tabTo(tab, "#terms");
  await tab.press("Space");
  await tabTo(tab, "#start");
  await tab.press("Enter");
  await tab.waitFor(shown("done-order"), 15_000);
});

test("every demo is reached from the first page with keys alone", async (t) => {
  const tab = await openTab(t, world.chromium);
  await tab.goto(`${world.sandbox.shop.url}/`);
  for (const path of ["/checkout/", "/trial/", "/playground/", "/hosted/"]) {
    await tabTo(tab, `a[href="${path}"]`);
  }
  await tab.press("Enter");
  await tab.waitFor("location.pathname === '/hosted/'");
});
