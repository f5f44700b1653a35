import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import created from "../fixtures/rebilly/token-created.json" with { type: "json" };
import { Card } from "./support/card.ts";
import { launch } from "./support/engine.ts";
import type { ChromiumEngine, ChromiumPage } from "./support/engines/chromium.ts";
import { type FakeApi, startFakeApi } from "./support/fake-api.ts";
import { type FrameServer, startFrameServer } from "./support/frame-server.ts";
import { countMessages } from "./support/messages.ts";
import { MODE } from "./support/mode.ts";
import { page as document, type Pages, startPages } from "./support/pages.ts";

/** The attributes and the options that errors name. */
const OPTIONS = {
  provider: "provider",
  "public-key": "publicKey",
  organization: "organization",
  endpoint: "endpoint",
} as const;
type Attribute = keyof typeof OPTIONS;

interface Case {
  code: string;
  /** The attribute that is wrong, and the one that the error names. */
  attribute: Attribute;
  /** null: it is not there. */
  value: string | null;
  /** What else differs from an account that works. */
  besides?: Partial<Record<Attribute, string>>;
}

function cases(code: string, attribute: Attribute, values: (string | null)[]): Case[] {
  return values.map((value) => ({ code, attribute, value }));
}

const SECRETS = [
  "sk_sandbox_CardletDemoSecretKey",
  "sk_live_CardletDemoSecretKey",
  " sk_sandbox_CardletDemoSecretKey",
  "Bearer sk_sandbox_CardletDemoSecretKey",
  "ApiKey CardletDemoSecretKey",
  "CardletDemoSecret.eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJkZW1vIn0.c2lnbmF0dXJl",
];
const SANDBOX = "https://api-sandbox.rebilly.com";
const LIVE = "https://api.rebilly.com";
const LIVE_KEY = { "public-key": "pk_live_CardletDemoPublishableKey" };

const CASES: Case[] = [
  ...cases("missing_option", "provider", [null, "", " "]),
  ...cases("missing_option", "public-key", [null, "", " "]),
  ...cases("missing_option", "organization", [null, "", " "]),
  ...cases("unknown_provider", "provider", ["stripe", "rebilly2", "__proto__", "constructor"]),
  ...cases("invalid_option", "public-key", [
    "CardletDemoPublishableKey",
    "pk_test_CardletDemoPublishableKey",
    "pk_sandbox_",
    "pk_sandbox_Cardlet Demo",
    "pk_sandbox_Cardlet\r\nx-injected: 1",
    "pk_sandbox_Cärdlet",
  ]),
  ...cases("invalid_option", "organization", ["a/b", "..", "a?b", "a#b", "a%2fb", "a b", "a\\b", "örg"]),
  ...cases("insecure_endpoint", "endpoint", [
    "http://api.example.com",
    "http://127.0.0.1.example.com",
    "http://localhost.example.com",
    "http://192.168.0.1",
    "http://2130706433",
    "http://127.1",
  ]),
  ...cases("invalid_option", "endpoint", [
    "api.example.com",
    "//api.example.com",
    "/tokens",
    "https://",
    "https:///tokens",
    "ftp://api.example.com",
    "ws://127.0.0.1",
    "javascript://api.example.com/%0aalert(1)",
    "data:application/json,{}",
    "https://api.example.com@evil.example",
    "https://key:@api.example.com",
    "https://evil.example\\@api.example.com",
    "https:\\\\api.example.com",
    "https://api.example.com?x=1",
    "https://api.example.com/v1?",
    "https://api.example.com#x",
    "https://api.example.com/../x",
    "https://api.example.com/%2e%2e/x",
    "https://аpi.example.com",
    "https://api.example。com",
    "https://api.example.com:99999",
    "https://api.example.com\n",
    "http://[::ffff:127.0.0.1]",
  ]),
  ...(Object.keys(OPTIONS) as Attribute[]).flatMap((attribute) =>
    cases("secret_key_refused", attribute, SECRETS),
  ),
  // A key and an endpoint of different modes, however the endpoint is written.
  ...[SANDBOX, `${SANDBOX}/`, `${SANDBOX}:443`].map(
    (value): Case => ({ code: "mode_mismatch", attribute: "endpoint", value, besides: LIVE_KEY }),
  ),
  ...cases("mode_mismatch", "endpoint", [LIVE, `${LIVE}/`, `${LIVE}:443`]),
];

let engine: ChromiumEngine;
let api: FakeApi;
let pages: Pages;
let page: ChromiumPage;
let card: Card;
let account: Record<Attribute, string>;
/** The frame's server, in hosted mode, and the options of the account that its configuration names. */
let frames: FrameServer | undefined;
let configured: Partial<Record<Attribute, string | null>> = {};
/** Every request that the browser has made since the form was opened, or since it was filled. */
let requests: string[] = [];

before(async () => {
  const { status, body } = created.response;
  api = await startFakeApi(() => ({ status, body: JSON.stringify(body) }));
  account = {
    provider: "rebilly",
    "public-key": "pk_sandbox_CardletDemoPublishableKey",
    organization: "cardlet-demo",
    endpoint: api.url,
  };
  if (MODE === "hosted") {
    frames = await startFrameServer({ configuration: () => ({ embedders: { [pages.url]: entry() } }) });
  }
  const script = frames ? "hosted" : "define";
  const markup = CASES.map((one, index) => [`/${index}`, document(form(one), script)]);
  pages = await startPages(Object.fromEntries(markup));
  engine = await launch("chromium");
  page = await engine.newPage();
  await countMessages(page);
  card = new Card(page);
  page.playwright.context().on("request", (request) => {
    if (!request.url().startsWith("data:")) requests.push(`${request.method()} ${request.url()}`);
  });
});

after(async () => {
  await engine?.close();
  await Promise.all([pages?.close(), frames?.close(), api?.close()]);
});

/** What the frame is configured with for the page. */
function entry(): Record<string, string> {
  const own = Object.entries(configured).filter(
    (option): option is [Attribute, string] => option[1] !== null,
  );
  return Object.fromEntries(own.map(([attribute, text]) => [OPTIONS[attribute], text]));
}

const optionsOf = ({ attribute, value, besides }: Case) => ({ ...account, ...besides, [attribute]: value });

/** A form with these options, and a record of what its card says. */
function form(one: Case): string {
  const own = Object.entries(optionsOf(one))
    .filter(([, text]) => text !== null)
    .map(([name, text]) => `${name}="${text}"`);
  const options = frames ? [`frame="${frames.url}"`] : own;
  return `<script>
    globalThis.said = [];
    for (const type of ["ready", "token", "error"]) {
      addEventListener("cardlet-" + type, ({ detail }) => said.push([type, detail?.code, detail?.option]));
    }
  </script>
  <form id="form" action="/order" method="post">
    <cardlet-card name="paymentToken" required ${options.join(" ")}></cardlet-card><button>Pay</button>
  </form>`;
}

interface Outcome {
  id?: string;
  facts?: { type: string; code: string; option?: string; retryable: boolean };
  /** Everything that the error says. */
  words?: string;
}

const ATTEMPT = `document.querySelector("cardlet-card").tokenize().then(({ id }) => ({ id }), (error) => ({
  facts: { type: error.type, code: error.code, option: error.option, retryable: error.retryable },
  words: String(error) + error.stack + JSON.stringify(error),
}))`;

/** Opens a case's form and fills it, so that nothing but the options can be wrong. */
async function fill(index: number, options = optionsOf(CASES[index] as Case)): Promise<void> {
  requests = [];
  configured = options;
  await page.goto(`${pages.url}/${index}`);
  await card.ready();
  const known = [pages.url, ...(frames ? [new URL(frames.url).origin] : [])];
  const away = requests.filter((request) => !known.some((origin) => request.startsWith(`GET ${origin}/`)));
  assert.deepEqual(away, [], "opening the form asks nobody but the shop, and who serves the frame");
  await card.fill();
  requests = [];
}

/** Sets the options right: in the page at once, in a frame by its configuration and another visit. */
async function mend(index: number): Promise<void> {
  const { attribute, besides } = CASES[index] as Case;
  const right = { ...account, ...besides, [attribute]: account[attribute] };
  if (frames) return fill(index, right);
  await page.evaluate(`Object.entries(${JSON.stringify(right)}).forEach(([name, text]) =>
    document.querySelector("cardlet-card").setAttribute(name, text))`);
  await page.evaluate("void said.splice(0)");
}

/** What the card has said: its events with their codes and options. */
const said = () => card.ask<unknown[]>("globalThis.said");

for (const [index, { code, attribute, value, besides }] of CASES.entries()) {
  const option = OPTIONS[attribute];
  const shown = value === null ? `no ${attribute}` : `${attribute}=${JSON.stringify(value)}`;

  test(`${shown}${besides ? " with a live key" : ""} is refused as ${code} before any request`, async () => {
    await fill(index);
    const sent = api.requests.length;
    const refusal = ["error", code, option];
    assert.deepEqual(await said(), [["ready", null, null], refusal]);

    const { facts, words } = await page.evaluate<Outcome>(ATTEMPT);
    assert.deepEqual(facts, { type: "configuration", code, option, retryable: false });
    if (value && value.length > 3)
      assert.ok(!words?.includes(value), `the error repeats the option: ${words}`);
    assert.deepEqual((await said()).slice(2), [refusal]);
    assert.deepEqual(requests, []);
    assert.equal(api.requests.length, sent);

    await mend(index);
    assert.equal((await page.evaluate<Outcome>(ATTEMPT)).id, created.response.body.id);
    const types = (await said()).map((event) => (event as string[])[0]);
    assert.deepEqual(types, frames ? ["ready", "token"] : ["token"]);
    assert.deepEqual(requests, [`POST ${api.url}/organizations/cardlet-demo/tokens`]);
    assert.equal(api.requests.length, sent + 1);
  });
}

test("a form whose card has wrong options is not submitted", async () => {
  await fill(0);
  await page.press("Enter");
  await page.waitFor("said.length === 3");
  assert.deepEqual((await said()).slice(2), [["error", "missing_option", "provider"]]);
  assert.deepEqual(requests, []);

  await mend(0);
  await page.press("Enter");
  await page.waitFor("location.pathname === '/order'");
  assert.deepEqual([...(pages.posted[0] ?? [])], [["paymentToken", created.response.body.id]]);
});
