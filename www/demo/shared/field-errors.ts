/** Errors under the page's own fields, instead of the browser's bubbles. */

import { byId, write } from "./page.ts";

/** Shows what is wrong with each of a form's named fields, in these words, until it is right. */
export function watchErrors(
  form: HTMLFormElement,
  words: Readonly<Record<string, (input: HTMLInputElement) => string>>,
): void {
  for (const [id, say] of Object.entries(words)) {
    const input = byId<HTMLInputElement>(id);
    input.addEventListener("invalid", (event) => {
      event.preventDefault();
      showError(id, say(input));
      if (form.querySelector(":invalid:not(fieldset)") === input) input.focus();
    });
    input.addEventListener("input", () => {
      if (input.validity.valid) showError(id, "");
    });
    form.addEventListener("reset", () => showError(id, ""));
  }
}

/** Writes an error under a field; "" takes it away. */
export function showError(id: string, text: string): void {
  write(`${id}-error`, text);
  byId(id).ariaInvalid = String(text !== "");
}
