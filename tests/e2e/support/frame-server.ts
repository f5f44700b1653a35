import { once } from "node:events";
import { createReadStream, readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

/** The provider's side of hosted fields: the frame's files, on http://127.0.0.1, another site than the pages'. */
export interface FrameServer {
  /** The address of the frame. */
  url: string;
  /** The paths that were asked for. */
  asked: readonly string[];
  close(): Promise<void>;
}

export interface FrameServerOptions {
  /** The configuration, once the page's origin is known. */
  configuration: () => unknown;
  /** The origins that may be ancestors, as the header names them; by default any. */
  ancestors?: () => string;
  /** Files of a test's own, by their paths, besides those of the package or in their place. */
  files?: Record<string, string>;
  /** Where the frame may post forms to, which only Keap needs. */
  formAction?: string;
  /** Answers a request instead; false leaves it alone. */
  intercept?: (path: string, response: ServerResponse) => Promise<boolean> | boolean;
}

const DIST = join(import.meta.dirname, "../../../dist");
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
  ".css": "text/css",
};

const PERMISSIONS = readFileSync(
  new URL("../../../headers/permissions-policy", import.meta.url),
  "utf8",
).trim();

/** The headers of design/threats.md's table, as docs/hosted.md tells a provider to send them. */
function headers(ancestors: string, formAction: string): Record<string, string> {
  // The hidden frame of a form post goes to the endpoint and comes back to the frame's own origin.
  const form = formAction
    ? `form-action 'self' ${formAction}; frame-src 'self' ${formAction}`
    : "form-action 'none'";
  const own = formAction ? " 'self'" : "";
  return {
    "content-security-policy":
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
      "connect-src 'self' http://127.0.0.1:*; img-src 'self'; font-src 'self'; " +
      `${form}; base-uri 'none'; frame-ancestors ${ancestors}${own}; require-trusted-types-for 'script'; trusted-types 'none'`,
    // Keap's answer, a redirect without headers of ours, could not be loaded under this policy.
    ...(formAction ? {} : { "cross-origin-embedder-policy": "require-corp" }),
    "cross-origin-resource-policy": "cross-origin",
    "referrer-policy": "strict-origin",
    "permissions-policy": PERMISSIONS,
    "x-content-type-options": "nosniff",
  };
}

export async function startFrameServer(options: FrameServerOptions): Promise<FrameServer> {
  const { configuration, ancestors = () => "http://localhost:*", formAction = "" } = options;
  const { files = {}, intercept } = options;
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    asked.push(path);
    if (await intercept?.(path, response)) return;
    for (const [name, value] of Object.entries(headers(ancestors(), formAction)))
      response.setHeader(name, value);
    if (path === "/frame-config.json") {
      response.setHeader("content-type", "application/json").end(JSON.stringify(configuration()));
      return;
    }
    response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream");
    if (files[path] !== undefined) {
      response.end(files[path]);
      return;
    }
    createReadStream(join(DIST, path.match(/^\/((?:locales\/)?[\w.-]+)$/)?.[1] ?? "none"))
      .on("error", () => response.writeHead(404).end())
      .pipe(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/frame.html`,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
