// The header files for servers, and the checker that says what is missing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { faults } from "../../scripts/check-headers.mjs";

const read = (name) => readFileSync(new URL(`../../headers/${name}`, import.meta.url), "utf8");

/** How each file writes a header. */
const FILES = {
  "nginx.conf": /^\s*add_header ([\w-]+) "(.*)" always;$/gm,
  Caddyfile: /^\t([\w-]+) "(.*)"$/gm,
  cloudflare_headers: /^ {2}([\w-]+): (.*)$/gm,
  netlify_headers: /^ {2}([\w-]+): (.*)$/gm,
};

const headersOf = (name) =>
  new Headers([...read(name).matchAll(FILES[name])].map(([, key, value]) => [key, value]));

test("each file for a server has every header", () => {
  for (const name of Object.keys(FILES)) assert.deepEqual(faults(headersOf(name)), [], name);
});

test("each header that is taken away is missed, and each directive", () => {
  const all = [...headersOf("nginx.conf")];
  assert.equal(all.length, 8);
  for (const [name] of all) {
    const rest = new Headers(all.filter(([other]) => other !== name));
    const found = faults(rest);
    assert.ok(
      found.length > 0 && found.every((fault) => fault.startsWith(name) && fault.endsWith("is missing")),
      name,
    );
  }
  const policy = headersOf("nginx.conf").get("content-security-policy").split("; ");
  for (const directive of policy) {
    const headers = headersOf("nginx.conf");
    headers.set("content-security-policy", policy.filter((other) => other !== directive).join("; "));
    assert.deepEqual(faults(headers), [`content-security-policy: ${directive.split(" ")[0]} is missing`]);
  }
});

test("a frame that posts Keap's form has other headers", () => {
  const headers = headersOf("nginx.conf");
  const posting = headers
    .get("content-security-policy")
    .replace(
      "form-action 'none'",
      "form-action 'self' https://app.example; frame-src 'self' https://app.example",
    )
    .replace("frame-ancestors https://shop.example", "$& 'self'");
  headers.set("content-security-policy", posting);
  headers.delete("cross-origin-embedder-policy");
  assert.deepEqual(faults(headers), []);
  headers.set("content-security-policy", posting.replace(" 'self';", ";").replace("frame-src", "x-src"));
  assert.equal(faults(headers).length, 2);
});

test("a value that lets too much in is named", () => {
  for (const [from, to] of [
    ["frame-ancestors https://shop.example", "frame-ancestors *"],
    ["script-src 'self' 'wasm-unsafe-eval'", "script-src 'self' 'unsafe-inline'"],
    ["connect-src 'self' https://api.example", "connect-src *"],
    ["form-action 'none'", "form-action *"],
  ]) {
    const headers = headersOf("nginx.conf");
    headers.set("content-security-policy", headers.get("content-security-policy").replace(from, to));
    assert.equal(faults(headers).length, 1, to);
  }
  const headers = headersOf("nginx.conf");
  headers.set("x-frame-options", "DENY");
  assert.equal(faults(headers).length, 1);
});
