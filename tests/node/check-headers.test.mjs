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
  assert.equal(faults(headers).length, 3);
});

/** The headers of nginx with a part of the policy replaced, or with more of it behind. */
function changed(from, to, name = "content-security-policy") {
  const headers = headersOf("nginx.conf");
  const before = headers.get(name);
  if (from) assert.ok(before.includes(from), from);
  headers.set(name, from ? before.replace(from, to) : `${before}${to}`);
  return faults(headers);
}

const ANCESTORS = "frame-ancestors https://shop.example";
const CONNECT = "connect-src 'self' https://api.example";

test("a value that lets too much in is named", () => {
  for (const [from, to, named] of [
    [ANCESTORS, "frame-ancestors *"],
    [ANCESTORS, "frame-ancestors https://*.shop.example"],
    [ANCESTORS, "frame-ancestors https:"],
    [ANCESTORS, "frame-ancestors"],
    [ANCESTORS, `${ANCESTORS} http://evil.example`],
    [ANCESTORS, `${ANCESTORS} https://shop.example/path`],
    ["script-src 'self' 'wasm-unsafe-eval'", "script-src 'self' 'unsafe-inline'"],
    ["script-src 'self' 'wasm-unsafe-eval'", "script-src 'self' 'wasm-unsafe-eval' https://cdn.example"],
    [CONNECT, "connect-src *"],
    [CONNECT, `${CONNECT} https:`],
    [CONNECT, `${CONNECT} http://api.example`],
    [CONNECT, "connect-src https://api.example"],
    ["form-action 'none'", "form-action *"],
    ["form-action 'none'", "form-action https://app.example"],
    // Browsers take the first of a name.
    ["default-src 'none'", "script-src *; default-src 'none'", "script-src"],
    ["default-src 'none'", "SCRIPT-SRC *; default-src 'none'", "script-src"],
    // What is not in the table is no default any more.
    ["", "; script-src-elem * 'unsafe-inline'", "script-src-elem"],
    ["", "; script-src-attr 'unsafe-inline'", "script-src-attr"],
    ["", "; style-src-elem *", "style-src-elem"],
    ["", "; frame-src *", "frame-src"],
    ["", "; frame-src https://app.example", "frame-src"],
    ["", "; worker-src *", "worker-src"],
    ["", "; object-src *", "object-src"],
    ["", "; sandbox allow-scripts", "sandbox"],
  ]) {
    const found = changed(from, to);
    assert.equal(found.length, 1, `${to}: ${found}`);
    assert.ok(found[0].startsWith(`content-security-policy: ${named ?? to.split(" ")[0]} is "`), found[0]);
  }
  for (const [from, to, fault] of [
    ["clipboard-read=()", "clipboard-read=*", 'clipboard-read is "*"'],
    ["clipboard-read=()", "clipboard-read=(self)", 'clipboard-read is "(self)"'],
    ["hid=(), ", "", "hid is missing"],
    ["", ", newest-feature=*", 'newest-feature is "*"'],
  ]) {
    assert.deepEqual(changed(from, to, "permissions-policy"), [`permissions-policy: ${fault}`]);
  }
  const headers = headersOf("nginx.conf");
  headers.set("x-frame-options", "DENY");
  assert.equal(faults(headers).length, 1);
});

test("what is right in another way is not named", () => {
  for (const [from, to] of [
    [CONNECT, "connect-src 'self'"],
    [CONNECT, "connect-src https://api.example/tokens http://127.0.0.1:4282 'self'"],
    [CONNECT, `${CONNECT} https://api.example`],
    ["script-src 'self' 'wasm-unsafe-eval'", "script-src 'wasm-unsafe-eval' 'self'"],
    [ANCESTORS, "frame-ancestors http://localhost:4280 https://shop.example http://[::1]:4280"],
    ["default-src 'none'", "DEFAULT-SRC 'none'"],
    ["default-src 'none'", "default-src 'none'; default-src *"],
    ["", "; "],
    ["", "; object-src 'none'; frame-src 'none'; report-to csp; upgrade-insecure-requests"],
  ]) {
    assert.deepEqual(changed(from, to), [], to);
  }
  assert.deepEqual(changed("", ", newest-feature=()", "permissions-policy"), []);
});

test("Keap's form may have a path, and the sources any order", () => {
  const headers = headersOf("nginx.conf");
  const form = "https://app.example/app/creditCardSubmission/addCreditCard 'self'";
  const policy = headers
    .get("content-security-policy")
    .replace("form-action 'none'", `frame-src ${form}; form-action ${form}`)
    .replace("frame-ancestors", "frame-ancestors 'self'");
  headers.set("content-security-policy", policy);
  headers.delete("cross-origin-embedder-policy");
  assert.deepEqual(faults(headers), []);
  for (const [from, to] of [
    ["frame-ancestors 'self'", "frame-ancestors"],
    [`frame-src ${form}`, "frame-src 'self' *"],
    [`form-action ${form}`, "form-action 'self' http://app.example"],
  ]) {
    headers.set("content-security-policy", policy.replace(from, to));
    assert.equal(faults(headers).length, 1, to);
  }
});

test("every file says the same of permissions, which is the list", () => {
  const list = read("permissions-policy").trim();
  for (const name of Object.keys(FILES)) assert.equal(headersOf(name).get("permissions-policy"), list, name);
});
