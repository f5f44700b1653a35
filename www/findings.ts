/** What `doctor()` can find, in English for developers. */

import type { Finding } from "./doctor.ts";
import type { ProviderId } from "./wasm/cardlet.js";

type Known = Omit<Finding, "code">;

/** What each code means; a `{}` stands for what the page's own case is. */
const FINDINGS = {
  no_browser: {
    severity: "error",
    message: "there is no page here to look at",
    fix: "call it in a browser, on the page with the form",
  },
  offline: {
    severity: "error",
    message: "the browser says that it has no network",
    fix: "connect, or turn off the developer tools' offline mode",
  },
  wasm_blocked_by_csp: {
    severity: "error",
    message: "the page's CSP blocks WebAssembly",
    fix: "add 'wasm-unsafe-eval' to script-src",
  },
  module_blocked_by_csp: {
    severity: "error",
    message: "the page's CSP blocks the request for the module",
    fix: "add {} to connect-src",
  },
  module_not_found: {
    severity: "error",
    message: "the module could not be loaded from {}",
    fix: "serve cardlet.wasm there, or name its place with init({ wasm })",
  },
  module_wrong_type: {
    severity: "warning",
    message: "the module is served as {}, so that it can't be compiled while it arrives",
    fix: "Content-Type: application/wasm",
  },
  endpoint_blocked_by_csp: {
    severity: "error",
    message: "the page's CSP blocks requests to the endpoint",
    fix: "add {} to connect-src",
  },
  endpoint_refuses_origin: {
    severity: "error",
    message: "the endpoint answers, but lets no script of this origin read it (CORS)",
    fix: "Access-Control-Allow-Origin: {}; Access-Control-Allow-Methods: {}; Access-Control-Allow-Headers: {}",
  },
  endpoint_unreachable: {
    severity: "error",
    message: "the endpoint {} could not be reached",
    fix: "check its name and certificate, and whether an extension or a firewall blocks it",
  },
  form_blocked_by_csp: {
    severity: "error",
    message: "the page's CSP blocks the form that is posted to the provider, or its way back",
    fix: "add {} to {}",
  },
  frame_wrong_url: {
    severity: "error",
    message: "frame is no URL that a page can load",
    fix: "set frame to the https: address of the hosted page",
  },
  frame_blocked_by_csp: {
    severity: "error",
    message: "the page's CSP blocks the frame",
    fix: "add {} to frame-src",
  },
  frame_load_failed: {
    severity: "error",
    message: "nothing that belongs to this script has answered from {}",
    fix: "check that it is there, and its headers: its frame-ancestors have to name this page, without X-Frame-Options",
  },
  frame_origin_refused: {
    severity: "error",
    message: "the hosted page does not take this page",
    fix: "add {} to the embedders in its frame-config.json",
  },
  frame_version_mismatch: {
    severity: "error",
    message: "the hosted page is of another version than this script",
    fix: "serve both from one version of the package",
  },
  no_element: {
    severity: "warning",
    message: "the page has no <cardlet-card>",
    fix: "put one into the page, or pass it as `element`",
  },
  not_defined: {
    severity: "error",
    message: "the tag is not defined",
    fix: "load cardlet/define, or cardlet/hosted for fields in a frame",
  },
  form_in_other_tree: {
    severity: "warning",
    message: "the element stands in a shadow root, apart from the form around its host",
    fix: "put the form into the same root, or call tokenize() and submit the token yourself",
  },
  provider_not_for_production: {
    severity: "info",
    message: "tokenizing in the browser in production: {}",
    fix: "see docs/providers.md and ask the provider before going live",
  },
} as const satisfies Record<string, Known>;

export type FindingCode = keyof typeof FINDINGS;

/** A finding, with what is this page's own in the order of the gaps of its message or its fix. */
export function finding(code: FindingCode, ...own: string[]): Finding {
  const { severity, message, fix } = FINDINGS[code];
  const fill = (text: string): string => own.reduce((text, value) => text.replace("{}", () => value), text);
  return { code, severity, message: fill(message), fix: fill(fix) };
}

/** What the vendors' public documents say of production; docs/providers.md has the sources. */
export const PRODUCTION: Readonly<Record<ProviderId, string | null>> = {
  checkout: "test only",
  generic: "unverified",
  keap: "unverified",
  paymentsai: "no, by a relay only",
  processout: "unverified",
  rebilly: null,
  univapay: "with permission",
};
