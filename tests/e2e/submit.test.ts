import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import texts from "../../www/locales/en.json" with { type: "json" };
import { Card, OTHER_CARD, TEST_CARD } from "./support/card.ts";
import { type CheckoutOptions, openCheckout, orderForm, RECORD } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { MODE } from "./support/mode.ts";
import { retry } from "./support/retry.ts";

const engine = await launch("chromium");
after(() => engine.close());

const open = (t: TestContext, options?: CheckoutOptions) => openCheckout(t, engine, options);

const ORDER = [
  ["item", "book"],
  ["paymentToken", "tok_1"],
  ["go", "pay"],
];

for (const [how, submit] of [
  ["Enter in a field", (tab) => tab.press("Enter")],
  ["a click on the button", (tab) => tab.click("button")],
  ["Space on the button", (tab) => tab.press("Tab").then(() => tab.press("Space"))],
] as [string, (tab: Awaited<ReturnType<typeof open>>["tab"]) => Promise<void>][]) {
  test(`${how} posts the form once, with a token in the card's place`, async (t) => {
    const { api, pages, tab, card, posted } = await open(t);
    await card.fill();
    await submit(tab);
    assert.deepEqual(await posted(), ORDER);
    assert.equal(pages.posted.length, 1);
    assert.equal(api.requests.length, 1);
    const { paymentInstrument } = JSON.parse(String(api.requests[0]?.body));
    assert.equal(paymentInstrument.pan, TEST_CARD.number);
  });
}

test("every handler of the page's sees one submit, the one with the token", async (t) => {
  const handlers = `<script>
    const form = document.forms[0];
    form.onsubmit = record;
    form.addEventListener("submit", record, { capture: true });
    document.addEventListener("submit", record, { capture: true });
    window.addEventListener("submit", record);
  </script>`;
  const { tab, card } = await open(t, { body: (card) => orderForm(card()) + RECORD + handlers });
  await card.fill();
  await tab.press("Enter");
  await tab.waitFor("submits.length > 0");
  assert.deepEqual(await tab.evaluate("submits"), Array(5).fill("tok_1"));
});

test("the submitter's own action counts", async (t) => {
  const other = '<button id="other" name="go" value="later" formaction="/later">Later</button>';
  const { tab, card, posted } = await open(t, { body: (card) => orderForm(card() + other) });
  await card.fill();
  await tab.click("#other");
  assert.deepEqual(await posted(), [...ORDER.slice(0, 2), ["go", "later"]]);
  await tab.waitFor("location.pathname === '/later'");
});

for (const [what, disable] of [
  ["disables the submitter", "this.disabled = true"],
  ["disables a fieldset around the submitter", "this.parentElement.disabled = true"],
] as const) {
  test(`a page that ${what} when it is clicked still gets its name and value`, async (t) => {
    const body = (card: () => string) => `<form action="/order" method="post">${card()}
      <fieldset><button name="go" value="pay" onclick="setTimeout(() => { ${disable} })">Pay</button></fieldset>
      </form>`;
    const { api, tab, card, posted } = await open(t, { body });
    const release = api.hold();
    await card.fill();
    await tab.click("button");
    await tab.waitFor("document.querySelector('button').matches(':disabled')");
    release();
    assert.deepEqual(await posted(), ORDER.slice(1));
  });
}

for (const [what, disable] of [
  ["disables", "card.disabled = true"],
  ["disables a fieldset around", "card.closest('fieldset').disabled = true"],
] as const) {
  test(`a page that ${what} the card while its token is on the way still gets the token`, async (t) => {
    const body = (card: (attributes: string) => string) =>
      orderForm(`<fieldset>${card('name="paymentToken" required consent="Save it"')}</fieldset>`);
    const { api, tab, card, posted } = await open(t, { body });
    const release = api.hold();
    await tab.click(".cardlet-consent");
    await card.fill();
    await tab.click("button");
    await api.received(1);
    await card.ask(disable);
    release();
    assert.deepEqual(await posted(), [
      ["item", "book"],
      ["go", "pay"],
      ["paymentToken", "tok_1"],
      ["paymentTokenConsent", "on"],
    ]);
  });
}

test("a card that is moved to another form while its token is on the way takes it there", async (t) => {
  const body = (card: () => string) => orderForm(card()) + orderForm("", 'id="there"');
  const { api, pages, tab, card, posted } = await open(t, { body });
  const release = api.hold();
  await card.fill();
  await tab.press("Enter");
  await api.received(1);
  await card.ask("document.querySelector('#there').moveBefore(card, null)");
  release();
  assert.equal((await card.tokenize()).id, "tok_1");
  await tab.click("#there button");
  assert.equal(new Map(await posted()).get("paymentToken"), "tok_1");
  assert.equal(pages.posted.length, 1);
});

test("a submitter that the page removes meanwhile does not stop the form", async (t) => {
  const { api, tab, card, posted } = await open(t);
  const release = api.hold();
  await card.fill();
  await tab.click("button");
  await api.received(1);
  await tab.evaluate("document.querySelector('button').remove()");
  release();
  assert.deepEqual(await posted(), ORDER.slice(0, 2));
});

test("a form in a dialog closes it when it has a token", async (t) => {
  const body = (card: () => string) =>
    `<dialog><form method="dialog">${card()}<button value="paid">Pay</button></form></dialog>
    <script>
      document.querySelector("dialog").showModal();
      document.forms[0].addEventListener("submit", (event) => {
        globalThis.token = new FormData(event.target).get("paymentToken");
      });
    </script>`;
  const { tab, card } = await open(t, { body });
  await card.fill();
  await tab.press("Enter");
  await tab.waitFor("!document.querySelector('dialog').open");
  assert.equal(await tab.evaluate("token"), "tok_1");
  assert.equal(await tab.evaluate("document.querySelector('dialog').returnValue"), "paid");
});

test("two cards in one form make two tokens and one submit", async (t) => {
  const body = (card: (attributes: string) => string) =>
    orderForm(card('id="a" name="first" required') + card('id="b" name="second" required'));
  const { api, tab, card, pages, posted } = await open(t, { body });
  await card.ready();
  await new Card(tab, "#b").fill(OTHER_CARD);
  await new Card(tab, "#a").fill();
  await tab.press("Enter");
  assert.deepEqual(await posted(), [
    ["item", "book"],
    ["first", "tok_1"],
    ["second", "tok_2"],
    ["go", "pay"],
  ]);
  assert.equal(pages.posted.length, 1);
  const pans = api.requests.map(({ body }) => JSON.parse(String(body)).paymentInstrument.pan);
  assert.deepEqual(pans, [TEST_CARD.number, OTHER_CARD.number], "in the order of the page");
});

test("submit=manual leaves the submit to the page", async (t) => {
  const body = (card: (attributes: string) => string) =>
    orderForm(card('name="paymentToken" submit="manual" required')) + RECORD;
  const { api, tab, card } = await open(t, { body });
  await card.fill();
  await tab.press("Enter");
  await tab.waitFor("submits.length > 0");
  assert.deepEqual(await tab.evaluate("submits"), [null]);
  assert.equal((await card.tokenize()).id, "tok_1");
  assert.equal(api.requests.length, 1);
});

test("a button with formnovalidate takes its form along as it is, and no card leaves", async (t) => {
  const back = '<button id="back" name="go" value="back" formnovalidate>Back</button>';
  const { api, tab, card, posted } = await open(t, { body: (card) => orderForm(card() + back) });
  await card.fill();
  await tab.click("#back");
  assert.deepEqual(await posted(), [
    ["item", "book"],
    ["go", "back"],
  ]);
  assert.equal(api.requests.length, 0);
});

test("an empty card that is not required lets the form pass as it is", async (t) => {
  const { api, tab, posted } = await open(t, { body: (card) => orderForm(card('name="paymentToken"')) });
  await tab.click("button");
  assert.deepEqual(await posted(), [
    ["item", "book"],
    ["go", "pay"],
  ]);
  assert.equal(api.requests.length, 0);
});

test("a card that is not required but filled is still turned into a token", async (t) => {
  const { tab, card, posted } = await open(t, { body: (card) => orderForm(card('name="paymentToken"')) });
  await card.fill();
  await tab.press("Enter");
  assert.deepEqual(await posted(), ORDER);
});

test("novalidate does not let an incomplete card go: the wrong field gets the focus", async (t) => {
  const { api, pages, tab, card, posted } = await open(t, {
    body: (card) => orderForm(card(), "novalidate"),
  });
  await card.fill({ ...TEST_CARD, expiry: "12" });
  await tab.click("button");
  await card.focusIs("expiry");
  assert.equal(await card.error("expiry"), texts.incomplete_expiry);
  assert.equal(pages.posted.length + api.requests.length, 0);
  await tab.press("End");
  await tab.type(TEST_CARD.expiry.slice(2));
  await tab.press("Enter");
  assert.deepEqual(await posted(), ORDER);
});

test("neither an empty required sibling nor a disabled default button lets a card out", async (t) => {
  const { api, tab, card, posted } = await open(t, {
    body: (card) => orderForm(`<input name="email" required>${card()}`),
  });
  await card.fill();
  await tab.click("button");
  await tab.evaluate("document.querySelector('button').disabled = true");
  await tab.click("[name=email]");
  await tab.type("ada@example.org");
  await tab.press("Enter");
  assert.equal(api.requests.length, 0);
  await tab.evaluate("document.querySelector('button').disabled = false");
  await tab.press("Enter");
  assert.deepEqual((await posted())[1], ["email", "ada@example.org"]);
  assert.equal(api.requests.length, 1);
});

test("fields that hide the form's own methods are in nobody's way", async (t) => {
  const names = ["requestSubmit", "submit", "reset", "checkValidity", "action", "method", "name"];
  const body = (card: () => string) =>
    orderForm(card() + names.map((name) => `<input type="hidden" name="${name}" value="x">`).join(""));
  const { tab, card, posted } = await open(t, { body });
  await card.fill();
  await tab.press("Enter");
  assert.deepEqual((await posted())[1], ORDER[1]);
  assert.equal((await posted()).length, 3 + names.length);
});

test("a form in a shadow tree works like one in the page", async (t) => {
  const body = (card: () => string) => `<div></div><script>
    const root = document.querySelector("div").attachShadow({ mode: "open" });
    root.innerHTML = ${JSON.stringify(orderForm(card()))};
  </script>`;
  const { tab, posted } = await open(t, { body, early: true });
  const card = new Card(tab, "div >>> cardlet-card");
  await card.ready();
  await card.fill();
  await tab.press("Enter");
  assert.deepEqual(await posted(), ORDER);
});

test("a form that is gone when the token arrives is not submitted, and nothing is thrown", async (t) => {
  const { api, pages, tab, card } = await open(t);
  const release = api.hold();
  const errors: Error[] = [];
  tab.playwright.on("pageerror", (error) => errors.push(error));
  await card.fill();
  await tab.press("Enter");
  await api.received(1);
  await tab.evaluate("void (globalThis.form = document.forms[0], form.remove())");
  release();
  await tab.evaluate("document.body.append(form)");
  await card.ready();
  // A frame that has left the page comes back empty.
  if (MODE === "hosted") await card.fill();
  await tab.click("button");
  await retry("the second card", 20_000, async () => assert.equal(api.requests.length, 2));
  await tab.waitFor("document.body.textContent === 'posted'");
  assert.equal(pages.posted.length, 1);
  assert.deepEqual(errors, []);
});
