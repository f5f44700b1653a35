// The sandbox as a vendor's client sees it: a base URL, nothing recorded.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startOwned } from "../../e2e/support/owned-process.ts";

const BINARY = fileURLToPath(new URL("../../../target/debug/cardlet-sandbox", import.meta.url));
const PORTS = ["--shop-port", "0", "--merchant-port", "0", "--api-port", "0"];

/** Starts the program on free ports; `post` asks one of its control endpoints. */
export async function startSandbox(binary = process.env.CARDLET_SANDBOX ?? BINARY) {
  const { child, stop } = await startOwned(binary, [...PORTS, "--json"]);
  child.stderr.resume();
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const { api } = JSON.parse(line);
  return {
    url: api,
    close: stop,
    async post(path, body = {}) {
      const response = await fetch(new URL(path, api), { method: "POST", body: JSON.stringify(body) });
      if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
    },
  };
}
