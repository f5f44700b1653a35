import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { after, type TestContext, test } from "node:test";
import ar from "../../www/locales/ar.json" with { type: "json" };
import de from "../../www/locales/de.json" with { type: "json" };
import en from "../../www/locales/en.json" with { type: "json" };
import es419 from "../../www/locales/es-419.json" with { type: "json" };
import fr from "../../www/locales/fr.json" with { type: "json" };
import ja from "../../www/locales/ja.json" with { type: "json" };
import zhHant from "../../www/locales/zh-Hant.json" with { type: "json" };
import type { Card } from "./support/card.ts";
import { type CheckoutOptions, openCheckout, orderForm } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { inlineOnly, MODE } from "./support/mode.ts";
import { retry } from "./support/retry.ts";

const engine = await launch("chromium");
after(() => engine.close());

/** Opens a checkout whose form stands in `<main …>`. */
const open = (t: TestContext, main: string, options: CheckoutOptions = {}) =>
  openCheckout(t, engine, { body: (card) => `<main ${main}>${orderForm(card())}</main>`, ...options });

/** Waits until the fields are in this language. */
async function isIn(card: Card, name: string, texts: { "label.number": string; "label.cvc": string }) {
  await retry(`the fields are in ${name}`, 20_000, async () => {
    const shown = await card.inside(
      ".cardlet-fields",
      "[part.lang, ...[...part.querySelectorAll('.cardlet-label')].map((label) => label.textContent)]",
    );
    assert.deepEqual((shown as string[]).slice(0, 2), [name, texts["label.number"]]);
    assert.equal((shown as string[])[3], texts["label.cvc"]);
  });
}

/** Waits until the page says this of what is wrong. */
const says = (card: Card, message: string) =>
  retry(`the page says: ${message}`, 20_000, async () => {
    assert.equal(await card.ask("card.validationMessage"), message);
  });

const focused = (card: Card) =>
  card.among<string>("root.querySelector('.cardlet-field:focus-within').className");

test("the fields are in the language of the page around them", async (t) => {
  const { card } = await open(t, 'lang="de"');
  await isIn(card, "de", de);
  const expiry = await card.inside(
    ".cardlet-expiry input",
    "[part.placeholder, ...part.getAttribute('aria-describedby').split(' ').map((id) => part.getRootNode().getElementById(id).textContent)]",
  );
  assert.deepEqual(expiry, [de["placeholder.expiry"], de["hint.expiry"], ""]);
  await says(card, de.incomplete_number);
});

test("a switch of the language keeps text and focus, and translates what is wrong", async (t) => {
  const { tab, card } = await open(t, 'lang="de"');
  await isIn(card, "de", de);
  await card.type("number", "4111111111111112");
  await tab.press("Tab");
  await card.focused("expiry");
  await tab.type("12");
  assert.equal(await card.error("number"), de.invalid_number);
  await says(card, de.invalid_number);
  for (const [tag, texts] of [
    ["fr", fr],
    ["ja", ja],
    ["en", en],
  ] as const) {
    await tab.evaluate(`document.querySelector("main").lang = "${tag}"`);
    await isIn(card, tag, texts);
    assert.equal(await card.error("number"), texts.invalid_number);
    await says(card, texts.invalid_number);
    assert.equal(await card.inside(".cardlet-announcer", "part.textContent"), "", "nothing is told twice");
    assert.equal(await card.value("number"), "4111 1111 1111 1112");
    assert.match(await focused(card), /cardlet-expiry/);
  }
  await tab.type("30");
  assert.equal(await card.value("expiry"), "12 / 30");
});

test("the attribute goes before the page's language, and an unknown one is English", async (t) => {
  const asked: string[] = [];
  const note = (path: string) => {
    asked.push(path);
    return false;
  };
  const { card } = await open(t, 'lang="de"', { intercept: note, frame: { intercept: note } });
  await isIn(card, "de", de);
  for (const [tag, name, texts] of [
    ["zh-TW", "zh-Hant", zhHant],
    ["tlh", "en", en],
    ["es-MX", "es-419", es419],
    ["../../evil", "en", en],
    ["fr-BE", "fr", fr],
    ["de/../../evil", "en", en],
    ["auto", "de", de],
  ] as const) {
    await card.ask(`void (card.locale = ${JSON.stringify(tag)})`);
    await isIn(card, name, texts);
  }
  await card.ask("card.removeAttribute('locale')");
  const files = asked.filter((path) => path.includes("locales/") || path.includes("evil"));
  const names = new Set(files.map((path) => path.replace(/^.*\/locales\//, "")));
  assert.deepEqual([...names].sort(), ["de.json", "es-419.json", "fr.json", "index.json", "zh-Hant.json"]);
});

test("the fields follow the page's direction or their language's, digits run left to right", async (t) => {
  const { tab, card } = await open(t, 'lang="ar" dir="rtl"');
  const isRightToLeft = async (expected: boolean) =>
    retry(`right to left: ${expected}`, 20_000, async () => {
      const seen = await card.inside(
        ".cardlet-fields",
        `(() => {
          const left = (name) => part.querySelector(name).getBoundingClientRect().left;
          return [part.dir, left(".cardlet-expiry") > left(".cardlet-cvc"),
            getComputedStyle(part.querySelector(".cardlet-label")).direction];
        })()`,
      );
      const direction = expected ? "rtl" : "ltr";
      assert.deepEqual(seen, [direction, expected, direction]);
    });
  await isIn(card, "ar", ar);
  await isRightToLeft(true);
  for (const name of ["number", "expiry", "cvc"] as const) {
    const style = await card.inside(
      `.cardlet-${name} input`,
      "(({ direction, textAlign }) => [direction, textAlign])(getComputedStyle(part))",
    );
    assert.deepEqual(style, ["ltr", "right"], name);
  }
  await card.fill();
  assert.equal(await card.value("number"), "4111 1111 1111 1111");
  const main = (script: string) => tab.evaluate(`void (document.querySelector("main").${script})`);
  await main("lang = 'de'");
  await isIn(card, "de", de);
  await isRightToLeft(true);
  await main("removeAttribute('dir')");
  await isRightToLeft(false);
  await main("lang = 'ar'");
  await isRightToLeft(true);
  await card.ask("void (card.locale = 'fr')");
  await isRightToLeft(false);
  await main("dir = 'ltr'");
  await card.ask("void (card.locale = 'he')");
  await isRightToLeft(true);
  await card.ask("void (card.dir = 'ltr')");
  await isRightToLeft(false);
});

test("a page replaces single texts, in every language, until it takes them back", async (t) => {
  const { tab, card } = await open(t, 'lang="de"');
  const own = { "label.number": "Kreditkarte", incomplete_number: "Die Nummer fehlt noch." };
  await card.ask(`card.configure({ texts: ${JSON.stringify(own)} })`);
  await isIn(card, "de", { ...de, ...own });
  await says(card, own.incomplete_number);
  await tab.evaluate("document.querySelector('main').lang = 'fr'");
  await isIn(card, "fr", { ...fr, ...own });
  await card.ask("card.configure({ texts: undefined })");
  await isIn(card, "fr", fr);
  await says(card, fr.incomplete_number);
});

test("a text that can't be used is refused, and nothing changes", async (t) => {
  const { card } = await open(t, 'lang="en"');
  await card.listen();
  const wrong = [{ "label.pin": "PIN" }, { "label.number": 1 }, { "label.cvc": "x".repeat(201) }, [], "x"];
  for (const texts of wrong) {
    const thrown = await card.ask<string[]>(`(() => {
      try { card.configure({ texts: ${JSON.stringify(texts)} }); return [] }
      catch ({ type, code, option }) { return [type, code, option] }
    })()`);
    if (MODE === "inline") assert.deepEqual(thrown, ["configuration", "invalid_option", "texts"]);
  }
  // A frame's answer comes later.
  const told = MODE === "hosted" ? wrong.map(() => "invalid_option") : [];
  assert.deepEqual(
    (await card.events()).map(({ code }) => code),
    told,
  );
  await isIn(card, "en", en);
});

test("a language that can't be loaded leaves the form in the one that it has", async (t) => {
  let isBroken = true;
  const intercept = (path: string, response: ServerResponse) => {
    const isMissing = isBroken && path.endsWith("/de.json");
    if (isMissing) response.writeHead(404).end();
    return isMissing;
  };
  const { tab, card } = await open(t, 'lang="de"', { intercept, frame: { intercept } });
  await isIn(card, "en", en);
  await card.fill();
  assert.equal((await card.tokenize()).id, "tok_1");
  isBroken = false;
  await tab.evaluate("document.querySelector('main').lang = 'fr'");
  await isIn(card, "fr", fr);
});

test("an English page asks for no other language's file", async (t) => {
  const asked: string[] = [];
  const intercept = (path: string) => {
    asked.push(path);
    return false;
  };
  const { card } = await open(t, 'lang="en-GB"', { intercept, frame: { intercept } });
  await isIn(card, "en", en);
  assert.deepEqual(
    asked.filter((path) => path.includes("locale")),
    [],
  );
});

const skip = inlineOnly("a frame has its own policy in every test, and its own shadow root");

test("a language arrives under the strictest policy", { skip }, async (t) => {
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src data:; " +
    "connect-src 'self' http://127.0.0.1:*; require-trusted-types-for 'script'; trusted-types 'none'";
  const { card } = await open(t, 'lang="ja"', { headers: { "content-security-policy": policy } });
  await isIn(card, "ja", ja);
});

test("an element in shadow roots follows the language around its host", { skip }, async (t) => {
  const { tab, card } = await open(t, 'lang="de"');
  await tab.evaluate(`(() => {
    const outer = document.querySelector("main").appendChild(document.createElement("div"));
    const inner = outer.attachShadow({ mode: "open" }).appendChild(document.createElement("div"));
    const card = document.querySelector("cardlet-card");
    inner.attachShadow({ mode: "open" }).append(card);
    globalThis.label = () => (card.shadowRoot ?? card).querySelector(".cardlet-label").textContent;
    globalThis.inner = inner;
  })()`);
  assert.ok(card);
  const shows = (text: string) => tab.waitFor(`label() === ${JSON.stringify(text)}`);
  await shows(de["label.number"]);
  await tab.evaluate("document.querySelector('main').lang = 'fr'");
  await shows(fr["label.number"]);
  await tab.evaluate("void (inner.lang = 'ja')");
  await shows(ja["label.number"]);
});

test("what a page says of a frame that is not there yet, or not at all, is in its language", async (t) => {
  const listen = `<script>
    globalThis.said = [];
    setInterval(() => {
      const card = document.querySelector("cardlet-card");
      said.push(card.validationMessage, card.shadowRoot?.querySelector("iframe")?.title);
    }, 20);
  </script>`;
  const { tab } = await openCheckout(t, engine, {
    mode: "hosted",
    early: true,
    body: (card) => `${listen}<main lang="de">${card()}</main>`,
    frame: { intercept: (path) => path === "/frame.html" },
  });
  for (const key of ["status.loading", "label.frame", "status.failed"] as const) {
    await tab.waitFor(`said.includes(${JSON.stringify(de[key])})`, 15_000);
  }
});
