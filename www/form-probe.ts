/** Asks the page's own policy whether a form gets to an address, by an empty one. */

import { blocked, openFrame, submit } from "./form-post.ts";

/** The directive of the page's CSP that holds a form back on its way; null when none does in this time. */
export async function directiveAgainst(url: URL, patienceMs: number): Promise<string | null> {
  const frame = await openFrame();
  const end = new AbortController();
  const { signal } = end;
  try {
    const held = blocked(frame, url.href, signal).catch((directive: string) => directive);
    const late = new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null));
    const answered = new Promise<null>((resolve) => {
      // The report of what was blocked comes in a task of its own.
      frame.addEventListener("load", () => setTimeout(resolve, 0, null), { signal });
    });
    submit(frame, url.href, () => {});
    return await Promise.race([held, answered, late]);
  } finally {
    end.abort();
    frame.remove();
  }
}
