/** Keys that have a name rather than a character. The names are those of `KeyboardEvent.code`/`key`. */
export type NamedKey =
  | "Tab"
  | "Enter"
  | "Escape"
  | "Space"
  | "Backspace"
  | "Delete"
  | "ArrowLeft"
  | "ArrowRight"
  | "ArrowUp"
  | "ArrowDown"
  | "Home"
  | "End";

/** Letters that mean something together with Control: all, copy, paste, cut, undo. */
export type ShortcutLetter = "a" | "c" | "v" | "x" | "z";

export type Modifier = "Shift" | "Control";

export type Key = NamedKey | `Shift+${NamedKey}` | `Control+${NamedKey | ShortcutLetter}`;

export interface KeyStroke {
  modifiers: Modifier[];
  key: NamedKey | ShortcutLetter;
}

/** Splits `"Shift+Tab"` into the modifiers to hold and the key to hit. */
export function keyStroke(key: Key): KeyStroke {
  const parts = key.split("+");
  return {
    key: parts.pop() as NamedKey | ShortcutLetter,
    modifiers: parts as Modifier[],
  };
}
