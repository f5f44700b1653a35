/** Content security policies of a merchant's page, and what becomes of the card form under each. */

import type { Mode } from "../support/mode.ts";

export interface Origins {
  api: string;
  frame: string;
}

export interface PolicyRow {
  name: string;
  mode: Mode;
  policy: (origins: Origins) => string;
  /** What `tokenize()` ends with; a token where this is missing. */
  code?: string;
  /** The directives that the browser reports, each once; none where the form works. */
  violated?: string[];
}

/** What both modes need, and a policy that lets nothing else through. */
const base = "default-src 'none'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const inline = (script: string, connect: (api: string) => string) => (origins: Origins) =>
  `${base}; script-src ${script}; connect-src ${connect(origins.api)}`;
const hosted = (rest: (frame: string) => string) => (origins: Origins) => `${base}; ${rest(origins.frame)}`;
const both = (api: string) => `'self' ${api}`;
const TRUSTED_TYPES = "require-trusted-types-for 'script'; trusted-types 'none'";

export const POLICIES: PolicyRow[] = [
  { name: "the strictest that works", mode: "inline", policy: inline("'self' 'wasm-unsafe-eval'", both) },
  {
    name: "no style of the page's own",
    mode: "inline",
    policy: (origins) => `${inline("'self' 'wasm-unsafe-eval'", both)(origins)}; style-src 'none'`,
  },
  {
    name: "'unsafe-eval', which includes the module",
    mode: "inline",
    policy: inline("'self' 'unsafe-eval'", both),
  },
  {
    name: "Trusted Types, none of them",
    mode: "inline",
    policy: (origins) => `${inline("'self' 'wasm-unsafe-eval'", both)(origins)}; ${TRUSTED_TYPES}`,
  },
  { name: "no policy for scripts", mode: "inline", policy: ({ api }) => `connect-src 'self' ${api}` },
  {
    name: "no 'wasm-unsafe-eval'",
    mode: "inline",
    policy: inline("'self'", both),
    code: "wasm_blocked_by_csp",
    violated: ["script-src"],
  },
  {
    name: "no 'self' in connect-src",
    mode: "inline",
    policy: inline("'self' 'wasm-unsafe-eval'", (api) => api),
    code: "wasm_load_failed",
    violated: ["connect-src"],
  },
  {
    name: "no API in connect-src",
    mode: "inline",
    policy: inline("'self' 'wasm-unsafe-eval'", () => "'self'"),
    code: "connection_failed",
    violated: ["connect-src"],
  },
  {
    name: "the frame and its loader, nothing else",
    mode: "hosted",
    policy: hosted((frame) => `script-src 'self'; frame-src ${frame}`),
  },
  {
    name: "Trusted Types, none of them",
    mode: "hosted",
    policy: hosted((frame) => `script-src 'self'; frame-src ${frame}; ${TRUSTED_TYPES}`),
  },
  {
    name: "no frame-src",
    mode: "hosted",
    policy: hosted(() => "script-src 'self'"),
    code: "frame_load_failed",
    violated: ["frame-src"],
  },
];
