import type { ServerResponse } from "node:http";
import { type FrameServer, type FrameServerOptions, startFrameServer } from "./frame-server.ts";
import { MODE, type Mode } from "./mode.ts";
import { type Account, cardMarkup, type Pages, page, startPages } from "./pages.ts";

/** A merchant's site with card forms, whose fields are in its pages or in a frame of another site. */
export interface Shop {
  readonly url: string;
  readonly pages: Pages;
  /** The frame's server, in hosted mode. */
  readonly frames: FrameServer | undefined;
  /** Lets the frame be embedded by another origin too, such as a proxy's in front of the pages. */
  admit(origin: string): void;
  close(): Promise<void>;
}

export interface ShopOptions {
  /** The account that cards are sent to. */
  account: Account;
  /** The body of the page at `/`. */
  body: (card: CardTag) => string;
  /** Pages besides, by their paths. */
  pages?: Record<string, string>;
  /** Headers of every page, such as a content security policy. */
  headers?: Record<string, string>;
  /** Answers a request for a file of the package's, also of the frame's; false leaves it alone. */
  intercept?: (path: string, response: ServerResponse) => Promise<boolean> | boolean;
  /** By default what the run of the suite says. */
  mode?: Mode;
  /** Changes what the frame is configured with for the pages. */
  configure?: (entry: Record<string, unknown>) => unknown;
  /** Other doings of the frame's server. */
  frame?: Partial<FrameServerOptions>;
}

/** The element's tag with these attributes; by default `name="paymentToken" required`. */
export type CardTag = (attributes?: string) => string;

/** Starts the site, and in hosted mode the frame's, which knows the account. */
export async function startShop(options: ShopOptions): Promise<Shop> {
  const { account, body, mode = MODE, configure = (entry) => entry, frame, intercept } = options;
  const { pages: others, headers } = options;
  const embedders: string[] = [];
  const configuration = () => ({
    embedders: Object.fromEntries(embedders.map((origin) => [origin, configure({ ...account })])),
  });
  const frames =
    mode === "hosted"
      ? await startFrameServer({ configuration, ...(intercept && { intercept }), ...frame })
      : undefined;
  const tag: CardTag = (attributes) => cardMarkup(account, attributes, frames?.url);
  const pages = await startPages(
    { "/": page(body(tag), frames ? "hosted" : "define"), ...others },
    { ...(headers && { headers }), ...(intercept && { intercept }) },
  );
  embedders.push(pages.url);
  return {
    url: pages.url,
    pages,
    frames,
    admit: (origin) => void embedders.push(origin),
    async close() {
      await Promise.all([pages.close(), frames?.close()]);
    },
  };
}
