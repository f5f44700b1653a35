/** What page and frame have told each other, counted: after a key the page hears of it a little later. */

import type { EnginePage } from "./engine.ts";
import type { ChromiumPage } from "./engines/chromium.ts";
import { retry } from "./retry.ts";

/** What a document has posted to its newest port, and heard from it. */
interface Counts {
  sent: number;
  heard: number;
}

const COUNT = `(() => {
  const { prototype } = MessagePort;
  const counts = new WeakMap();
  let newest = { sent: 0, heard: 0 };
  // There may be ports of others, such as of the automation's own.
  const count = (port, message, what) => {
    if (typeof message !== "string" || !message.startsWith('{"cardlet"')) return;
    newest = counts.get(port) ?? { sent: 0, heard: 0 };
    counts.set(port, newest);
    newest[what] += 1;
  };
  Object.defineProperty(globalThis, "portCounts", { get: () => newest });
  const { postMessage } = prototype;
  prototype.postMessage = function (...given) {
    count(this, given[0], "sent");
    return postMessage.apply(this, given);
  };
  const { get, set } = Object.getOwnPropertyDescriptor(prototype, "onmessage");
  Object.defineProperty(prototype, "onmessage", {
    configurable: true,
    get,
    set(listener) {
      set.call(this, (event) => {
        try { listener.call(this, event) } finally { count(this, event.data, "heard") }
      });
    },
  });
})()`;

/** Counts from the next page on, in it and in its frames. */
export async function countMessages(tab: ChromiumPage): Promise<void> {
  await tab.playwright.addInitScript(COUNT);
}

/** Waits until the page and the frame that the selector leads to have heard all that the other has said. */
export async function allHeard(page: EnginePage, frame: string): Promise<void> {
  await retry("each side hears the other", 20_000, async () => {
    const inner = await page.evaluateIn<Counts>(frame, "portCounts");
    const outer = await page.evaluate<Counts>("portCounts");
    const isHeard = outer.sent === inner.heard && inner.sent === outer.heard;
    if (!isHeard) throw new Error(JSON.stringify({ outer, inner }));
  });
}
