import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { after, type TestContext, test } from "node:test";
import univapay from "../fixtures/univapay/token-created.json" with { type: "json" };
import { Card } from "./support/card.ts";
import { launch } from "./support/engine.ts";
import { type CorsRule, startHostileApi } from "./support/hostile-api.ts";
import { defaultAccount } from "./support/pages.ts";
import { startShop } from "./support/shop.ts";
import { openTab } from "./support/tab.ts";

const engine = await launch("chromium");
after(() => engine.close());

const MODULE = readFileSync(new URL("../../dist/cardlet.wasm", import.meta.url));

interface Case {
  name: string;
  /** The codes that it finds, each with a part of its fix. */
  finds: [code: string, fix: string][];
  /** The page's policy, for this API. */
  policy?: (api: string) => string;
  cors?: CorsRule;
  account?: Record<string, string>;
  /** What the element's `configure()` is given. */
  configure?: object;
  /** Where the doctor is told that the module is. */
  wasm?: string;
  markup?: (card: string) => string;
  intercept?: (path: string, response: ServerResponse) => boolean;
  offline?: boolean;
}

/** Serves the whole module as another type. */
const asText = (path: string, response: ServerResponse): boolean => {
  if (path.endsWith(".wasm")) response.writeHead(200, { "content-type": "text/plain" }).end(MODULE);
  return path.endsWith(".wasm");
};

/** Serves the module with another head. */
const module = (status: number, headers: Record<string, string> = {}) => {
  return (path: string, response: ServerResponse): boolean => {
    if (path.endsWith(".wasm")) response.writeHead(status, headers).end();
    return path.endsWith(".wasm");
  };
};

/** Serves the module from another place than beside the script. */
const elsewhere = (path: string, response: ServerResponse): boolean => {
  if (path === "/elsewhere.wasm") response.writeHead(200, { "content-type": "application/wasm" }).end(MODULE);
  if (path === "/cardlet/cardlet.wasm") response.writeHead(404).end();
  return path.endsWith(".wasm");
};

/** Lets pages send cards to one address alone, by one method and with these headers. */
const takes = (method: string, path: string, headers: string): CorsRule => {
  return (asked) => {
    const isMeant = asked.path === path && (!asked.isPreflight || asked.method === method);
    return {
      headers: isMeant
        ? {
            "access-control-allow-origin": asked.origin,
            "access-control-allow-methods": method,
            "access-control-allow-headers": headers,
          }
        : {},
    };
  };
};

const NOTE: Case["finds"][number] = ["provider_not_for_production", "docs/providers.md"];
const KEAP = { provider: "keap", organization: "cardlet-demo", "public-key": "" };
const UNIVAPAY = {
  provider: "univapay",
  organization: "",
  "public-key": univapay.request.headers.authorization.replace("Bearer ", ""),
};
/** The store that the key is of. */
const STORE = "11ed7d40-cfe1-11a8-bbe4-b75fa2afa138";

const POLICY = "script-src 'self' 'wasm-unsafe-eval' 'unsafe-inline'";

const CASES: Case[] = [
  { name: "nothing", finds: [] },
  { name: "no network", offline: true, finds: [["offline", "connect"]] },
  {
    name: "a CSP without 'wasm-unsafe-eval'",
    policy: () => "script-src 'self' 'unsafe-inline'",
    finds: [["wasm_blocked_by_csp", "'wasm-unsafe-eval' to script-src"]],
  },
  {
    name: "a CSP without the page's own server",
    policy: (api) => `${POLICY}; connect-src ${api}`,
    finds: [["module_blocked_by_csp", "'self' to connect-src"]],
  },
  {
    name: "a CSP without the endpoint",
    policy: () => `${POLICY}; connect-src 'self'`,
    finds: [["endpoint_blocked_by_csp", "http://127.0.0.1:"]],
  },
  {
    name: "a module that is missing",
    intercept: module(404),
    finds: [["module_not_found", "init({ wasm })"]],
  },
  {
    name: "a module that is served as another type",
    intercept: asText,
    finds: [["module_wrong_type", "Content-Type: application/wasm"]],
  },
  {
    name: "a module that is none",
    intercept: module(200, { "content-type": "application/wasm" }),
    finds: [["wasm_load_failed", "module that belongs"]],
  },
  {
    name: "nothing, where the module is elsewhere and the doctor is told so",
    intercept: elsewhere,
    wasm: "/elsewhere.wasm",
    finds: [],
  },
  {
    name: "that the place of the module is none",
    wasm: "https://",
    finds: [["module_not_found", "init({ wasm })"]],
  },
  {
    name: "an endpoint that lets no page ask",
    cors: () => ({ headers: {} }),
    finds: [["endpoint_refuses_origin", "Access-Control-Allow-Origin: http://localhost:"]],
  },
  {
    name: "nothing, where just a card's own request is let through",
    cors: takes("POST", "/organizations/cardlet-demo/tokens", "authorization, content-type"),
    finds: [],
  },
  {
    name: "nothing, where PaymentsAI's relay takes no key",
    account: { provider: "paymentsai", "public-key": "" },
    cors: takes("POST", "/tokens", "content-type, x-organization-id"),
    finds: [NOTE],
  },
  {
    name: "nothing, where the key has a header and a path of the page's own",
    account: { provider: "generic" },
    configure: { keyHeader: "X-Key", path: "/vault/cards" },
    cors: takes("POST", "/vault/cards", "content-type, x-key"),
    finds: [NOTE],
  },
  {
    name: "an endpoint that forbids an idempotency key",
    account: UNIVAPAY,
    cors: takes("POST", "/tokens", "authorization, content-type"),
    finds: [["endpoint_refuses_origin", "Headers: content-type, authorization, idempotency-key"], NOTE],
  },
  {
    name: "nothing, where just another security code is let through",
    account: { ...UNIVAPAY, fields: "cvc", "update-token": "token-1" },
    cors: takes("PATCH", `/stores/${STORE}/tokens/token-1`, "authorization, content-type, idempotency-key"),
    finds: [NOTE],
  },
  {
    name: "an endpoint that forbids the method of another security code",
    account: { ...UNIVAPAY, fields: "cvc", "update-token": "token-1" },
    cors: takes("POST", `/stores/${STORE}/tokens/token-1`, "*"),
    finds: [["endpoint_refuses_origin", "Access-Control-Allow-Methods: PATCH"], NOTE],
  },
  {
    name: "nothing for a form that is posted, whatever scripts may ask for",
    account: KEAP,
    policy: (api) => `${POLICY}; connect-src 'self'; form-action 'self' ${api}; frame-src 'self' ${api}`,
    cors: () => ({ headers: {} }),
    finds: [NOTE],
  },
  {
    name: "a CSP that lets no form out",
    account: KEAP,
    policy: (api) => `${POLICY}; form-action 'self'; frame-src 'self' ${api}`,
    finds: [["form_blocked_by_csp", " to form-action"], NOTE],
  },
  {
    name: "a CSP that lets no answer of a form into a frame",
    account: KEAP,
    policy: (api) => `${POLICY}; form-action 'self' ${api}; frame-src 'self'`,
    finds: [["form_blocked_by_csp", " to frame-src"], NOTE],
  },
  {
    name: "a CSP that lets no form come back",
    account: KEAP,
    policy: (api) => `${POLICY}; form-action ${api}; frame-src 'self' ${api}`,
    finds: [["form_blocked_by_csp", "add 'self' to form-action"], NOTE],
  },
  {
    name: "an endpoint that nobody listens on",
    account: { endpoint: "http://127.0.0.1:9" },
    finds: [["endpoint_unreachable", "certificate"]],
  },
  {
    name: "a live key at the sandbox",
    account: {
      "public-key": "pk_live_CardletDemoPublishableKey",
      endpoint: "https://api-sandbox.rebilly.com",
    },
    finds: [["mode_mismatch", "endpoint"]],
  },
  {
    name: "a secret key",
    account: { "public-key": "sk_live_Cardlet" },
    finds: [["secret_key_refused", "publicKey"]],
  },
  { name: "no key", account: { "public-key": "" }, finds: [["missing_option", "publicKey"]] },
  {
    name: "a brand that nobody knows",
    account: { brands: "visa mastercad" },
    finds: [["invalid_option", "option brands to names"]],
  },
  {
    name: "a field that nobody knows",
    account: { fields: "number,expiry,cvv" },
    finds: [["invalid_option", "option fields to names"]],
  },
  {
    name: "a form around the shadow root",
    markup: (card) => `<form><section></section></form><script>
      document.querySelector("section").attachShadow({ mode: "open" }).innerHTML = ${JSON.stringify(card)};
      globalThis.element = document.querySelector("section").shadowRoot.firstChild;</script>`,
    finds: [["form_in_other_tree", "same root"]],
  },
  { name: "no element", markup: () => "", finds: [["no_element", "`element`"]] },
  {
    name: "a provider for tests only",
    account: { provider: "checkout", organization: "", "public-key": "pk_sbox_cardletsandboxdemopublickey" },
    finds: [NOTE],
  },
];

async function examine(
  t: TestContext,
  { policy, cors, account, configure, wasm, markup = (card) => card, intercept, offline }: Case,
) {
  const api = await startHostileApi();
  t.after(() => api.close());
  api.behave({ answer: (response) => void response.writeHead(404).end(), ...(cors ? { cors } : {}) });
  const headers: Record<string, string> = policy ? { "content-security-policy": policy(api.url) } : {};
  const { provider, publicKey, organization } = defaultAccount(api.url);
  const attributes = { provider, "public-key": publicKey, organization, endpoint: api.url, ...account };
  const text = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`);
  const body = () => markup(`<cardlet-card ${text.join(" ")}></cardlet-card>`);
  const shop = await startShop({
    account: defaultAccount(api.url),
    body,
    mode: "inline",
    headers,
    ...(intercept && { intercept }),
  });
  t.after(() => shop.close());
  const tab = await openTab(t, engine);
  await tab.goto(shop.url);
  await tab.evaluate(
    `import("/cardlet/index.js").then(({ doctor }) => { globalThis.doctor = doctor; return doctor().then(() => {}) })`,
  );
  if (configure)
    await tab.evaluate(`document.querySelector("cardlet-card").configure(${JSON.stringify(configure)})`);
  if (offline) await tab.playwright.context().setOffline(true);
  const bodies = api.bodies.filter((sent) => sent !== "").length;
  const found = await tab.evaluate<{ code: string; severity: string; message: string; fix: string }[]>(
    `doctor({ element: globalThis.element, wasm: ${JSON.stringify(wasm)} })`,
  );
  return { found, bodies, card: new Card(tab, undefined, "inline") };
}

for (const row of CASES) {
  test(`the doctor finds ${row.name}`, async (t) => {
    const { found, bodies } = await examine(t, row);
    const codes = found.map(({ code }) => code).filter((code) => !row.offline || code === "offline");
    assert.deepEqual(
      codes,
      row.finds.map(([code]) => code),
      JSON.stringify(found),
    );
    for (const [index, [, fix]] of row.finds.entries()) {
      assert.ok(found[index]?.fix.includes(fix), found[index]?.fix);
      assert.match(String(found[index]?.severity), /^(error|warning|info)$/);
      assert.ok(!/\{\}/.test(JSON.stringify(found[index])), "each gap is filled");
    }
    assert.equal(bodies, 0, "it sends nothing");
  });
}

const say = (body: string) => (path: string, response: ServerResponse) => {
  if (path !== "/frame.html") return false;
  response.writeHead(200, { "content-type": "text/html" }).end(body);
  return true;
};

/** What keeps a frame from working, with a part of the fix; the page itself needs no module. */
const HOSTED: [
  what: string,
  code: string | null,
  fix: string,
  row?: { policy?: string; frame?: string; intercept?: ReturnType<typeof say>; listed?: string },
][] = [
  ["nothing, under a policy for a frame alone", null, "", {}],
  ["frame-src", "frame_blocked_by_csp", "add http://127.0.0.1:", { policy: "frame-src 'none'" }],
  ["a URL that is none", "frame_wrong_url", "set frame", { frame: "https://" }],
  ["an URL that no page can load", "frame_wrong_url", "set frame", { frame: "javascript:alert(1)" }],
  [
    "a page that is not listed",
    "frame_origin_refused",
    "add http://localhost:",
    { listed: "https://x.example" },
  ],
  [
    "a frame of another version",
    "frame_version_mismatch",
    "one version",
    {
      intercept: say(
        `<script>parent.postMessage('{"cardlet":2,"type":"hello","nonce":"x"}', location.hash.slice(1))</script>`,
      ),
    },
  ],
  ["another page in its place", "frame_load_failed", "frame-ancestors", { intercept: say("<p>hello</p>") }],
];

for (const [what, code, fix, { policy = "", frame, intercept, listed } = {}] of HOSTED) {
  test(`in front of a frame the doctor finds ${what}`, async (t) => {
    const api = "http://127.0.0.1:9";
    const shop = await startShop({
      account: defaultAccount(api),
      body: (tag) => (frame === undefined ? tag() : `<cardlet-card frame="${frame}"></cardlet-card>`),
      mode: "hosted",
      headers: {
        "content-security-policy": `script-src 'self' 'unsafe-inline'; connect-src 'self'; ${policy}`,
      },
      frame: {
        ...(intercept && { intercept }),
        ...(listed && { configuration: () => ({ embedders: { [listed]: defaultAccount(api) } }) }),
      },
    });
    t.after(() => shop.close());
    const tab = await openTab(t, engine);
    await tab.goto(shop.url);
    const found = await tab.evaluate<{ code: string; fix: string }[]>(
      `import("/cardlet/index.js").then(({ doctor }) => doctor())`,
    );
    assert.deepEqual(
      found.map(({ code }) => code),
      code === null ? [] : [code],
      JSON.stringify(found),
    );
    if (code !== null) assert.ok(found[0]?.fix.includes(fix), found[0]?.fix);
    assert.equal(
      await tab.evaluate(`document.querySelectorAll("iframe").length`),
      0,
      "nothing is left behind",
    );
  });
}

test("a page that does not ask the doctor does not load him", async (t) => {
  const { card } = await examine(t, { name: "", finds: [] });
  const loaded = await card.ask<string[]>(`performance.getEntriesByType("resource").map(({ name }) => name)`);
  const scripts = loaded.filter((name) => name.endsWith(".js")).length;
  const tab = await openTab(t, engine);
  const shop = await startShop({
    account: defaultAccount("http://127.0.0.1:9"),
    body: (tag) => tag(),
    mode: "inline",
  });
  t.after(() => shop.close());
  await tab.goto(shop.url);
  await tab.evaluate(`import("/cardlet/index.js").then(() => {})`);
  const without = await tab.evaluate<number>(
    `performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".js")).length`,
  );
  assert.ok(without < scripts, `${without} scripts, ${scripts} with the doctor`);
});
