/** What can go wrong between a browser and an API, and the code that each ends in. */

import type { ServerResponse } from "node:http";
import created from "../../fixtures/rebilly/token-created.json" with { type: "json" };
import type { Fault } from "../support/fault.ts";
import type { Behaviour } from "../support/hostile-api.ts";
import { WRONG_CORS } from "./wrong-cors.ts";

export interface NetworkFault extends Partial<Behaviour> {
  name: string;
  code: string;
  /** What happens on the way to the API. */
  fault?: Fault;
  /** How many cards the API gets to see; default: 1. */
  sent?: number;
  /** The browser itself knows that it has no network. */
  offline?: boolean;
  /** The deadline in seconds. */
  timeout?: number;
  /** The least and the most of `retryAfterMs`. */
  wait?: [least: number, most: number];
}

export const GOOD = JSON.stringify(created.response.body);
const JSON_TYPE = { "content-type": "application/json" };
const LARGEST = 64 * 1024;

export function reply(status: number, body = "", headers: Record<string, string> = {}): Behaviour["answer"] {
  return (response) => void response.writeHead(status, { ...JSON_TYPE, ...headers }).end(body);
}

/** Writes bytes that are no well-formed answer, and ends the connection. */
const raw = (bytes: string): Behaviour["answer"] => {
  return (response) => void response.socket?.end(Buffer.from(bytes, "latin1"));
};

/** Writes a byte every tenth of a second, for as long as somebody listens. */
function drip(response: ServerResponse): void {
  response.writeHead(201, JSON_TYPE);
  const timer = setInterval(() => response.write(" "), 100);
  response.on("close", () => clearInterval(timer));
}

const after = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

const LOST: NetworkFault[] = [
  { name: "a port that nobody listens on", fault: { kind: "refuse" }, sent: 0, code: "connection_failed" },
  {
    name: "a reset before the request has arrived",
    fault: { kind: "lose-request", method: "POST" },
    sent: 0,
    code: "connection_failed",
  },
  {
    name: "a reset before the answer",
    fault: { kind: "lose-reply", method: "POST" },
    answer: reply(201, GOOD),
    code: "connection_failed",
  },
  {
    name: "a reset in the answer's head",
    fault: { kind: "lose-reply", method: "POST", after: 40 },
    answer: reply(201, GOOD),
    code: "connection_failed",
  },
  {
    name: "an end in the middle of a body of known length",
    answer: (response) => {
      response.writeHead(201, { ...JSON_TYPE, "content-length": String(GOOD.length) });
      response.write(GOOD.slice(0, 40), () => response.destroy());
    },
    code: "connection_failed",
  },
  {
    name: "an end in the middle of a chunked body",
    answer: (response) => void response.writeHead(201, JSON_TYPE).write(GOOD, () => response.destroy()),
    code: "connection_failed",
  },
  {
    name: "a TLS alert for an answer",
    answer: raw("\x15\x03\x03\x00\x02\x02\x28"),
    code: "connection_failed",
  },
  {
    name: "the greeting of another protocol",
    answer: raw("SSH-2.0-OpenSSH_9.9\r\n"),
    code: "connection_failed",
  },
  {
    name: "two lengths that differ",
    answer: raw("HTTP/1.1 201 Created\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}"),
    code: "connection_failed",
  },
  {
    name: "a body that is not encoded as it says",
    answer: reply(201, GOOD, { "content-encoding": "gzip" }),
    code: "connection_failed",
  },
  { name: "no network", offline: true, sent: 0, code: "offline" },
];

const SLOW: NetworkFault[] = [
  { name: "no answer", answer: () => undefined, timeout: 0.6, code: "timeout" },
  {
    name: "an answer that stops in its body",
    answer: (response) => void response.writeHead(201, JSON_TYPE).write(GOOD.slice(0, 40)),
    timeout: 0.6,
    code: "timeout",
  },
  { name: "a byte now and then", answer: drip, timeout: 0.6, code: "timeout" },
];

const REFUSED: NetworkFault[] = [
  {
    name: "429 with Retry-After in seconds",
    answer: reply(429, "{}", { "retry-after": "120" }),
    code: "rate_limited",
    wait: [120_000, 120_000],
  },
  {
    name: "429 with Retry-After as a date",
    answer: (response) => reply(429, "{}", { "retry-after": after(60) })(response),
    code: "rate_limited",
    wait: [30_000, 61_000],
  },
  { name: "429 without a time", answer: reply(429, "{}"), code: "rate_limited" },
  { name: "500", answer: reply(500, "{}"), code: "provider_unavailable" },
  { name: "502 without a body", answer: reply(502), code: "provider_unavailable" },
  {
    name: "503 with Retry-After",
    answer: reply(503, "", { "retry-after": "7" }),
    code: "provider_unavailable",
    wait: [7000, 7000],
  },
  { name: "504 in HTML", answer: reply(504, "<h1>down</h1>"), code: "provider_unavailable" },
];

const TOO_MUCH: NetworkFault[] = [
  { name: "200 without a body", answer: reply(200), code: "unexpected_response" },
  { name: "204", answer: (response) => void response.writeHead(204).end(), code: "unexpected_response" },
  {
    name: "a body that is too large by a byte",
    answer: reply(201, GOOD.padEnd(LARGEST + 1)),
    code: "response_too_large",
  },
  {
    name: "a body without an end",
    answer: (response) => {
      response.writeHead(201, JSON_TYPE);
      const more = () => {
        while (!response.destroyed && response.write(" ".repeat(16 * 1024)));
      };
      response.on("drain", more);
      more();
    },
    code: "response_too_large",
  },
];

const MOVED: NetworkFault[] = [301, 302, 303, 307, 308].map((status) => ({
  name: `a redirect with ${status}`,
  // To itself: the token would be there for one that follows.
  answer: (response) => reply(status, "", { location: "/elsewhere" })(response),
  code: "connection_failed",
}));

const HIDDEN: NetworkFault[] = WRONG_CORS.map(({ name, cors, isSent }) => ({
  name: `CORS: ${name}`,
  cors,
  answer: reply(201, GOOD),
  sent: isSent ? 1 : 0,
  code: "connection_failed",
}));

export const NETWORK_FAULTS: NetworkFault[] = [
  ...LOST,
  ...SLOW,
  ...REFUSED,
  ...TOO_MUCH,
  ...MOVED,
  ...HIDDEN,
];
