/** Loads the WebAssembly module once for all elements and functions of the page. */

import { forgetCatalog, learnCatalog } from "./catalog.ts";
import { type CardletError, cardletError } from "./errors.ts";
import { freeze } from "./freeze.ts";
import { memory, onTrap, start, wasm } from "./instance.ts";

/** Where the module comes from: a URL, its bytes, or the compiled module. */
export type WasmSource = URL | string | BufferSource | WebAssembly.Module;

/** The hash of the module that was built with this script; the bundler puts it here. */
declare const MODULE_INTEGRITY: string;

/** A request that takes longer is given up, so that the next load makes another. */
const LONGEST_MS = 30_000;

let loading: Promise<void> | null = null;

/**
 * Loads the module. Calls share one load; after a failed one the next call tries again.
 *
 * By default the module is fetched from beside this script. In Node it is read from there. What is fetched,
 * also from a URL of your own, must be the very module that this script was built with: the browser refuses
 * any other by its hash. Bytes and a compiled module are taken as they are.
 *
 * @example
 * await init(); // or init({ wasm: "/assets/cardlet.wasm" }), where it lies elsewhere
 * checkNumber("4111 1111 1111 1111").valid // → true
 *
 * @throws {CardletError} of type `load`: `wasm_blocked_by_csp` or `wasm_load_failed`.
 */
export function init(options: { wasm?: WasmSource } = {}): Promise<void> {
  loading ??= load(options.wasm ?? new URL("./cardlet.wasm", import.meta.url)).catch((cause: unknown) => {
    loading = null;
    throw loadError(cause);
  });
  return loading;
}

async function load(source: WasmSource): Promise<void> {
  await start(() => resolve(source));
  learnCatalog(freeze(wasm.catalog()));
  const leave = onTrap(() => {
    if (memory) return;
    // No instance could follow at once: the next load makes one.
    leave();
    forgetCatalog();
    loading = null;
  });
}

async function resolve(source: WasmSource): Promise<Response | BufferSource | WebAssembly.Module> {
  if (typeof source !== "string" && !(source instanceof URL)) return source;
  const url = new URL(source, globalThis.document?.baseURI ?? import.meta.url);
  if (url.protocol === "file:") return readFile(url);
  const response = await fetch(url, {
    credentials: "same-origin",
    integrity: MODULE_INTEGRITY,
    signal: AbortSignal.timeout(LONGEST_MS),
  });
  if (!response.ok) throw new TypeError(`HTTP ${response.status}`);
  return response;
}

/** Node reads its own files; an import of `node:fs` would stop bundlers for the browser. */
async function readFile(url: URL): Promise<BufferSource> {
  const { process } = globalThis as { process?: NodeJS.Process };
  const fs = process?.getBuiltinModule?.("node:fs");
  if (!fs) throw new TypeError("no file access");
  return new Uint8Array(await fs.promises.readFile(url));
}

function loadError(cause: unknown): CardletError {
  // Each engine has its own words and its own class for a module that the CSP blocks.
  const blocked =
    cause instanceof Error && /content security policy|\bCSP\b|unsafe-eval/i.test(cause.message);
  const code = blocked ? "wasm_blocked_by_csp" : "wasm_load_failed";
  return cardletError({ type: "load", code, retryable: true }, { cause });
}
