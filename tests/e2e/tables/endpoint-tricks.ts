/** Addresses that look like one of the API's and lead elsewhere, or in the open. */

export interface EndpointTrick {
  name: string;
  /** The address, where an attacker's server is this one. */
  endpoint: (evil: URL) => string;
  code: "invalid_option" | "insecure_endpoint" | "connection_failed";
}

export const ENDPOINT_TRICKS: EndpointTrick[] = [
  {
    name: "the API as a user's name",
    endpoint: ({ host }) => `http://api.rebilly.com@${host}`,
    code: "invalid_option",
  },
  {
    name: "the API as a user's name and port",
    endpoint: ({ host }) => `http://api.rebilly.com:443@${host}`,
    code: "invalid_option",
  },
  {
    name: "a backslash before the host",
    endpoint: ({ host }) => `http://${host}\\@api.rebilly.com`,
    code: "invalid_option",
  },
  { name: "backslashes for slashes", endpoint: ({ host }) => `http:\\\\${host}`, code: "invalid_option" },
  { name: "no scheme", endpoint: ({ host }) => `//${host}`, code: "invalid_option" },
  { name: "a path of the page's own", endpoint: () => "/tokens", code: "invalid_option" },
  { name: "a letter of another script", endpoint: () => "https://аpi.rebilly.com", code: "invalid_option" },
  {
    name: "a lookalike in Punycode's place",
    endpoint: () => "https://api.rebilly。com",
    code: "invalid_option",
  },
  { name: "an upper-case host", endpoint: ({ port }) => `http://LOCALHOST:${port}`, code: "invalid_option" },
  { name: "a tab in the scheme", endpoint: ({ host }) => `ht\ttp://${host}`, code: "invalid_option" },
  { name: "a line end before the host", endpoint: ({ host }) => `http://\n${host}`, code: "invalid_option" },
  { name: "a query that swallows the path", endpoint: ({ origin }) => `${origin}/?`, code: "invalid_option" },
  {
    name: "a fragment that swallows the path",
    endpoint: ({ origin }) => `${origin}/#`,
    code: "invalid_option",
  },
  { name: "a path that climbs", endpoint: ({ origin }) => `${origin}/a/../b`, code: "invalid_option" },
  { name: "an escaped path", endpoint: ({ origin }) => `${origin}/%2e%2e`, code: "invalid_option" },
  { name: "http: to another machine", endpoint: () => "http://api.rebilly.com", code: "insecure_endpoint" },
  {
    name: "this machine as a part of a name",
    endpoint: () => "http://127.0.0.1.evil.example",
    code: "insecure_endpoint",
  },
  {
    name: "this machine as a number",
    endpoint: ({ port }) => `http://2130706433:${port}`,
    code: "insecure_endpoint",
  },
  { name: "another scheme", endpoint: ({ host }) => `ws://${host}`, code: "invalid_option" },
  { name: "a script", endpoint: () => "javascript://api.rebilly.com/%0aalert(1)", code: "invalid_option" },
];
