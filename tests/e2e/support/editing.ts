/** Edits a field by keys, as the tables of `tables/typing.ts` say. */

import type { Card, FieldName } from "./card.ts";
import type { EnginePage } from "./engine.ts";
import type { Key } from "./keys.ts";

const KEYS = /(<[\w+]+>)/;

/** Types digits into an empty field, puts the caret where the bar is, and hits keys: text, or `<Name>`. */
export async function edit(
  { tab, card }: { tab: EnginePage; card: Card },
  field: FieldName,
  before: string,
  keys: string,
): Promise<string> {
  const input = `.cardlet-${field} input`;
  await card.retype(field, "0");
  await tab.press("Backspace");
  await tab.type(before.replace("|", ""));
  const bar = before.indexOf("|");
  if (bar >= 0) await card.inside(input, `part.setSelectionRange(${bar}, ${bar})`);
  for (const part of keys.split(KEYS).filter(Boolean)) {
    if (KEYS.test(part)) await tab.press(part.slice(1, -1) as Key);
    else await tab.type(part);
  }
  return card.inside(
    input,
    `{
      const { value, selectionStart: caret, selectionEnd: end } = part;
      return caret === end ? value.slice(0, caret) + "|" + value.slice(caret) : value;
    }`,
  );
}

/** Pastes a text over what a field holds, by way of the page's `#clipboard`. */
export async function paste(
  { tab, card }: { tab: EnginePage; card: Card },
  field: FieldName,
  text: string,
): Promise<void> {
  await tab.evaluate(`void (document.querySelector("#clipboard").value = ${JSON.stringify(text)})`);
  await tab.click("#clipboard");
  for (const key of ["Control+a", "Control+c"] as const) await tab.press(key);
  await card.enter(field);
  for (const key of ["Control+a", "Control+v"] as const) await tab.press(key);
}
