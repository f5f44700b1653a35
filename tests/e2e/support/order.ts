import type { Sandbox } from "./sandbox.ts";

/** What the merchant's server answers to an order. */
export interface OrderAnswer {
  status: number;
  body: {
    order?: string;
    spent?: Record<string, unknown>;
    error?: { status: number; body: unknown; explained: { type: string; code: string; certain: boolean } };
  };
}

/** Sends a token to the merchant's server, which spends it; asked as a server is, without an origin. */
export async function spend(sandbox: Sandbox, order: Record<string, unknown>): Promise<OrderAnswer> {
  const response = await fetch(`${sandbox.merchant.url}/orders`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(order),
  });
  return { status: response.status, body: (await response.json()) as OrderAnswer["body"] };
}
