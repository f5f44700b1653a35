import type { Card } from "./card.ts";
import { Card as CardObject } from "./card.ts";
import type { ChromiumPage } from "./engines/chromium.ts";
import type { Sandbox } from "./sandbox.ts";

/** An account at a provider, as the element's attributes name it. */
export interface Account {
  provider: string;
  publicKey: string;
  organization?: string;
}

/** What the merchant's server answers to an order. */
export interface OrderAnswer {
  status: number;
  body: {
    order?: string;
    spent?: Record<string, unknown>;
    error?: { status: number; body: unknown; explained: { type: string; code: string; certain: boolean } };
  };
}

/** Opens the sandbox's checkout with its card form pointed at another provider, and listens to its events. */
export async function openForm(page: ChromiumPage, sandbox: Sandbox, account: Account): Promise<Card> {
  const card = new CardObject(page);
  await page.goto(`${sandbox.shop.url}/checkout/`);
  await card.ready();
  await page.waitFor(`document.querySelector("cardlet-card").endpoint`);
  const endpoint = `${sandbox.api.url}/${account.provider}`;
  const options = JSON.stringify({ organization: "", ...account, endpoint });
  await page.evaluate(`void Object.assign(document.querySelector("cardlet-card"), ${options})`);
  await card.listen();
  return card;
}

/** Sends a token to the merchant's server, as the shop's own script does. */
export function order(page: ChromiumPage, sandbox: Sandbox, fields: object): Promise<OrderAnswer> {
  return page.evaluate(`fetch("${sandbox.merchant.url}/orders", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: ${JSON.stringify(JSON.stringify(fields))},
  }).then(async (response) => ({ status: response.status, body: await response.json() }))`);
}

/**
 * Changes what the form sends on its way, because the form itself lets nothing wrong out: the refusal is the
 * sandbox's own.
 */
export async function spoil(
  page: ChromiumPage,
  path: string,
  change: Record<string, unknown>,
): Promise<void> {
  await page.playwright.route(`**${path}`, async (route) => {
    const body = route.request().postDataJSON() as Record<string, unknown>;
    const changed = Object.entries({ ...body, ...change }).filter(([, value]) => value !== undefined);
    await route.continue({ postData: JSON.stringify(Object.fromEntries(changed)) });
  });
}
