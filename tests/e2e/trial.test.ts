import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { Card, TEST_CARD } from "./support/card.ts";
import type { ChromiumPage } from "./support/engines/chromium.ts";
import { MODE } from "./support/mode.ts";
import { occurrences } from "./support/occurrences.ts";
import { spend } from "./support/order.ts";
import { retry } from "./support/retry.ts";
import { openTab } from "./support/tab.ts";
import { useWorld } from "./support/world.ts";

const FORM = "/keap/app/creditCardSubmission/addCreditCard";
const { number } = TEST_CARD;

const world = useWorld();

/** Opens the trial, signs up on step one, and fills in the card. */
async function openStepTwo(t: TestContext): Promise<{ tab: ChromiumPage; card: Card }> {
  const tab = await openTab(t, world.chromium);
  await tab.goto(`${world.sandbox.shop.url}/trial/${MODE === "hosted" ? "?frame" : ""}`);
  const card = new Card(tab);
  await card.ready();
  await tab.click("#name");
  await tab.type("Zoë O'Hara");
  await tab.click("#email");
  await tab.type("zoe@example.com");
  await tab.press("Enter");
  await tab.waitFor("!document.querySelector('#trial').hidden");
  return { tab, card };
}

/** The posts that the merchant's server was sent, preflights not among them. */
function asked(path: string): { body: Buffer }[] {
  return world.sandbox.merchant
    .requests()
    .filter((request) => request.method === "POST" && request.path === path);
}

function submissions(): number {
  return world.sandbox.api.requests().filter(({ path }) => path === FORM).length;
}

function textOf(tab: ChromiumPage, id: string): Promise<string> {
  return tab.evaluate(`document.getElementById("${id}").textContent`);
}

async function waitForThanks(tab: ChromiumPage): Promise<void> {
  await tab.waitFor(
    "!document.querySelector('#done').hidden && document.querySelector('#done-order').textContent",
    15_000,
  );
}

test("a sign-up that takes 31 minutes for step one gets in, with one token that is asked for at the submit", async (t) => {
  const { tab, card } = await openStepTwo(t);
  await card.fill();
  await tab.click("#wait");
  await tab.waitFor("document.querySelector('#clock-result').textContent");
  assert.equal(asked("/submission-tokens").length, 0);
  await tab.click("#terms");
  await tab.click("#start");
  await waitForThanks(tab);

  assert.deepEqual([asked("/contacts").length, asked("/submission-tokens").length, submissions()], [1, 1, 1]);
  assert.match(await textOf(tab, "done-order"), /^order_\w+$/);
  assert.equal(await textOf(tab, "done-card"), "Visa ending in 1111");
  assert.equal(await textOf(tab, "submission-status"), "used");
  assert.equal(await textOf(tab, "submission-count"), "1 time");
  // The page's own proof, and the wire's.
  assert.equal(await textOf(tab, "received-hits"), "0");
  await tab.waitFor("document.querySelectorAll('.hop.has-card').length === 1");
  assert.match(await tab.evaluate("document.querySelector('.hop.has-card').textContent"), /\[16 digits\]/);
  assert.equal(occurrences(world.sandbox.api.requestBytes(), number), 1);
  for (const proxy of [world.sandbox.shop, world.sandbox.merchant]) {
    assert.ok(proxy.requestBytes().length > 0);
    assert.equal(occurrences(proxy.requestBytes(), number), 0);
  }
  assert.equal(await card.among("document.querySelectorAll('iframe').length"), 0);

  const [order] = asked("/orders");
  const again = await spend(world.sandbox, JSON.parse(String(order?.body)));
  assert.equal(again.status, 422);
});

test("fifty clicks on the button are one token, one form and one order", async (t) => {
  const { tab, card } = await openStepTwo(t);
  await card.fill();
  await tab.click("#terms");
  await tab.evaluate(`(() => {
    for (let click = 0; click < 50; click += 1) document.querySelector("#start").click();
  })()`);
  await waitForThanks(tab);
  assert.deepEqual([asked("/submission-tokens").length, submissions(), asked("/orders").length], [1, 1, 1]);
});

test("a token that has become too old is told in clear words, and trying again loses nothing", async (t) => {
  const { tab, card } = await openStepTwo(t);
  await card.fill();
  await tab.click("#terms");
  await tab.click("#early");
  await tab.click("#start");
  await tab.waitFor("!document.querySelector('#retry').hidden", 15_000);
  const words = await textOf(tab, "trouble-text");
  assert.match(words, /open for too long.*Nothing was charged.*still there/);
  assert.match(await textOf(tab, "submission-result"), /“Token expired\.” .*submission_token_expired/);
  assert.equal(await textOf(tab, "submission-status"), "expired");
  assert.equal(asked("/orders").length, 0);
  assert.equal(await card.value("number"), "4111 1111 1111 1111");

  await tab.click("#retry");
  await waitForThanks(tab);
  assert.deepEqual([asked("/contacts").length, asked("/submission-tokens").length], [1, 2]);
  assert.equal(asked("/orders").length, 1);
});

test("without the terms or the card nothing is asked for, and what is missing is said", async (t) => {
  const { tab, card } = await openStepTwo(t);
  await card.fill();
  await tab.click("#start");
  await tab.waitFor("document.querySelector('#terms-error').textContent");
  await tab.click("#terms");
  await card.retype("cvc", "1");
  await tab.click("#start");
  await retry("the error", 20_000, async () => assert.notEqual(await card.error("cvc"), ""));
  assert.equal(await textOf(tab, "terms-error"), "");
  assert.deepEqual([asked("/submission-tokens").length, submissions()], [0, 0]);
});

test("back and forth between the steps makes no second contact and loses no card", async (t) => {
  const { tab, card } = await openStepTwo(t);
  await card.fill();
  await tab.click("#back");
  await tab.waitFor("!document.querySelector('#contact').hidden");
  await tab.click("#continue");
  await tab.waitFor("!document.querySelector('#trial').hidden");
  assert.equal(asked("/contacts").length, 1);
  assert.equal(await card.value("number"), "4111 1111 1111 1111");
});

test("a shop whose server is away says so on both steps", async (t) => {
  const { tab, card } = await openStepTwo(t);
  t.after(() => world.sandbox.merchant.heal());
  await card.fill();
  await tab.click("#terms");
  await world.sandbox.merchant.inject({ kind: "refuse" });
  await tab.click("#start");
  await tab.waitFor("!document.querySelector('#retry').hidden", 15_000);
  assert.match(await textOf(tab, "trouble-text"), /Nothing was charged/);
  assert.equal(submissions(), 0);
  await world.sandbox.merchant.heal();
  await retry("the retry", 20_000, () => tab.click("#retry"));
  await waitForThanks(tab);
});
