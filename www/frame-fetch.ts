/** What a frame asks for that only the page's server can tell. */

import type { Ask } from "./frame-messages.ts";
import type { CardOptions } from "./options.ts";

/** The callback's answer as text; null when there is none. */
export async function fetchFor(ask: Ask, options: CardOptions): Promise<string | null> {
  try {
    if (ask.type === "fetchToken") return JSON.stringify(await options.fetchToken?.(ask.id)) ?? null;
    const { successUrl, failureUrl } = ask;
    const token: unknown = await options.fetchSubmissionToken?.({ successUrl, failureUrl });
    // The frame would not read anything else, and wait until the deadline.
    return typeof token === "string" ? token : null;
  } catch {
    return null;
  }
}
