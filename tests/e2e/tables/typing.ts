/** What keys and pastes make of a field's text. The bar is the caret; a key with a name stands in `<>`. */

import type { FieldName } from "../support/card.ts";

export type Rows = [before: string, keys: string, after: string][];

export const NUMBERS: Rows = [
  // Groups of the brand, as it becomes known.
  ["", "4111111111111111", "4111 1111 1111 1111|"],
  ["", "378282246310005", "3782 822463 10005|"],
  ["", "4111a-1 2", "4111 12|"],
  // The caret stays behind its digit.
  ["4111 1|111", "9", "4111 19|11 1"],
  ["4111| 1111", "2", "4111 2|111 1"],
  ["|1111", "4", "4|111 1"],
  ["|82 822463 10005", "37", "37|82 822463 10005"],
  // Across a gap each key takes one digit.
  ["4111 |1111", "<Backspace>", "411|1 111"],
  ["4111| 1111", "<Delete>", "4111| 111"],
  ["4111 1|", "<Backspace><Backspace>", "411|"],
  ["4111 1|111", "<Backspace>", "4111 |111"],
  ["411|1 1111", "<Delete><Delete>", "411|1 11"],
  ["4111 1111 |1111 1111", "<Backspace><Backspace><Backspace><Backspace>", "4111| 1111 1111"],
  // Nothing is cut before the brand's longest number.
  ["4111 1111 1111 1111", "0006666", "4111 1111 1111 1111 000|"],
  ["3782 822463 10005", "6", "3782 822463 10005|"],
];

export const EXPIRIES: Rows = [
  ["", "1", "1|"],
  ["", "2", "02|"],
  ["", "9", "09|"],
  ["", "12", "12|"],
  ["", "13", "01 / 3|"],
  ["", "1/", "01 / |"],
  ["", "1/3", "01 / 3|"],
  ["", "1229", "12 / 29|"],
  ["", "229", "02 / 29|"],
  ["", "0229", "02 / 29|"],
  ["", "12/29", "12 / 29|"],
  ["", "12 / 2029", "12 / 2029|"],
  // What is deleted is not completed again.
  ["02", "<Backspace>", "0|"],
  ["12 / 2|", "<Backspace>", "12 / |"],
  ["12 / |", "<Backspace>", "12|"],
  ["12 / |29", "<Backspace>", "1| / 29"],
  ["12| / 29", "<Delete>", "12| / 9"],
  ["12 / 29", "<Home><Delete>3", "3|2 / 29"],
  // A month that is typed anew leaves the year alone.
  ["12 / 29", "<Home><Delete><Delete>1", "1| / 29"],
  ["12 / 29", "<Home><Delete><Delete>10", "10| / 29"],
  ["12 / 29", "<Home><Shift+ArrowRight><Shift+ArrowRight>11", "11| / 29"],
  ["12| / 29", "<Backspace><Backspace>12", "12| / 29"],
  ["12 / 29", "<Home>05", "05| / 29"],
];

export const PASTES: [field: FieldName, text: string, expected: string][] = [
  ["number", "4111-1111-1111-1111", "4111 1111 1111 1111"],
  ["number", " 3782\u00a0822463\u200e 10005 ", "3782 822463 10005"],
  ["number", "４１１１１１１１１１１１１１１１", "4111 1111 1111 1111"],
  ["expiry", "2029-03", "03 / 2029"],
  ["expiry", "3/29", "03 / 29"],
  ["cvc", " 1 2 3", "123"],
];

/** Where the browser's history would put digits in wrong places, it has none: its steps know of no gap. */
export const UNDONE: [field: FieldName, before: string, keys: string, after: string][] = [
  ["number", "4111111111111111", "<Control+z>", "4111 1111 1111 1111|"],
  ["number", "4111 1|111", "9<Control+z><Control+z>", "4111 19|11 1"],
  ["number", "41111", "<Backspace><Control+z>", "4111|"],
  ["expiry", "1229", "<Control+z>", "12 / 29|"],
  ["cvc", "12a3", "<Control+z><Control+z>", "123|"],
];
