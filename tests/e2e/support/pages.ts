import { once } from "node:events";
import { createReadStream } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { IN_SHADOW } from "./mode.ts";

/** A merchant's pages as a test writes them, on http://localhost, with the built package under /cardlet/. */
export interface Pages {
  url: string;
  /** The bodies of the forms that were posted to any path, newest last. */
  posted: readonly URLSearchParams[];
  /** Every byte that the server was sent. */
  requestBytes(): Buffer;
  close(): Promise<void>;
}

export interface PagesOptions {
  /** Headers of every page, such as a content security policy. */
  headers?: Record<string, string>;
  /** Answers a request for a file of the package later, or with something else; false leaves it alone. */
  intercept?: (path: string, response: ServerResponse) => Promise<boolean> | boolean;
}

const DIST = join(import.meta.dirname, "../../../dist");
const TYPES: Record<string, string> = {
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
};

/** Serves pages by path. A page's markup is a whole document, or what `page()` below makes. */
export async function startPages(pages: Record<string, string>, options: PagesOptions = {}): Promise<Pages> {
  const posted: URLSearchParams[] = [];
  const received: Buffer[] = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (request.method === "POST") posted.push(new URLSearchParams((await buffer(request)).toString()));
    if (await options.intercept?.(path, response)) return;
    const file = path.match(/^\/cardlet\/((?:locales\/)?[\w.-]+)$/)?.[1];
    if (file) {
      response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
      createReadStream(join(DIST, file))
        .on("error", () => response.writeHead(404).end())
        .pipe(response);
      return;
    }
    const markup = pages[path] ?? (request.method === "POST" ? page("<p>posted</p>") : undefined);
    response.writeHead(markup === undefined ? 404 : 200, {
      "content-type": "text/html; charset=utf-8",
      ...options.headers,
    });
    response.end(markup ?? "");
  });
  server.on("connection", (socket) => socket.on("data", (bytes: Buffer) => received.push(bytes)));
  server.listen(0);
  await once(server, "listening");
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    posted,
    requestBytes: () => Buffer.concat(received),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A document around a body, with the element defined by this script of the package. */
export function page(body: string, script = "define"): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>test</title><link rel="icon" href="data:,">
<script type="module" src="/cardlet/${script}.js"></script><body>${body}</body></html>`;
}

/** An account at a provider, and where its cards go: options of the element's, or of its frame's. */
export interface Account {
  provider: string;
  endpoint: string;
  publicKey?: string | undefined;
  organization?: string | undefined;
}

/** The sandbox's default account, at this endpoint. */
export function defaultAccount(endpoint: string): Account {
  return {
    provider: "rebilly",
    publicKey: "pk_sandbox_CardletDemoPublishableKey",
    organization: "cardlet-demo",
    endpoint,
  };
}

const ATTRIBUTES: Record<keyof Account, string> = {
  provider: "provider",
  publicKey: "public-key",
  organization: "organization",
  endpoint: "endpoint",
};

/** The element's markup with these attributes and an account; with a frame, the account is the frame's. */
export function cardMarkup(
  account: Account,
  attributes = 'name="paymentToken" required',
  frame?: string,
): string {
  if (frame) return `<cardlet-card frame="${frame}" ${attributes}></cardlet-card>`;
  const own = Object.entries(account).map(
    ([name, value]) => `${ATTRIBUTES[name as keyof Account]}="${value}"`,
  );
  if (IN_SHADOW) own.push('render="shadow"');
  return `<cardlet-card ${own.join(" ")} ${attributes}></cardlet-card>`;
}
