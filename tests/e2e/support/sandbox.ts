import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { type OwnedProcess, startOwned } from "./owned-process.ts";
import { type RecordingProxy, startProxy } from "./proxy.ts";

/** The sandbox's origins, each behind a recording proxy. */
export interface Sandbox {
  shop: RecordingProxy;
  merchant: RecordingProxy;
  api: RecordingProxy;
  /** Serves the hosted card fields. */
  fields: RecordingProxy;
  /** Asks one of the API's control endpoints, such as `/_sandbox/clock`, around the recording proxy. */
  post(path: string, body?: unknown): Promise<unknown>;
  /** Everything the program has printed so far, to look for what must not be logged. */
  output(): Buffer;
  close(): Promise<void>;
}

interface Addresses {
  shop: string;
  merchant: string;
  api: string;
  fields: string;
}

/**
 * Starts the sandbox with free ports, and the proxies first: the program is told the proxies' addresses as its
 * public ones, so every link and CORS origin it hands out leads through them.
 */
export async function startSandbox(binary = defaultBinary()): Promise<Sandbox> {
  const shop = await startProxy({ host: "localhost" });
  const merchant = await startProxy({ host: "localhost" });
  const api = await startProxy({ host: "127.0.0.1" });
  const fields = await startProxy({ host: "127.0.0.1" });
  const proxies = { shop, merchant, api, fields };
  const closeProxies = () => Promise.all(Object.values(proxies).map((proxy) => proxy.close()));
  let program: OwnedProcess | undefined;
  try {
    program = await startProgram(binary, {
      shop: shop.url,
      merchant: merchant.url,
      api: api.url,
      fields: fields.url,
    });
    const { stop, child } = program;
    const output = collect(child.stdout, child.stderr);
    const addresses = await readAddresses(child.stdout, output);
    shop.forwardTo(portOf(addresses.shop));
    merchant.forwardTo(portOf(addresses.merchant));
    api.forwardTo(portOf(addresses.api));
    fields.forwardTo(portOf(addresses.fields));
    return {
      ...proxies,
      output,
      post: (path, body) => postJson(new URL(path, addresses.api), body),
      async close() {
        await closeProxies();
        await stop();
      },
    };
  } catch (error) {
    await closeProxies();
    await program?.stop();
    throw error;
  }
}

function defaultBinary(): string {
  return process.env.CARDLET_SANDBOX ?? join(import.meta.dirname, "../../../target/debug/cardlet-sandbox");
}

async function startProgram(
  binary: string,
  { shop, merchant, api, fields }: Addresses,
): Promise<OwnedProcess> {
  const ports = ["--shop-port", "0", "--merchant-port", "0", "--api-port", "0", "--fields-port", "0"];
  const addresses = [
    "--public-shop",
    shop,
    "--public-merchant",
    merchant,
    "--public-api",
    api,
    "--public-fields",
    fields,
  ];
  try {
    return await startOwned(binary, [...ports, ...addresses, "--json"]);
  } catch (error) {
    throw new Error(`${binary} did not start: build it with cargo, or set CARDLET_SANDBOX`, { cause: error });
  }
}

function collect(...streams: Readable[]): () => Buffer {
  const chunks: Buffer[] = [];
  for (const stream of streams) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks);
}

/** The addresses are the first line; the program ending before it is an error that shows what it said. */
async function readAddresses(stdout: Readable, output: () => Buffer): Promise<Addresses> {
  const lines = createInterface({ input: stdout });
  const line = await new Promise<string | undefined>((resolve) => {
    lines.once("line", resolve);
    lines.once("close", () => resolve(undefined));
  });
  try {
    return JSON.parse(line ?? "") as Addresses;
  } catch (cause) {
    throw new Error(`the sandbox did not name its addresses; it said: ${output()}`, { cause });
  }
}

function portOf(address: string): number {
  const port = Number(new URL(address).port);
  if (!port) throw new Error(`the sandbox named no port: ${address}`);
  return port;
}

async function postJson(url: URL, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${url.pathname}: ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
