// Says what is missing from the headers of a frame: npm run check:headers -- https://fields.example/cardlet/frame.html
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** Where something may go to or come from: over https, or on this machine. No wildcards. */
const SOURCE = /^(https:\/\/[\w.:[\]-]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(\/[^\s*]*)?$/;
const ORIGIN = /^[^/]*\/\/[^/]*$/;

const isPlace = (source) => SOURCE.test(source);
const isAncestor = (source) => isPlace(source) && ORIGIN.test(source);

/** By directive, the sources that it has to have, and which others it may have: none by default. */
const DIRECTIVES = {
  "default-src": [["'none'"]],
  "script-src": [["'self'", "'wasm-unsafe-eval'"]],
  "style-src": [["'self'"]],
  "connect-src": [["'self'"], isPlace],
  "img-src": [["'self'"]],
  "font-src": [["'self'"]],
  "form-action": [["'none'"]],
  "base-uri": [["'none'"]],
  "frame-ancestors": [[], isAncestor],
  "require-trusted-types-for": [["'script'"]],
  "trusted-types": [["'none'"]],
};

/** What a frame needs instead that posts Keap's form: it goes out and comes back in a frame of its own. */
const FORM_DIRECTIVES = {
  ...DIRECTIVES,
  "form-action": [["'self'"], isPlace],
  "frame-src": [["'self'"], isPlace],
  "frame-ancestors": [["'self'"], isAncestor],
};

/** Those that name at least one other source. */
const NAMES_OTHERS = /^(frame-ancestors|frame-src)$/;

/** They let nothing in. */
const HARMLESS = /^(report-to|report-uri|upgrade-insecure-requests)$/;

const HEADERS = [
  ["cross-origin-embedder-policy", /^require-corp$/],
  ["cross-origin-resource-policy", /^cross-origin$/],
  ["referrer-policy", /^(strict-origin|no-referrer)$/],
  ["x-content-type-options", /^nosniff$/],
  ["strict-transport-security", /max-age=(3153[6-9]\d{3}|31[6-9]\d{5}|3[2-9]\d{6}|[4-9]\d{7}|\d{9,})/],
  ["cache-control", /\bno-cache\b|\bno-store\b/],
];

/** Every feature is off: `camera=(), …`. */
const PERMISSIONS = parsePermissions(
  readFileSync(new URL("../headers/permissions-policy", import.meta.url), "utf8"),
);

/** What is missing or wrong in these headers, one sentence each. */
export function faults(headers) {
  const policy = parsePolicy(headers.get("content-security-policy") ?? "");
  const postsForms = policy.get("form-action")?.includes("'self'") === true;
  // Keap's answer, a redirect, has no header that would let an isolated page load it.
  const needed = HEADERS.filter(([name]) => !(postsForms && name === "cross-origin-embedder-policy"));
  const wrongHeaders = needed.filter(([name, rule]) => !rule.test(headers.get(name) ?? ""));
  return [
    ...policyFaults(policy, postsForms ? FORM_DIRECTIVES : DIRECTIVES),
    ...wrongHeaders.map(([name]) => tell(name, headers.get(name))),
    ...permissionFaults(headers.get("permissions-policy")),
    ...(headers.has("x-frame-options")
      ? ["x-frame-options would block every page; frame-ancestors does its work"]
      : []),
  ];
}

function tell(where, value) {
  return value === undefined || value === null ? `${where} is missing` : `${where} is "${value}"`;
}

/** The sources by directive. Browsers take the first of each name and pass over the others. */
function parsePolicy(text) {
  const policy = new Map();
  for (const directive of text.split(";")) {
    const [name = "", ...sources] = directive.trim().split(/\s+/);
    if (name && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), sources);
  }
  return policy;
}

function policyFaults(policy, rules) {
  const isRight = ([name, [needed, isAllowed = () => false]]) => {
    const sources = policy.get(name) ?? [];
    const others = sources.filter((source) => !needed.includes(source));
    const hasAll = needed.every((source) => sources.includes(source));
    return hasAll && others.every(isAllowed) && (others.length > 0 || !NAMES_OTHERS.test(name));
  };
  const tooMuch = ([name, sources]) => !rules[name] && !HARMLESS.test(name) && `${sources}` !== "'none'";
  const wrong = Object.entries(rules).filter((rule) => !isRight(rule));
  return [...wrong.map(([name]) => name), ...[...policy].filter(tooMuch).map(([name]) => name)].map((name) =>
    tell(`content-security-policy: ${name}`, policy.get(name)?.join(" ")),
  );
}

function parsePermissions(text) {
  return text.split(",").map((feature) => feature.trim().split("="));
}

function permissionFaults(text) {
  if (text === null) return [tell("permissions-policy", text)];
  const found = parsePermissions(text);
  const missing = PERMISSIONS.filter(([name]) => !found.some(([other]) => other === name));
  const open = found.filter(([, value]) => value !== "()");
  return [
    ...missing.map(([name]) => tell(`permissions-policy: ${name}`, null)),
    ...open.map(([name, value]) => tell(`permissions-policy: ${name}`, value)),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const url = process.argv[2];
  if (!url) {
    console.error("Usage: npm run check:headers -- https://fields.example/cardlet/frame.html");
    process.exit(2);
  }
  const response = await fetch(url, { redirect: "manual" });
  const found = [...(response.ok ? [] : [`the answer is ${response.status}`]), ...faults(response.headers)];
  for (const fault of found) console.log(fault);
  if (found.length === 0) console.log("All headers are there.");
  process.exitCode = found.length === 0 ? 0 : 1;
}
