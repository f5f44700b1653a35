import type { KeyStroke, Modifier, NamedKey, ShortcutLetter } from "../keys.ts";

/** A step of a W3C key input source. */
export interface KeyAction {
  type: "keyDown" | "keyUp";
  value: string;
}

/** The private-use characters the W3C WebDriver standard gives to keys without a character. */
const codes: Record<NamedKey | Modifier, string> = {
  Backspace: "\uE003",
  Tab: "\uE004",
  // Not U+E007, which is the one on the number pad.
  Enter: "\uE006",
  Shift: "\uE008",
  Control: "\uE009",
  Escape: "\uE00C",
  Space: " ",
  End: "\uE010",
  Home: "\uE011",
  ArrowLeft: "\uE012",
  ArrowUp: "\uE013",
  ArrowRight: "\uE014",
  ArrowDown: "\uE015",
  Delete: "\uE017",
};

/** The character that stands for a key in WebDriver and in WebDriver BiDi. */
export function keyCode(key: NamedKey | Modifier | ShortcutLetter): string {
  return key in codes ? codes[key as NamedKey | Modifier] : key;
}

export function textActions(text: string): KeyAction[] {
  return [...text].flatMap(tap);
}

export function strokeActions({ modifiers, key }: KeyStroke): KeyAction[] {
  const held = modifiers.map(keyCode);
  return [
    ...held.map((value): KeyAction => ({ type: "keyDown", value })),
    ...tap(keyCode(key)),
    ...held.reverse().map((value): KeyAction => ({ type: "keyUp", value })),
  ];
}

function tap(value: string): KeyAction[] {
  return [
    { type: "keyDown", value },
    { type: "keyUp", value },
  ];
}
