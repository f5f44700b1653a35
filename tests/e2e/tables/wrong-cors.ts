/** Ten ways to get CORS wrong. The last two let the request go and only hide its answer. */

import type { CorsRule } from "../support/hostile-api.ts";

export interface WrongCors {
  name: string;
  cors: CorsRule;
  /** Does the card reach the API? */
  isSent?: boolean;
}

/** What a right answer says, apart from what a row changes of it; an empty text takes a header out. */
const saying =
  (change: (asked: Parameters<CorsRule>[0]) => Record<string, string | string[]>): CorsRule =>
  (asked) => {
    const right = {
      "access-control-allow-origin": asked.origin,
      ...(asked.isPreflight ? { "access-control-allow-headers": asked.headers } : {}),
    };
    const entries = Object.entries({ ...right, ...change(asked) }).filter(([, value]) => value !== "");
    return { headers: Object.fromEntries(entries) };
  };

const origin = (write: (origin: string) => string | string[]) =>
  saying(({ origin }) => ({ "access-control-allow-origin": write(origin) }));

export const WRONG_CORS: WrongCors[] = [
  { name: "no allowed origin", cors: origin(() => "") },
  { name: "another allowed origin", cors: origin(() => "https://shop.example") },
  { name: "null as the allowed origin", cors: origin(() => "null") },
  { name: "the origin with a slash at its end", cors: origin((origin) => `${origin}/`) },
  { name: "two origins in one header", cors: origin((origin) => `${origin}, https://shop.example`) },
  { name: "the header twice", cors: origin((origin) => [origin, origin]) },
  { name: "no allowed headers", cors: saying(() => ({ "access-control-allow-headers": "" })) },
  {
    name: "allowed headers without the key's",
    cors: saying(() => ({ "access-control-allow-headers": "content-type" })),
  },
  {
    name: "a preflight that is refused",
    cors: (asked) => ({ ...saying(() => ({}))(asked), status: 403 }),
  },
  {
    name: "no allowed origin on the answer",
    cors: saying(({ isPreflight, origin }) => ({ "access-control-allow-origin": isPreflight ? origin : "" })),
    isSent: true,
  },
  {
    name: "another allowed origin on the answer",
    cors: saying(({ isPreflight, origin }) => ({
      "access-control-allow-origin": isPreflight ? origin : "https://shop.example",
    })),
    isSent: true,
  },
];
