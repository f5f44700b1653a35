/** Hands short ASCII texts to the module without the glue's heap block; `src/web/short_text.rs` takes them. */

import { assertLoaded } from "./catalog.ts";
import { memory, wasm } from "./instance.ts";

let bytes: Uint8Array = new Uint8Array();

/** Leaves a text for the next call and returns its length, or -1 for a text that must go the generic way. */
export function leaveText(text: string): number {
  // A memory that has grown has another buffer, and so has that of another instance.
  if (bytes.buffer !== memory?.buffer) view();
  const { length } = text;
  if (!(length <= bytes.length)) return -1;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) {
      bytes.fill(0);
      return -1;
    }
    bytes[index] = unit;
  }
  return length;
}

/** In the place of a length: the module has left no other text. */
const SAME = 0xff;

/** A formatted text and its caret, as the module left them in the place of the text. */
export function takeFormatted(text: string, packed: number): { text: string; caret: number } {
  const length = packed & 0xff;
  const caret = packed >>> 8;
  if (length === SAME) return { text, caret };
  const formatted = String.fromCharCode(...bytes.subarray(0, length));
  bytes.fill(0);
  return { text: formatted, caret };
}

function view(): void {
  // Throws while the module is not there.
  assertLoaded();
  bytes = wasm.shortText();
}
