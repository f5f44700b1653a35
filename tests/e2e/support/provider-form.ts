import type { TestContext } from "node:test";
import { Card } from "./card.ts";
import type { ChromiumPage } from "./engines/chromium.ts";
import type { Account } from "./pages.ts";
import { startShop } from "./shop.ts";
import { openTab } from "./tab.ts";
import type { World } from "./world.ts";

/** A merchant's page with a card form at one of the sandbox's providers, open in a tab of its own. */
export interface ProviderForm {
  readonly tab: ChromiumPage;
  readonly card: Card;
  /** Asks for a token and gives its facts. */
  token(): Promise<TokenFacts>;
  /** Asks for a token and gives the error that the element's event carried. */
  failure(): Promise<Failure>;
  /** Answers the next requests to a path with a fixture's response, as a server of another origin does. */
  answer(path: string, fixture: { response: FixtureResponse }): Promise<void>;
  /**
   * Changes what the form sends on its way, because the form itself lets nothing wrong out: the refusal is
   * the sandbox's own.
   */
  spoil(path: string, change: Record<string, unknown>): Promise<void>;
}

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

export interface ProviderFormOptions {
  /** The element's attributes besides the account's. */
  attributes?: string;
  /** What the account needs `configure()` for; in hosted mode it is the frame's. */
  configure?: Record<string, unknown>;
}

/** Opens a form; without an endpoint its cards go to the sandbox, at the path of the provider's name. */
export async function openForm(
  t: TestContext,
  world: World,
  account: Partial<Account> & { provider: string },
  { attributes = "", configure }: ProviderFormOptions = {},
): Promise<ProviderForm> {
  const tab = await openTab(t, world.chromium);
  const shop = await startShop({
    account: { endpoint: `${world.sandbox.api.url}/${account.provider}`, ...account },
    body: (card) => card(attributes),
    configure: (entry) => ({ ...entry, ...(configure && { configure }) }),
  });
  t.after(() => shop.close());
  await tab.goto(shop.url);
  const card = new Card(tab);
  await card.ready();
  if (configure && !shop.frames) await card.ask(`card.configure(${JSON.stringify(configure)})`);
  await card.listen();
  const tokenize = (then: string) =>
    card.ask<never>(`{
      const failed = new Promise((resolve) => {
        card.addEventListener("cardlet-error", ({ detail }) => resolve({ ...detail }), { once: true });
      });
      return card.tokenize().then(${then}).catch(() => failed);
    }`);
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
    async spoil(path, change) {
      await tab.playwright.route(`**${path}`, async (route) => {
        const body = route.request().postDataJSON() as Record<string, unknown>;
        const changed = Object.entries({ ...body, ...change }).filter(([, value]) => value !== undefined);
        await route.continue({ postData: JSON.stringify(Object.fromEntries(changed)) });
      });
    },
  };
}

/** Opens a form and types the card into it. */
export async function openFilledForm(...given: Parameters<typeof openForm>): Promise<ProviderForm> {
  const form = await openForm(...given);
  await form.card.fill();
  return form;
}
