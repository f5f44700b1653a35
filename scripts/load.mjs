// Prints how many requests a second the sandbox answers on this machine, and how long the slowest
// hundredth takes: `node scripts/load.mjs [seconds]`. It needs wrk (Debian's package `wrk`).
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const SECONDS = Number(process.argv[2] ?? 8);
const CONNECTIONS = 16;

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const cargo = ["build", "--quiet", "--release", "--features", "sandbox", "--bin", "cardlet-sandbox"];
execFileSync("cargo", cargo, { stdio: "inherit" });

const ports = ["--shop-port", "0", "--merchant-port", "0", "--fields-port", "0", "--api-port", "0"];
const sandbox = spawn("target/release/cardlet-sandbox", [...ports, "--json"], {
  stdio: ["ignore", "pipe", "ignore"],
});
const folder = mkdtempSync(join(tmpdir(), "cardlet-load-"));
try {
  const [line] = await once(createInterface({ input: sandbox.stdout }), "line");
  const { api } = JSON.parse(line);
  const card = {
    method: "payment-card",
    paymentInstrument: { pan: "4111111111111111", cvv: "123", expMonth: 12, expYear: 2040 },
  };
  const close = { connection: "close" };
  const key = { authorization: "pk_sandbox_CardletDemoPublishableKey", "content-type": "application/json" };
  // A connection that has carried a card is closed, so the health is asked in that way too.
  const rows = [
    ["GET /healthz", "/healthz", "GET", {}, ""],
    ["GET /healthz, a connection each", "/healthz", "GET", close, ""],
    ["POST /rebilly/tokens, a connection each", "/rebilly/tokens", "POST", key, JSON.stringify(card)],
  ];
  console.log(
    `${"".padEnd(42)}${["requests/s", "p50", "p99", "failed"].map((c) => c.padStart(12)).join("")}`,
  );
  for (const [name, path, method, headers, body] of rows) {
    await fetch(`${api}/_sandbox/reset`, {
      method: "POST",
      body: JSON.stringify({ rateLimit: 4_294_967_295 }),
    });
    const { rate, p50, p99, failed } = measure(api + path, method, headers, body);
    console.log(name.padEnd(42) + [rate, p50, p99, failed].map((cell) => cell.padStart(12)).join(""));
  }
} finally {
  sandbox.kill();
  rmSync(folder, { recursive: true });
}

/** Asks an address for some seconds, again and again. */
function measure(url, method, headers, body) {
  const script = join(folder, "request.lua");
  const lines = [`wrk.method = "${method}"`, `wrk.body = [[${body}]]`];
  for (const [name, value] of Object.entries(headers)) lines.push(`wrk.headers["${name}"] = "${value}"`);
  writeFileSync(script, lines.join("\n"));
  const options = ["-t1", `-c${CONNECTIONS}`, `-d${SECONDS}s`, "--latency", "-s", script, url];
  const report = execFileSync("wrk", options, { encoding: "utf8" });
  const find = (pattern) => pattern.exec(report)?.[1] ?? "?";
  return {
    rate: find(/Requests\/sec:\s+([\d.]+)/),
    p50: find(/50%\s+(\S+)/),
    p99: find(/99%\s+(\S+)/),
    failed: /Non-2xx or 3xx responses: (\d+)/.exec(report)?.[1] ?? "0",
  };
}
