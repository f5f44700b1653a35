import type { Card } from "./card.ts";

/** Listens from now on to what the card says to screen readers; gives how to read what was said so far. */
export async function hearAnnouncements(card: Card): Promise<() => Promise<string[]>> {
  await card.inside(
    ".cardlet-announcer",
    `void (() => {
      globalThis.heard = [];
      const observer = new MutationObserver(() => part.textContent && heard.push(part.textContent));
      observer.observe(part, { childList: true });
    })()`,
  );
  return () => card.among<string[]>("globalThis.heard");
}
