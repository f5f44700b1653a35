/** What the package's scripts hold on to in a page: listeners, observers, timers, ports, frames and sheets. */

import type { CDPSession } from "playwright-core";
import type { ChromiumPage } from "./engines/chromium.ts";
import { KEEP_MEMORY } from "./memory.ts";

/** Counts of what is held; a kind that nothing is held of is left out. */
export type Held = Readonly<Record<string, number>>;

/**
 * Wraps what the platform gives out. `held` then has a count for each kind: of what was asked for by a script
 * under `/cardlet/`, since the automation has listeners and timers of its own.
 */
const COUNT = `(() => {
  globalThis.held = {};
  const isOurs = () => new Error().stack.includes("/cardlet/");
  /** Things of one kind: each is counted once, however often it is given. */
  const kinds = new Map();
  const keep = (kind, thing) => {
    if (!kinds.has(kind)) kinds.set(kind, new Set());
    kinds.get(kind).add(thing);
    held[kind] = kinds.get(kind).size;
  };
  const drop = (kind, thing) => {
    if (!kinds.get(kind)?.delete(thing)) return;
    held[kind] = kinds.get(kind).size;
    if (held[kind] === 0) delete held[kind];
  };
  const wrap = (owner, method, replace) => {
    const original = owner[method];
    owner[method] = replace(original);
  };

  // By target, type, phase and function, as the platform tells listeners apart.
  const listeners = new WeakMap();
  const listenerKey = (target, type, listener, options) => {
    if (!listeners.has(target)) listeners.set(target, new Map());
    const ofTarget = listeners.get(target);
    const name = type + ((options === true || options?.capture) ? " capture" : "");
    if (!ofTarget.has(name)) ofTarget.set(name, new WeakMap());
    const keys = ofTarget.get(name);
    if (!keys.has(listener)) keys.set(listener, {});
    return keys.get(listener);
  };
  const kindOf = (target, type) => {
    const name = target.localName ?? target.constructor.name;
    return "listener: " + name + " " + type;
  };
  const { addEventListener } = EventTarget.prototype;
  wrap(EventTarget.prototype, "addEventListener", (original) => function (type, listener, options) {
    if (listener && isOurs() && !options?.signal?.aborted) {
      const target = this ?? globalThis;
      const key = listenerKey(target, type, listener, options);
      const forget = () => drop(kindOf(target, type), key);
      keep(kindOf(target, type), key);
      if (options?.signal) addEventListener.call(options.signal, "abort", forget);
      if (options?.once) addEventListener.call(target, type, forget, options);
    }
    return original.call(this, type, listener, options);
  });
  wrap(EventTarget.prototype, "removeEventListener", (original) => function (type, listener, options) {
    const target = this ?? globalThis;
    if (listener) drop(kindOf(target, type), listenerKey(target, type, listener, options));
    return original.call(this, type, listener, options);
  });

  for (const name of ["MutationObserver", "ResizeObserver", "IntersectionObserver", "PerformanceObserver"]) {
    wrap(globalThis[name].prototype, "observe", (original) => function (...given) {
      if (isOurs()) keep(name, this);
      return original.apply(this, given);
    });
    wrap(globalThis[name].prototype, "disconnect", (original) => function () {
      drop(name, this);
      return original.call(this);
    });
  }

  for (const [start, end, repeats] of [
    ["setTimeout", "clearTimeout", false],
    ["setInterval", "clearInterval", true],
    ["requestAnimationFrame", "cancelAnimationFrame", false],
    ["requestIdleCallback", "cancelIdleCallback", false],
  ]) {
    wrap(globalThis, start, (original) => function (work, ...given) {
      if (!isOurs() || typeof work !== "function") return original.call(this, work, ...given);
      const timer = original.call(this, (...values) => {
        if (!repeats) drop(start, timer);
        return work(...values);
      }, ...given);
      keep(start, timer);
      return timer;
    });
    wrap(globalThis, end, (original) => function (timer) {
      drop(start, timer);
      return original.call(this, timer);
    });
  }

  // Of a channel's two ports one is given away; the other has to be closed.
  globalThis.MessageChannel = new Proxy(MessageChannel, {
    construct(original, given, target) {
      const channel = Reflect.construct(original, given, target);
      if (isOurs()) keep("port", channel.port1);
      return channel;
    },
  });
  wrap(MessagePort.prototype, "close", (original) => function () {
    drop("port", this);
    return original.call(this);
  });
})();`;

/** Counts from the next page on. */
export async function countHeld(tab: ChromiumPage): Promise<void> {
  await tab.playwright.addInitScript(COUNT);
  await tab.playwright.addInitScript(KEEP_MEMORY);
}

/** What is held now: what was asked for, what stands in the page, and what the engine and the module count. */
export async function readHeld(tab: ChromiumPage): Promise<Held> {
  const { moduleBytes, ...kept } = await tab.evaluate<Record<string, number>>(`({
    ...held,
    sheet: document.adoptedStyleSheets.length,
    // The allocator wipes what it gets back, so what is not zero is in use.
    moduleBytes: moduleMemories.reduce(
      (sum, { buffer }) => new Uint8Array(buffer).reduce((count, byte) => count + (byte && 1), sum), 0),
    moduleMemory: moduleMemories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
  })`);
  return {
    ...kept,
    // Stale bytes of the stack differ a little from call to call.
    moduleKiB: Math.round((moduleBytes ?? 0) / 1024),
    frame: tab.playwright.frames().length,
    ...(await measure(tab)),
  };
}

const sessions = new WeakMap<ChromiumPage, Promise<CDPSession>>();
const METRICS = ["JSEventListeners", "Nodes", "Documents", "Frames"];

/** What Chromium counts in the page's process once its garbage is gone. */
async function measure(tab: ChromiumPage): Promise<Held> {
  const known = sessions.get(tab) ?? tab.playwright.context().newCDPSession(tab.playwright);
  sessions.set(tab, known);
  const session = await known;
  await session.send("Performance.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  return Object.fromEntries(
    metrics.filter(({ name }) => METRICS.includes(name)).map(({ name, value }) => [name, value]),
  );
}
