import type { TestContext } from "node:test";
import { Card } from "./card.ts";
import type { ChromiumEngine, ChromiumPage } from "./engines/chromium.ts";
import { page, startPages } from "./pages.ts";
import type { Sandbox } from "./sandbox.ts";

/** What a page tells of a failed attempt, from its `cardlet-error` event. */
export interface Failure {
  type: string;
  code: string;
  field?: string;
  status?: number;
  certain: boolean;
  retryAfterMs?: number;
  providerCode?: string;
}

/** A page of a test's own with one `<cardlet-card>`, open in a tab of its own. */
export interface ProviderPage {
  readonly tab: ChromiumPage;
  readonly card: Card;
  /** Asks for a token and gives its facts. */
  token(): Promise<TokenFacts>;
  /** Asks for a token and gives the error that the element's event carried. */
  failure(): Promise<Failure>;
  /** Answers the next requests to a path with a fixture's response, as a server of another origin does. */
  answer(path: string, fixture: { response: FixtureResponse }): Promise<void>;
}

export interface TokenFacts {
  id: string;
  provider: string;
  createdTime: string | null;
  expirationTime: string | null;
  expirationSource: string;
  left: number | null;
  card: { brand: string; last4: string } | null;
  raw: Record<string, unknown>;
}

export interface FixtureResponse {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** Opens a page whose card has these attributes, typed and ready to be sent. */
export async function openProviderPage(
  t: TestContext,
  engine: ChromiumEngine,
  attributes: Record<string, string>,
): Promise<ProviderPage> {
  const tab = await engine.newPage();
  t.after(() => tab.close());
  const text = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`);
  const pages = await startPages({ "/": page(`<cardlet-card ${text.join(" ")}></cardlet-card>`) });
  t.after(() => pages.close());
  await tab.goto(pages.url);
  const card = new Card(tab);
  await card.ready();
  await card.fill();
  const tokenize = (then: string) =>
    tab.evaluate<never>(`(() => {
      const card = document.querySelector("cardlet-card");
      const failed = new Promise((resolve) => {
        card.addEventListener("cardlet-error", ({ detail }) => resolve({ ...detail }), { once: true });
      });
      return card.tokenize().then(${then}).catch(() => failed);
    })()`);
  return {
    tab,
    card,
    token: () => tokenize("(token) => ({ ...token, left: token.expiresIn() })"),
    failure: () => tokenize("(token) => ({ code: 'no error but ' + token.id })"),
    async answer(path, { response: { status, headers, body } }) {
      await tab.playwright.route(`**${path}`, (route) =>
        route.fulfill({
          status,
          headers: { ...headers, "access-control-allow-origin": "*" },
          body: JSON.stringify(body),
        }),
      );
    },
  };
}

/** What the merchant's server answers to an order, asked as a server is: without an origin. */
export interface OrderAnswer {
  status: number;
  body: {
    spent?: Record<string, unknown>;
    error?: { status: number; body: unknown; explained: { code: string; certain: boolean } };
  };
}

/** Sends a token to the merchant's server, which spends it. */
export async function spend(sandbox: Sandbox, order: Record<string, unknown>): Promise<OrderAnswer> {
  const response = await fetch(`${sandbox.merchant.url}/orders`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(order),
  });
  return { status: response.status, body: (await response.json()) as OrderAnswer["body"] };
}
