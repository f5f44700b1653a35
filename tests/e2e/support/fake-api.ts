import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { HttpRequest } from "./http-request.ts";

/** An answer of the test's choice, right or wrong. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** `hang`: no answer while the server runs. `drop`: the connection ends without one. */
export type FakeAnswer = Reply | "hang" | "drop";

export type FakeHandler = (request: HttpRequest) => FakeAnswer | Promise<FakeAnswer>;

export interface FakeApi {
  port: number;
  url: string;
  /** The requests so far, preflights not among them. */
  requests: readonly HttpRequest[];
  close(): Promise<void>;
}

/**
 * An API that answers as a test says, for what the real one never sends. Any origin may call it, so that a
 * failure comes from the reply under test.
 */
export async function startFakeApi(handler: FakeHandler): Promise<FakeApi> {
  const requests: HttpRequest[] = [];
  const server = createServer((incoming, response) => {
    allowOrigin(incoming, response);
    if (incoming.method === "OPTIONS") {
      response.writeHead(204).end();
      return;
    }
    void receive(incoming)
      .then((request) => {
        requests.push(request);
        return handler(request);
      })
      .then((answer) => send(answer, response))
      // A failing handler or a client that left early: the browser sees the connection end.
      .catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function allowOrigin(incoming: IncomingMessage, response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", incoming.headers.origin ?? "*");
  response.setHeader("access-control-expose-headers", "*");
  response.setHeader("vary", "origin");
  if (incoming.method !== "OPTIONS") return;
  response.setHeader(
    "access-control-allow-methods",
    incoming.headers["access-control-request-method"] ?? "*",
  );
  response.setHeader(
    "access-control-allow-headers",
    incoming.headers["access-control-request-headers"] ?? "*",
  );
}

async function receive(incoming: IncomingMessage): Promise<HttpRequest> {
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: await buffer(incoming),
  };
}

function send(answer: FakeAnswer, response: ServerResponse): void {
  if (answer === "hang") return;
  if (answer === "drop") response.destroy();
  else response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
}
