// Says what is missing from the headers of a frame: npm run check:headers -- https://fields.example/cardlet/frame.html
import { pathToFileURL } from "node:url";

const ANCESTORS = /^(https:\/\/[\w.:-]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)( (https?:\/\/[\w.:-]+))*$/;

const DIRECTIVES = [
  ["default-src", /^'none'$/],
  ["script-src", /^'self' 'wasm-unsafe-eval'$/],
  ["style-src", /^'self'$/],
  ["connect-src", /^'self'( https:\/\/[\w.:-]+| http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)+$/],
  ["img-src", /^'self'$/],
  ["font-src", /^'self'$/],
  ["form-action", /^'none'$/],
  ["base-uri", /^'none'$/],
  ["frame-ancestors", ANCESTORS],
  ["require-trusted-types-for", /^'script'$/],
  ["trusted-types", /^'none'$/],
];

/** What a frame needs instead that posts Keap's form: it goes out and comes back in a frame of its own. */
const FORM_DIRECTIVES = [
  ["form-action", /^'self' https:\/\/[\w.:-]+$/],
  ["frame-src", /^'self' https:\/\/[\w.:-]+$/],
  ["frame-ancestors", new RegExp(ANCESTORS.source.replace("$", " 'self'$"))],
];

const HEADERS = [
  ["cross-origin-embedder-policy", /^require-corp$/],
  ["cross-origin-resource-policy", /^cross-origin$/],
  ["referrer-policy", /^(strict-origin|no-referrer)$/],
  ["permissions-policy", /(?=.*camera=\(\))(?=.*microphone=\(\))(?=.*payment=\(\))(?=.*geolocation=\(\))/],
  ["x-content-type-options", /^nosniff$/],
  ["strict-transport-security", /max-age=(3153[6-9]\d{3}|31[6-9]\d{5}|3[2-9]\d{6}|[4-9]\d{7}|\d{9,})/],
  ["cache-control", /\bno-cache\b|\bno-store\b/],
];

/** What is missing or wrong in these headers, one sentence each. */
export function faults(headers) {
  const policy = new Map(
    (headers.get("content-security-policy") ?? "").split(";").map((directive) => {
      const [name = "", ...values] = directive.trim().split(/\s+/);
      return [name, values.join(" ")];
    }),
  );
  const tell = (where, value) =>
    value === undefined || value === null ? `${where} is missing` : `${where} is "${value}"`;
  const postsForms = policy.get("form-action")?.startsWith("'self' ");
  const replaced = postsForms ? FORM_DIRECTIVES : [];
  const isReplaced = ([name]) => replaced.some(([other]) => other === name);
  const directives = [...DIRECTIVES.filter((directive) => !isReplaced(directive)), ...replaced];
  const wrongDirectives = directives.filter(([name, rule]) => !rule.test(policy.get(name) ?? ""));
  // Keap's answer, a redirect, has no header that would let an isolated page load it.
  const needed = HEADERS.filter(([name]) => !(postsForms && name === "cross-origin-embedder-policy"));
  const wrongHeaders = needed.filter(([name, rule]) => !rule.test(headers.get(name) ?? ""));
  return [
    ...wrongDirectives.map(([name]) => tell(`content-security-policy: ${name}`, policy.get(name))),
    ...wrongHeaders.map(([name]) => tell(name, headers.get(name))),
    ...(headers.has("x-frame-options")
      ? ["x-frame-options would block every page; frame-ancestors does its work"]
      : []),
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
