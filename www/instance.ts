/**
 * The module's one instance, and a new one in its place when it has trapped.
 *
 * A Rust panic and any other exception that passes through the module leave its memory in no known
 * state: locks that nobody releases, a stack that nobody takes back. So nothing calls such an
 * instance again. Its memory is wiped, the compiled module makes the next one at once, and whoever
 * held something of the old one is told.
 */

import { type CardletError, cardletError } from "./errors.ts";
import makeGlue from "./wasm/cardlet_glue.js";

type Glue = typeof import("./wasm/cardlet.js");
type Call = (...given: unknown[]) => unknown;
type Source = Response | BufferSource | WebAssembly.Module;

/** The way into the instance that is alive. Each instance has one of its own. */
export let wasm: Glue;

/** That instance's memory; null before the first one, and when none could follow one. */
export let memory: WebAssembly.Memory | null = null;

let compiled: WebAssembly.Module | null = null;
const listeners = new Set<(error: CardletError) => void>();

/** Makes the first instance, of what is fetched, or again one of the module that was compiled before. */
export async function start(fetchSource: () => Promise<Source>): Promise<void> {
  const glue = make();
  adopt(glue, await glue.default({ module_or_path: compiled ?? (await fetchSource()) }));
}

/** Calls back when an instance is lost, in the middle of what has called it; returns how to stop. */
export function onTrap(listener: (error: CardletError) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the module's promise brings, or a rejection when the instance is lost before. */
export function unlessTrapped<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = onTrap(reject);
    answer.then(resolve, reject).finally(leave);
  });
}

function make(): Glue {
  const glue: Glue = makeGlue((exports, module) => {
    compiled = module;
    return guard(exports, (error) => {
      if (glue === wasm && memory) replace(error);
    });
  });
  return glue;
}

function adopt(glue: Glue, exports: object): void {
  wasm = glue;
  memory = memoryOf(exports);
}

/** Puts a new instance in the place of the lost one. */
function replace(error: CardletError): void {
  memory = null;
  try {
    const glue = make();
    adopt(glue, glue.initSync({ module: compiled as WebAssembly.Module }));
  } catch {
    // Older engines make no instance of this size at once; the next load makes it.
  }
  for (const listener of [...listeners]) listener(error);
}

/** Lets the glue call the exports until one of them throws. */
function guard(exports: WebAssembly.Exports, onLost: (error: CardletError) => void): WebAssembly.Exports {
  const guarded: WebAssembly.Exports = {};
  const lose = (cause: unknown): CardletError => {
    const error = trapped(cause);
    // Closures, timers and finalizers of the old instance still call it: to no effect from now on.
    for (const [name, value] of Object.entries(exports)) {
      if (typeof value === "function") guarded[name] = () => 0;
    }
    // After the calls that are still on the stack, which may write what they hold.
    queueMicrotask(() => wipe(memoryOf(exports)));
    onLost(error);
    return error;
  };
  for (const [name, value] of Object.entries(exports)) {
    guarded[name] = typeof value === "function" ? guardCall(value as Call, lose) : value;
  }
  return guarded;
}

function guardCall(call: Call, lose: (cause: unknown) => CardletError): Call {
  return (...given) => {
    try {
      return call(...given);
    } catch (cause) {
      throw lose(cause);
    }
  };
}

function memoryOf(exports: object): WebAssembly.Memory | null {
  return Object.values(exports).find((value) => value instanceof WebAssembly.Memory) ?? null;
}

function wipe(memory: WebAssembly.Memory | null): void {
  if (memory) new Uint8Array(memory.buffer).fill(0);
}

function trapped(cause: unknown): CardletError {
  // The engine's words hold no data; those of other exceptions might.
  const options = cause instanceof WebAssembly.RuntimeError ? { cause } : {};
  return cardletError({ type: "load", code: "wasm_trapped", retryable: true }, options);
}
