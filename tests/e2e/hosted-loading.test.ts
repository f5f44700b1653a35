import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { after, type TestContext, test } from "node:test";
import { FRAME_TEXTS } from "../../www/frame-texts.ts";
import { Card } from "./support/card.ts";
import { type Checkout, openCheckout, startFrames } from "./support/checkout.ts";
import { launch } from "./support/engine.ts";
import { defaultAccount, page, startPages } from "./support/pages.ts";

const engine = await launch("chromium");
after(() => engine.close());

/** A frame that greets in another version. */
const OTHER_VERSION = `<!doctype html><script>
  parent.postMessage(JSON.stringify({ cardlet: 2, type: "hello", nonce: "x" }), location.hash.slice(1));
</script>`;

const say =
  (body: string, headers: Record<string, string> = {}) =>
  (path: string, response: ServerResponse) => {
    if (path !== "/frame.html") return false;
    response.writeHead(200, { "content-type": "text/html", ...headers }).end(body);
    return true;
  };

/** What can be wrong with a frame, and the code that says so. */
const FAULTS: [
  what: string,
  code: string,
  intercept?: (path: string, response: ServerResponse) => boolean,
][] = [
  ["another version", "frame_version_mismatch", say(OTHER_VERSION)],
  ["a page of something else", "frame_load_failed", say("<!doctype html><p>hello</p>")],
  ["X-Frame-Options", "frame_load_failed", say(OTHER_VERSION, { "x-frame-options": "DENY" })],
  [
    "frame-ancestors",
    "frame_load_failed",
    say(OTHER_VERSION, { "content-security-policy": "frame-ancestors 'none'" }),
  ],
  ["a slow answer", "frame_load_failed", (path) => path === "/frame.html"],
  ["a slow module", "frame_load_failed", (path) => path === "/frame.wasm"],
  ["no configuration", "frame_load_failed", (path) => path === "/frame-config.json"],
];

test("each fault of the frame is told by its code within 10 s, with the element's own children shown", async (t) => {
  let origin = "";
  const rows: [what: string, code: string, frame: string][] = [];
  for (const [what, code, intercept] of FAULTS) {
    const frames = await startFrames(t, () => [origin, "http://127.0.0.1:9"], {
      ...(intercept && { intercept }),
    });
    rows.push([what, code, frames.url]);
  }
  const stranger = await startFrames(t, () => ["https://other.example", "http://127.0.0.1:9"]);
  rows.push(["a page that is not listed", "frame_origin_refused", stranger.url]);
  rows.push(["a wrong path", "frame_load_failed", stranger.url.replace("frame.html", "none.html")]);
  rows.push(["nobody there", "frame_load_failed", "http://127.0.0.1:9/frame.html"]);
  rows.push(["a wrong scheme", "frame_load_failed", "javascript:alert(1)"]);
  rows.push(["no frame", "missing_option", ""]);
  const cards = rows.map(
    ([, , frame], i) => `<cardlet-card id="c${i}" frame="${frame}" required><p>instead</p></cardlet-card>`,
  );
  const listen = `<script>
    globalThis.seen = {};
    addEventListener("cardlet-error", ({ target, detail }) => {
      const { code, type, retryable } = detail;
      seen[target.id] = { code, type, retryable, ms: performance.now() };
    });
  </script>`;
  const pages = await startPages({ "/": page(listen + cards.join(""), "hosted") });
  t.after(() => pages.close());
  origin = pages.url;
  const tab = await engine.newPage();
  t.after(() => tab.close());
  await tab.playwright.goto(pages.url, { waitUntil: "commit" });
  const isShown = (i: number) =>
    tab.evaluate<boolean>(`(() => {
    const { width, height } = document.querySelector("#c${i} p").getBoundingClientRect();
    return width > 0 && height > 0;
  })()`);
  await tab.waitFor(`document.querySelectorAll("cardlet-card").length === ${rows.length}`);
  assert.equal(await isShown(4), true, "while it loads");
  await tab.waitFor(`Object.keys(seen).length === ${rows.length}`, 15_000);
  const seen =
    await tab.evaluate<Record<string, { code: string; type: string; retryable: boolean; ms: number }>>(
      "seen",
    );
  for (const [i, [what, code]] of rows.entries()) {
    const { ms, ...error } = seen[`c${i}`] as NonNullable<(typeof seen)[string]>;
    const isLoad = code !== "missing_option";
    assert.deepEqual(error, { code, type: isLoad ? "load" : "configuration", retryable: isLoad }, what);
    assert.ok(ms < 10_000, `${what}: ${ms} ms`);
    assert.equal(await isShown(i), true, what);
    const message = `document.querySelector("#c${i}").validationMessage`;
    assert.equal(
      await tab.evaluate(message),
      FRAME_TEXTS["status.failed"],
      "a form does not go out without it",
    );
    assert.equal(
      await tab.evaluate(`document.querySelector("#c${i}").shadowRoot.querySelector("iframe")`),
      null,
      what,
    );
  }
});

for (const [how, again] of [
  ["tokenize()", ({ card }) => card.tokenize()],
  ["a submit", ({ tab }) => tab.click("button")],
] as [how: string, again: (checkout: Checkout) => Promise<unknown>][]) {
  test(`a frame that failed once is loaded again by ${how}`, async (t: TestContext) => {
    let isBroken = true;
    const checkout = await openCheckout(t, engine, {
      mode: "hosted",
      early: true,
      frame: {
        intercept: (path, response) => (isBroken ? say(OTHER_VERSION)(path, response) : false),
      },
    });
    const { tab, card } = checkout;
    await tab.waitFor(`document.querySelector("cardlet-card:defined:not(:state(loading))")`);
    isBroken = false;
    await again(checkout);
    await tab.waitFor(`document.querySelector("cardlet-card").state.fields.number`);
    await card.fill();
    assert.equal((await card.tokenize()).id, "tok_1");
  });
}

test("a frame that is named only once the element is in the page, but in that task, has the fields", async (t) => {
  let origin = "";
  const { url } = await startFrames(t, () => [origin, "http://127.0.0.1:9"]);
  const body = `<script>
    customElements.whenDefined("cardlet-card").then(() => {
      for (const render of [null, "shadow"]) {
        const card = document.createElement("cardlet-card");
        if (render) card.setAttribute("render", render);
        document.body.append(card);
        card.frame = "${url}";
      }
    });
  </script>`;
  const pages = await startPages({ "/": page(body, "define") });
  t.after(() => pages.close());
  origin = pages.url;
  const tab = await engine.newPage();
  t.after(() => tab.close());
  await tab.goto(pages.url);
  const isThere = `[...document.querySelectorAll("cardlet-card")].map((card) =>
    [card.state.fields.number?.valid, card.shadowRoot?.querySelector("iframe.ready") !== null,
      document.querySelector("input") ?? card.shadowRoot?.querySelector("input")])`;
  await tab.waitFor(`JSON.stringify(${isThere}) === "[[false,true,null],[false,true,null]]"`, 15_000);
});

test("a frame without an address is refused, and no field stands in the page instead", async (t) => {
  const body = `<script>
    globalThis.codes = [];
    addEventListener("cardlet-error", ({ detail }) => codes.push(detail.code));
  </script><cardlet-card frame></cardlet-card>`;
  const pages = await startPages({ "/": page(body, "define") });
  t.after(() => pages.close());
  const tab = await engine.newPage();
  t.after(() => tab.close());
  await tab.goto(pages.url);
  await tab.waitFor("codes.length > 0");
  assert.deepEqual(await tab.evaluate("[codes, document.querySelector('input')]"), [
    ["missing_option"],
    null,
  ]);
});

test("a frame whose document is replaced is lost, and loaded again", async (t) => {
  const { tab, card } = await openCheckout(t, engine, { mode: "hosted" });
  await card.listen();
  await card.type("number", "4111");
  await card.inside("body", "void setTimeout(() => location.reload())");
  await tab.waitFor("seen.some(({ type }) => type === 'cardlet-ready')");
  assert.deepEqual(
    (await card.events()).map(({ type, code }) => code ?? type),
    ["frame_disconnected", "cardlet-ready"],
  );
  assert.equal(await card.value("number"), "");
});

test("importing the loader has no effect on a server, and the page asks for no module", async (t) => {
  await import("../../dist/hosted.js" as string);
  const asked: string[] = [];
  const { tab } = await openCheckout(t, engine, {
    mode: "hosted",
    intercept: (path) => {
      asked.push(path);
      return false;
    },
    // What the frame asks for is the other server's.
    frame: { intercept: () => false },
  });
  assert.deepEqual(asked, ["/", "/cardlet/hosted.js"]);
  assert.ok(new Card(tab));
});

test("a list of a thousand pages admits each of them", async (t) => {
  let origin = "";
  const account = defaultAccount("http://127.0.0.1:9");
  const others = Array.from({ length: 1000 }, (_, i) => [`https://shop${i}.example`, account]);
  const configuration = () => ({ embedders: { ...Object.fromEntries(others), [origin]: account } });
  assert.ok(JSON.stringify(configuration()).length > 128 * 1024);
  const frames = await startFrames(t, () => [origin, ""], { configuration });
  const pages = await startPages({
    "/": page(`<cardlet-card frame="${frames.url}"></cardlet-card>`, "hosted"),
  });
  t.after(() => pages.close());
  origin = pages.url;
  const tab = await engine.newPage();
  t.after(() => tab.close());
  await tab.goto(pages.url);
  await tab.waitFor(`document.querySelector("cardlet-card")?.state.fields.number`, 8000);
});
