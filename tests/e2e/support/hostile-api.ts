import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** How an API treats the next requests. */
export interface Behaviour {
  /** Writes the answer, or as much of it as the test wants. */
  answer: (response: ServerResponse) => void;
  /** Which answers a page may read; default: all of them. */
  cors?: "none" | "preflight" | CorsRule;
}

/** A request, and what its preflight asks for. */
interface Asked {
  path: string;
  origin: string;
  /** Empty in the request itself. */
  method: string;
  headers: string;
  isPreflight: boolean;
}

/** What the API tells a browser about a page of this origin, in the preflight and in the answer. */
export type CorsRule = (asked: Asked) => {
  /** Of the preflight; default: 204. */
  status?: number;
  headers: Record<string, string | string[]>;
};

export interface HostileApi {
  port: number;
  url: string;
  /** The bodies of the requests so far, preflights not among them. */
  bodies: readonly string[];
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

/** An API with a hand in every byte of its answers, for what no well-meaning server sends. */
export async function startHostileApi(): Promise<HostileApi> {
  const bodies: string[] = [];
  let behaviour: Behaviour = { answer: (response) => response.writeHead(501).end() };
  const server = createServer(async (request, response) => {
    const { cors } = behaviour;
    const isPreflight = request.method === "OPTIONS";
    const { origin = "" } = request.headers;
    const asked = {
      path: request.url ?? "",
      origin,
      method: String(request.headers["access-control-request-method"] ?? ""),
      headers: String(request.headers["access-control-request-headers"] ?? ""),
      isPreflight,
    };
    const rule = typeof cors === "function" ? cors(asked) : undefined;
    for (const [name, value] of Object.entries(rule?.headers ?? {})) response.setHeader(name, value);
    if (isPreflight) {
      if (cors === undefined || cors === "preflight") allowOrigin(request, response);
      // A browser repeats a request by itself when a connection drops that it had used before.
      response.writeHead(rule?.status ?? 204, { connection: "close" }).end();
      return;
    }
    bodies.push(String(await buffer(request)));
    if (cors === undefined) allowOrigin(request, response);
    behaviour.answer(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    bodies,
    behave(next) {
      behaviour = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
  response.setHeader("access-control-expose-headers", "*");
  const asked = request.headers["access-control-request-headers"];
  if (asked !== undefined) response.setHeader("access-control-allow-headers", asked);
}
