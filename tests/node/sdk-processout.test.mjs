// ProcessOut's own client against the sandbox: nothing is changed but the host and the keys. The
// npm registry has no such package, so it is the one of PyPI, in a Python of its own.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startSandbox } from "./support/sandbox.mjs";

const run = promisify(execFile);
const PACKAGES = fileURLToPath(new URL("../../target/python", import.meta.url));
const SCRIPT = fileURLToPath(new URL("support/sdk_processout.py", import.meta.url));
// The client imports `requests` and does not name it.
const INSTALL = ["-m", "pip", "install", "--quiet", "--target", PACKAGES, "processout==10.0.1", "requests"];

/** Why the client can't be had; undefined when it is there. */
async function install() {
  if (existsSync(`${PACKAGES}/processout`)) return undefined;
  try {
    await run("python3", INSTALL, { timeout: 120_000 });
    return undefined;
  } catch (error) {
    return `python3 -m pip install processout: ${String(error.message).split("\n")[0]}`;
  }
}

let sandbox;
let missing;
before(async () => {
  missing = await install();
  sandbox = await startSandbox();
});
after(() => sandbox?.close());

test("a card is made, read and paid with once; a customer's token again and again", async (t) => {
  if (missing) return t.skip(missing);
  const { stdout } = await run("python3", [SCRIPT, `${sandbox.url}/processout`], {
    env: { ...process.env, PYTHONPATH: PACKAGES, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" },
    timeout: 60_000,
  });
  assert.deepEqual(JSON.parse(stdout), {
    card: { scheme: "visa", last4: "4242", sandbox: true },
    paid: "completed",
    again: "request.source.card-already-used",
    token: { type: "card", summary: "**** **** **** 4242", chargeable: true },
    tokenPaid: ["completed", "completed"],
    later: ["authorized", "completed"],
    declined: "card.no-money",
    invalid: "card.invalid-number",
    badKey: "request.authentication.invalid",
  });
});
