import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import texts from "../../www/locales/en.json" with { type: "json" };
import styles from "../fixtures/frame/styles.json" with { type: "json" };
import { OTHER_CARD, TEST_CARD } from "./support/card.ts";
import {
  type CheckoutOptions,
  minting,
  openCheckout,
  orderForm,
  RECORD,
  refusing,
} from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { retry } from "./support/retry.ts";

const engine = await launch("chromium");
after(() => engine.close());

const open = (t: TestContext, options?: CheckoutOptions) =>
  openCheckout(t, engine, { mode: "hosted", ...options });

type Opened = Awaited<ReturnType<typeof open>>;

/** The class of the field that has the focus in the frame, else the page's own element. */
async function focused({ tab, card }: Pick<Opened, "tab" | "card">): Promise<string> {
  const active = await tab.evaluate<string>(
    "document.activeElement.name || document.activeElement.localName",
  );
  if (active !== "paymentToken") return active;
  return card.inside("body", `document.activeElement.closest(".cardlet-field")?.classList[1] ?? "none"`);
}

test("Tab and Shift+Tab walk through the page's controls and the fields, one stop each", async (t) => {
  const opened = await open(t);
  const { tab } = opened;
  await tab.click("[name=item]");
  const fields = ["cardlet-number", "cardlet-expiry", "cardlet-cvc"];
  const walk = async (key: "Tab" | "Shift+Tab", stops: string[]) => {
    for (const stop of stops) {
      await tab.press(key);
      // The focus goes from process to process.
      await retry(`${key} to ${stop}`, 20_000, async () => assert.equal(await focused(opened), stop));
    }
  };
  await walk("Tab", [...fields, "go"]);
  await walk("Shift+Tab", [...fields.toReversed(), "item"]);
});

test("a click on a label of the host, and focus(), lead into the frame; blur() leads out", async (t) => {
  const opened = await open(t, {
    body: (card) =>
      orderForm(`<label for="card">Pay by card</label>${card('id="card" name="paymentToken" required')}`),
  });
  const { tab, card } = opened;
  await tab.click("label[for=card]");
  await card.focused("number");
  await tab.type("4111");
  assert.equal(await card.value("number"), "4111");
  await card.ask("card.focus('cvc')");
  await card.focused("cvc");
  await tab.type("123");
  await tab.waitFor(`document.querySelector("cardlet-card").state.fields.cvc.valid`);
  assert.equal(await card.value("cvc"), "123");
  await card.ask("card.blur()");
  await tab.waitFor("document.activeElement === document.body");
});

test("a field keeps the focus that the page gives it when the browser takes it back at once", async (t) => {
  const { card } = await open(t);
  /** As a late word of the page's earlier focus does: it takes the focus away, and gives it to the frame again. */
  const takeBack = (afterwards = "") =>
    card.among(`addEventListener("focusin", ({ target }) => setTimeout(() => {
      target.blur();
      ${afterwards}
      dispatchEvent(new Event("focus"));
    }), { once: true })`);
  const blurs = () => card.among("globalThis.blurs ??= 0");
  await card.among(`addEventListener("focusout", () => { globalThis.blurs = (globalThis.blurs ?? 0) + 1 })`);
  await takeBack();
  await card.ask("card.focus('expiry')");
  await retry("the focus is taken back", 20_000, async () => assert.equal(await blurs(), 1));
  await card.focusIs("expiry");
  // What the person does meanwhile comes first.
  await takeBack(`dispatchEvent(new Event("keydown"));`);
  await card.ask("card.focus('cvc')");
  await retry("the focus is taken back", 20_000, async () => assert.equal(await blurs(), 3));
  await card.focusIs("no field");
});

test("Enter follows the form's rules: no disabled default button, no required sibling that is empty", async (t) => {
  const { api, tab, card, posted } = await open(t, {
    body: (card) => orderForm(`${card()}<input name="email" required>`),
  });
  await card.fill();
  await tab.press("Enter");
  await tab.waitFor("document.activeElement.name === 'email'");
  await card.left();
  await tab.type("ada@example.org");
  await tab.evaluate("document.querySelector('button').disabled = true");
  await card.enter("cvc");
  await tab.press("Enter");
  assert.equal(await card.ask("card.matches(':state(busy)')"), false);
  assert.equal(api.requests.length, 0);
  await tab.evaluate("document.querySelector('button').disabled = false");
  await card.enter("cvc");
  await tab.press("Enter");
  assert.deepEqual((await posted())[1], ["paymentToken", "tok_1"]);
  assert.equal(api.requests.length, 1);
});

test("Enter without a button submits only where no other field waits for input", async (t) => {
  const body = (card: () => string) =>
    `<form action="/order" method="post"><input name="item" value="book">${card()}</form>${RECORD}`;
  const blocked = await open(t, { body });
  await blocked.card.fill();
  await blocked.tab.press("Enter");
  assert.equal(await blocked.card.ask("card.matches(':state(busy)')"), false);
  await blocked.tab.evaluate("document.querySelector('[name=item]').remove()");
  await blocked.tab.press("Enter");
  await blocked.tab.waitFor("submits.length > 0");
  assert.deepEqual(await blocked.tab.evaluate("submits"), ["tok_1"]);
});

test("reset, clear() and an edit empty the state and the form's value", async (t) => {
  const { tab, card, value } = await open(t, { body: (card) => orderForm(card()) + RECORD });
  await card.fill();
  await card.tokenize();
  await tab.evaluate("document.forms[0].reset()");
  assert.equal(await card.ask("card.state.empty && card.token === null && card.state.last4 === null"), true);
  await tab.waitFor(`document.querySelector("cardlet-card").matches(":state(empty)")`);
  assert.equal(await card.value("number"), "");
  await card.fill(OTHER_CARD);
  await tab.press("Enter");
  await tab.waitFor("submits.length === 1");
  assert.equal(await value(), "tok_2");
  await card.type("cvc", "4");
  await tab.waitFor("new FormData(document.forms[0]).get('paymentToken') === null");
  await card.ask("card.clear()");
  assert.equal(await card.ask("card.state.empty"), true);
});

test("a disabled element's fields can't be edited, and say so again when it is enabled", async (t) => {
  const { tab, card } = await open(t, {
    body: (card) => orderForm(`<fieldset>${card()}</fieldset>`),
  });
  const isDisabled = () => card.inside<boolean>(".cardlet-number input", "part.disabled");
  await tab.evaluate("document.querySelector('fieldset').disabled = true");
  assert.equal(await isDisabled(), true);
  await tab.evaluate("document.querySelector('fieldset').disabled = false");
  await card.fill();
  assert.equal((await card.tokenize()).id, "tok_1");
});

test("setError shows a code or words until an edit, and the next call mints anew", async (t) => {
  const { api, tab, card } = await open(t);
  await card.fill();
  await card.tokenize();
  await card.ask("card.setError('number', 'Use another card.')");
  assert.equal(await card.ask("card.validationMessage"), "Use another card.");
  assert.equal(await card.ask("card.checkValidity()"), false);
  await card.ask("card.focus()");
  assert.equal(await card.error("number"), "Use another card.");
  await card.ask("card.setError('cvc', 'invalid_cvc')");
  await card.retype("number", OTHER_CARD.number);
  await card.retype("cvc", "321");
  await tab.waitFor(`document.querySelector("cardlet-card").checkValidity()`);
  assert.equal(await card.error("number"), "");
  assert.equal((await card.tokenize()).id, "tok_2");
  assert.equal(api.requests.length, 2);
});

test("what the server refuses is shown at its field; the error is the page's too", async (t) => {
  const { api, card } = await open(t);
  await card.listen();
  api.next(refusing("cvv"));
  await card.fill();
  const error = await card.tokenize();
  assert.deepEqual(
    [error.name, error.type, error.code, error.field],
    ["CardletError", "validation", "invalid_cvc", "cvc"],
  );
  assert.match(String(error.message), /^cvc: /);
  assert.equal(await card.error("cvc"), texts.invalid_cvc);
  assert.deepEqual(await card.events(), [{ type: "cardlet-error", code: "invalid_cvc" }]);
});

test("fifty calls share one request, one token and one event; an abort ends only its own wait", async (t) => {
  const { api, card } = await open(t);
  await card.listen();
  await card.fill();
  const release = api.hold();
  const calls = card.ask<[number, string]>(`Promise.all(Array.from({ length: 50 }, () => card.tokenize()))
    .then((tokens) => [new Set(tokens).size, tokens[0].id])`);
  const aborted = card.ask<string>(`(() => {
    const end = new AbortController();
    const call = card.tokenize({ signal: end.signal });
    end.abort();
    return call.then(() => "token", (error) => error.code);
  })()`);
  assert.equal(await aborted, "aborted");
  await api.received(1);
  release();
  assert.deepEqual(await calls, [1, "tok_1"]);
  assert.equal(api.requests.length, 1);
  assert.deepEqual(await card.events(), [{ type: "cardlet-token", id: "tok_1" }]);
});

test("a token's life is counted in the page, by the clock that has gone further", async (t) => {
  const { api, card, tab } = await open(t);
  api.next(minting({ id: "tok_short", expirationTime: null }));
  await card.fill();
  const endless = await card.tokenize();
  assert.equal(endless.left, null);
  await card.ask("card.markConsumed()");
  assert.equal(await card.ask("card.token"), null);
  const token = await card.tokenize();
  assert.equal(token.id, "tok_1");
  const left = Number(token.left);
  await tab.waitFor(`document.querySelector("cardlet-card").token.expiresIn() < ${left}`);
  // Half the life passes while the monotonic clock stands still.
  await tab.evaluate(`(() => { const now = Date.now; Date.now = () => now() + ${left / 2} })()`);
  const half = await card.ask<number>("card.token.expiresIn()");
  assert.ok(half <= left / 2 && half > left / 2 - 20_000, `${half} of ${left}`);
  await tab.evaluate(`(() => { const now = Date.now; Date.now = () => now() + ${left} })()`);
  assert.equal(await card.ask("card.token"), null);
});

test("moveBefore keeps what was typed; any other move empties the frame and says so", async (t) => {
  const { tab, card } = await open(t, { body: (card) => `${orderForm(card())}<div id="there"></div>` });
  await card.listen();
  await card.type("number", TEST_CARD.number);
  await tab.evaluate(
    `document.forms[0].moveBefore(document.querySelector("cardlet-card"), document.querySelector("button"))`,
  );
  assert.equal(await card.value("number"), "4111 1111 1111 1111");
  assert.deepEqual(await card.events(), []);
  await tab.evaluate(`document.forms[0].append(document.querySelector("cardlet-card"))`);
  await tab.waitFor("seen.some(({ type }) => type === 'cardlet-ready')");
  assert.deepEqual(
    (await card.events()).map(({ type, code }) => code ?? type),
    ["frame_disconnected", "cardlet-ready"],
  );
  assert.equal(await card.value("number"), "");
  await card.fill();
  assert.equal((await card.tokenize()).id, "tok_1");
});

test("an element that is removed ends its calls; put back it works again", async (t) => {
  const { api, tab, card } = await open(t);
  await card.fill();
  api.hold();
  const code = await card.ask<string>(`(async () => {
    const call = card.tokenize().catch((error) => error.code);
    const { parentNode } = card;
    card.remove();
    const code = await call;
    parentNode.append(card);
    return code;
  })()`);
  assert.equal(code, "destroyed");
  await card.ready();
  await tab.waitFor(`document.querySelector("cardlet-card").state.fields.number`);
  assert.equal(await card.value("number"), "");
});

test("accepted brands narrow before the first key, and not after it", async (t) => {
  const { tab, card } = await open(t);
  await card.listen();
  await card.ask("void (card.brands = 'mastercard')");
  await tab.waitFor("seen.some(({ type }) => type === 'cardlet-ready')");
  await card.type("number", "4111");
  await tab.waitFor(
    `document.querySelector("cardlet-card").state.fields.number.code === "unsupported_brand"`,
  );
  await card.ask("void (card.brands = 'visa')");
  const errors = (await card.events()).filter(({ type }) => type === "cardlet-error");
  assert.deepEqual(errors, [{ type: "cardlet-error", code: "unsupported_operation" }]);
  assert.equal(await card.ask("card.state.fields.number.code"), "unsupported_brand");
});

test("configure() passes on what is the page's, and refuses what is the frame's", async (t) => {
  const { api, card } = await open(t);
  for (const name of ["brandRanges", "fieldMap", "path", "keyHeader", "keyPrefix", "returnUrl"]) {
    const code = await card.ask(`(() => { try { card.configure({ ${name}: [] }) } catch (error) {
      return [error.code, error.option] } })()`);
    assert.deepEqual(code, ["unsupported_operation", name]);
  }
  await card.ask(`card.configure({ email: "ada@example.org" })`);
  await card.fill();
  await card.tokenize();
  assert.match(String(api.requests[0]?.body), /ada@example\.org/);
});

test("hostile looks bring no request and no rule; fine ones are seen", async (t) => {
  const { tab, card, frames } = await open(t);
  const border = () => card.inside<string>(".cardlet-number input", "getComputedStyle(part).borderRadius");
  const rules = () =>
    card.inside<number>(
      "body",
      `[...document.styleSheets, ...document.adoptedStyleSheets]
    .reduce((sum, sheet) => sum + sheet.cssRules.length, 0)`,
    );
  const style = () => card.inside<string | null>("cardlet-card", "part.getAttribute('style')");
  const before = [await border(), await rules(), await style()];
  const asked = frames?.asked.length;
  const requests: string[] = [];
  tab.playwright.on("request", (request) => requests.push(request.url()));
  const property: Record<string, string> = { labelWeight: "label-weight", fontFamily: "font-family" };
  // The page's own parser makes a fine value of one with a comment or a line break around it.
  const hostile = styles.refused.filter(({ value }) => !/[\n*]/.test(value));
  assert.ok(hostile.length >= 40);
  for (const { token, value } of hostile) {
    const name = `--cardlet-${property[token] ?? token}`;
    await card.ask(`card.style.setProperty(${JSON.stringify(name)}, ${JSON.stringify(value)})`);
    await tab.playwright.emulateMedia({ colorScheme: "dark" });
    await tab.playwright.emulateMedia({ colorScheme: "light" });
    await card.ask(`card.style.removeProperty(${JSON.stringify(name)})`);
  }
  await card.ask("card.style.setProperty('--cardlet-radius', '3px')");
  await tab.playwright.emulateMedia({ colorScheme: "dark" });
  // A media query is told of with the next frame that is painted.
  await retry("the frame wears it", 20_000, async () => assert.equal(await border(), "3px"));
  assert.equal(await style(), "--cardlet-radius: 3px;");
  assert.deepEqual([before[1], frames?.asked.length, requests], [await rules(), asked, []]);
});

test("a theme that the page switches far above the fields is theirs too, and is told of once", async (t) => {
  const { tab, card } = await open(t, {
    body: (card) => `<style>
        html.dark { color-scheme: dark; --cardlet-color: #fafafa }
        [data-theme=warm] { --cardlet-color: #552200 }
      </style><main>${orderForm(card())}</main>`,
    prepare: (tab) =>
      tab.playwright.addInitScript(`(() => {
        globalThis.styles = 0;
        const { postMessage } = MessagePort.prototype;
        MessagePort.prototype.postMessage = function (...all) {
          if (String(all[0]).includes('"type":"style"')) styles++;
          return postMessage.apply(this, all);
        };
      })()`),
  });
  const wears = (scheme: string, color: string) =>
    retry(`the frame wears ${color}`, 20_000, async () => {
      const found = await card.inside(
        ".cardlet-number input",
        "[document.documentElement.style.colorScheme, getComputedStyle(part).color]",
      );
      assert.deepEqual(found, [scheme, color]);
    });
  await tab.evaluate(`document.documentElement.classList.toggle("dark")`);
  await wears("dark", "rgb(250, 250, 250)");
  await tab.evaluate(`document.querySelector("main").dataset.theme = "warm"`);
  await wears("dark", "rgb(85, 34, 0)");
  await tab.evaluate(`document.documentElement.classList.add("scrolled")`);
  await tab.evaluate(`document.documentElement.classList.remove("dark")`);
  await wears("light", "rgb(85, 34, 0)");
  assert.equal(await tab.evaluate("styles"), 3);
});

test("a font that the frame serves is asked for once a look names it, and not before", async (t) => {
  const { tab, card, frames } = await open(t, {
    configure: (entry) => ({ ...entry, fonts: { Inter: "fonts/inter.woff2" } }),
  });
  const isAsked = () => frames?.asked.includes("/fonts/inter.woff2");
  const family = () => card.inside<string>(".cardlet-number input", "getComputedStyle(part).fontFamily");
  await card.type("number", "4");
  assert.equal(isAsked(), false);
  await card.ask("card.style.setProperty('--cardlet-font-family', 'Inter')");
  await tab.playwright.emulateMedia({ colorScheme: "dark" });
  await retry("the frame wears it", 20_000, async () => assert.match(await family(), /^"?Inter"?,/));
  await retry("the font is asked for", 20_000, async () => assert.equal(isAsked(), true));
});

test("nothing shifts, from the first paint to ready, and when errors appear", async (t) => {
  const { tab, card } = await open(t, {
    // A page keeps the room itself until the script has come, as docs/hosted.md says.
    body: (card) => `<style>cardlet-card:not(:defined) { display: block; block-size: 215px }</style>
      ${orderForm(card())}<p>below</p><script>
      globalThis.shifts = [];
      new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shifts.push(value) })
        .observe({ type: "layout-shift", buffered: true });
    </script>`,
  });
  const heights = await tab.evaluate<number[]>(`(() => {
    const card = document.querySelector("cardlet-card");
    return [card.offsetHeight, card.shadowRoot.querySelector("iframe").offsetHeight - 8];
  })()`);
  assert.equal(heights[0], heights[1]);
  assert.equal(await card.inside("body", "document.documentElement.scrollHeight <= innerHeight"), true);
  await tab.click("button");
  await tab.waitFor(`document.querySelector("cardlet-card").matches(":state(user-invalid)")`);
  assert.equal(await card.error("number"), texts.incomplete_number);
  assert.equal(await card.inside("body", "document.documentElement.scrollHeight <= innerHeight"), true);
  assert.deepEqual(await tab.evaluate("shifts"), []);
});
