import type { TestContext } from "node:test";
import type { ChromiumEngine, ChromiumPage } from "./engines/chromium.ts";
import { countMessages } from "./messages.ts";

/** A tab of a test's own, in which page and frame count what they tell each other. */
export async function openTab(t: TestContext, engine: ChromiumEngine): Promise<ChromiumPage> {
  const tab = await engine.newPage();
  t.after(() => tab.close());
  await countMessages(tab);
  return tab;
}
