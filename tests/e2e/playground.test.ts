import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { Card, TEST_CARD } from "./support/card.ts";
import type { ChromiumPage } from "./support/engines/chromium.ts";
import { MODE } from "./support/mode.ts";
import { occurrences } from "./support/occurrences.ts";
import { openTab } from "./support/tab.ts";
import { useWorld } from "./support/world.ts";

const world = useWorld();

async function openPlayground(t: TestContext): Promise<{ tab: ChromiumPage; card: Card }> {
  const tab = await openTab(t, world.chromium);
  await tab.goto(`${world.sandbox.shop.url}/playground/${MODE === "hosted" ? "?frame" : ""}`);
  const card = new Card(tab);
  await card.ready();
  return { tab, card };
}

/** The page enters the chosen card by itself, but not in a frame. */
async function enter(card: Card, { number = TEST_CARD.number, cvv }: TestCard = {}): Promise<void> {
  if (MODE === "hosted") await card.fill({ ...TEST_CARD, number, cvc: cvv ?? TEST_CARD.cvc });
}

interface TestCard {
  number?: string;
  cvv?: string | null;
}

/** Chooses an option by its number, as a person does. */
async function choose(tab: ChromiumPage, id: string, index: number): Promise<void> {
  await tab.playwright.selectOption(`#${id}`, { index });
}

function textOf(tab: ChromiumPage, id: string): Promise<string> {
  return tab.evaluate(`document.getElementById("${id}").textContent`);
}

/** Waits until an element's text is another, and gives it. */
async function newText(tab: ChromiumPage, id: string, before: string): Promise<string> {
  await tab.waitFor(
    `!["", ${JSON.stringify(before)}].includes(document.getElementById("${id}").textContent)`,
    15_000,
  );
  return textOf(tab, id);
}

async function getToken(tab: ChromiumPage): Promise<string> {
  const before = await textOf(tab, "token-id");
  await tab.click("#get");
  return newText(tab, "token-id", before);
}

async function readProviders(): Promise<{ provider: string; testCards: TestCard[] }[]> {
  return (await (await fetch(`${world.sandbox.shop.url}/config.json`)).json()).providers;
}

test("every provider that the shop names gives a token that is spent once", async (t) => {
  const providers = await readProviders();
  assert.ok(providers.length >= 6);
  const { tab, card } = await openPlayground(t);
  for (const [index, { provider, testCards }] of providers.entries()) {
    await t.test(provider, async () => {
      world.sandbox.api.clear();
      await choose(tab, "provider", index);
      await card.ready();
      await enter(card, testCards[0]);
      const id = await getToken(tab);
      const token = JSON.parse(await textOf(tab, "json"));
      assert.deepEqual([token.id, token.provider], [id, provider]);
      const number = testCards[0]?.number ?? "4111111111111111";
      assert.equal(occurrences(world.sandbox.api.requestBytes(), number), 1);

      await tab.click("#spend");
      assert.match(await newText(tab, "token-result", ""), /^201: /);
      assert.equal(await textOf(tab, "token-status"), "consumed");
      const first = await textOf(tab, "token-result");
      await tab.click("#spend");
      assert.match(await newText(tab, "token-result", first), /^4\d\d: token_consumed/);
    });
  }
  assert.equal(occurrences(world.sandbox.merchant.requestBytes(), "4111111111111111"), 0);
  const wire = await textOf(tab, "wire");
  assert.match(wire, /\[16 digits\]/);
  assert.equal(occurrences(Buffer.from(wire), "4111111111111111"), 0);
});

test("the clock of sandbox and page moves on together, and a late spend is refused", async (t) => {
  const { tab, card } = await openPlayground(t);
  // Rebilly has one word for a used and an expired token: what the page knew of it tells.
  const providers = await readProviders();
  const rebilly = providers.findIndex(({ provider }) => provider === "rebilly");
  await choose(tab, "provider", rebilly);
  await card.ready();
  await enter(card);
  await getToken(tab);
  await tab.click("[data-minutes='31']");
  await tab.waitFor(`document.getElementById("token-status").textContent === "expired"`);
  const told = await textOf(tab, "token-result");
  await tab.click("#spend");
  assert.match(await newText(tab, "token-result", told), /^422: token_expired, (?!.*guess)/);
  await choose(tab, "provider", 0);
  await card.ready();
  await enter(card);
  await getToken(tab);
  await tab.click("[data-minutes='5']");
  await tab.waitFor(`/^(9|10):/.test(document.getElementById("token-left").textContent)`);
  await tab.click("[data-minutes='31']");
  await tab.waitFor(`document.getElementById("token-status").textContent === "expired"`);
  await tab.waitFor(`document.getElementById("token-result").textContent.includes("31 minutes")`);
  assert.equal(await textOf(tab, "token-left"), "00:00");
  assert.match(await textOf(tab, "events"), /cardlet-token-expired/);
  const before = await textOf(tab, "token-result");
  await tab.click("#spend");
  assert.match(await newText(tab, "token-result", before), /^422: token_expired/);
});

test("a chosen fault strikes one request, is shown as its typed error, and is cleared", async (t) => {
  const { tab, card } = await openPlayground(t);
  await enter(card);
  const index = await tab.evaluate<number>(
    `[...document.querySelector("#fault").options].findIndex(({ text }) => text === "status 500")`,
  );
  await choose(tab, "fault", index);
  await tab.click("#get");
  assert.match(await newText(tab, "failure", ""), /provider_unavailable/);
  await tab.waitFor(`document.getElementById("get-text").textContent === "Get a token"`);
  const faults = await (await fetch(`${world.sandbox.api.url}/_sandbox/faults`)).json();
  assert.deepEqual(faults, []);
  await choose(tab, "fault", 0);
  assert.notEqual(await getToken(tab), "–");
  assert.match(await textOf(tab, "events"), /cardlet-error/);
});

test("marked as consumed the token is not handed out again", async (t) => {
  const { tab, card } = await openPlayground(t);
  await enter(card);
  const first = await getToken(tab);
  await tab.click("#consume");
  assert.equal(await textOf(tab, "token-status"), "consumed");
  assert.notEqual(await getToken(tab), first);
});

test("the form asks for what is chosen", async (t) => {
  const { tab, card } = await openPlayground(t);
  const asksFor = (fields: string) =>
    tab.waitFor(
      `Object.keys(document.querySelector("cardlet-card").state.fields).join(" ") === "${fields}"`,
      15_000,
    );
  await choose(tab, "fields", 2);
  await asksFor("number expiry cvc name postalCode country");
  await enter(card);
  await card.type("name", "Ada Lovelace");
  await card.type("postalCode", "75018");
  await card.inside(
    ".cardlet-country select",
    "void (part.value = 'FR', part.dispatchEvent(new Event('change', { bubbles: true })))",
  );
  assert.match(await getToken(tab), /^tok_/);
  await choose(tab, "fields", 0);
  await asksFor("number expiry cvc");
});
