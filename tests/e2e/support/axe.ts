import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Card } from "./card.ts";
import type { ChromiumPage } from "./engines/chromium.ts";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What a page must have, not each frame in it. */
const PAGE_RULES = ["landmark-one-main", "page-has-heading-one", "region"];

/** Runs every rule that has a tag of WCAG 2.2 A and AA, and those of good practice, in this document alone. */
const run = (isPage: boolean): string => `axe.run(document, {
  iframes: false,
  resultTypes: ["violations"],
  rules: ${JSON.stringify(Object.fromEntries(PAGE_RULES.map((rule) => [rule, { enabled: isPage }])))},
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}).then(({ passes, violations }) => ({
  passes: passes.length,
  violations: violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")),
}))`;

interface Found {
  /** How many rules had something to look at. */
  passes: number;
  /** A line for each rule that is broken. */
  violations: string[];
}

/** What axe-core finds in the page, and where the fields are in a frame, in that too. */
export async function axeFindings(tab: ChromiumPage, card: Card, isHosted: boolean): Promise<Found[]> {
  await tab.evaluate(`void (() => { ${source} })()`);
  const found = [await tab.evaluate<Found>(run(true))];
  if (!isHosted) return found;
  await card.among(`void (() => { ${source} })()`);
  return [...found, await card.among<Found>(run(false))];
}
