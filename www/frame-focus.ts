/**
 * The focus that the page gives to a field.
 *
 * The page gives its focus to the frame, and says which field it is for; the two ways overtake each other. What
 * the browser tells late, such as that a button of the page had the focus before, takes it from the field again
 * when it has just got it. So the field gets it once more with the frame, unless the person has chosen otherwise.
 */

const HOLD_MS = 1000;

export class FrameFocus {
  #end = new AbortController();

  /** Calls `focus` now, and again whenever the frame gets the focus in the next moment. */
  give(focus: () => void): void {
    this.end();
    const end = new AbortController();
    this.#end = end;
    const { signal } = end;
    focus();
    addEventListener("focus", focus, { signal });
    for (const type of ["pointerdown", "keydown"]) {
      addEventListener(type, () => end.abort(), { signal, capture: true });
    }
    setTimeout(() => end.abort(), HOLD_MS);
  }

  /** Gives it no more. */
  end(): void {
    this.#end.abort();
  }
}
