/** A field for each formatter, set up as its own documentation shows. */

import { formatCreditCard, registerCursorTracker } from "cleave-zen";
import IMask from "imask";
import RestrictedInput from "restricted-input";
import { formatNumber } from "../www/index.ts";
import type { FieldName } from "./field-names.ts";

const setUp: Record<Exclude<FieldName, "<cardlet-card>">, (input: HTMLInputElement) => void> = {
  "bare input": () => {},
  "Cardlet formatNumber": (input) => {
    input.addEventListener("input", () => {
      const { value, selectionStart } = input;
      const { text, caret } = formatNumber(value, selectionStart);
      if (text === value) return;
      input.value = text;
      if (caret < text.length) input.setSelectionRange(caret, caret);
    });
  },
  // Without its caret tracker an edit in the middle throws the caret to the end.
  "cleave-zen": cleave,
  "cleave-zen, caret kept": (input) => {
    registerCursorTracker({ input, delimiter: " " });
    cleave(input);
  },
  imask: (input) => void IMask(input, { mask: "0000 0000 0000 0000" }),
  "restricted-input": (input) =>
    void new RestrictedInput({ element: input, pattern: "{{9999}} {{9999}} {{9999}} {{9999}}" }),
};

/** Lazy, or Backspace can't pass a blank. */
function cleave(input: HTMLInputElement): void {
  input.addEventListener("input", () => {
    input.value = formatCreditCard(input.value, { delimiterLazyShow: true });
  });
}

let field: HTMLInputElement | undefined;

/** Puts the field into the page and focuses it. */
export async function showField(name: FieldName): Promise<void> {
  field = name === "<cardlet-card>" ? await cardlet() : plain(name);
  field.focus();
}

export function fieldValue(): string {
  return field?.value ?? "";
}

/** The whole element, with its verdicts, brand, messages and events: that is what a page uses. */
async function cardlet(): Promise<HTMLInputElement> {
  const card = document.createElement("cardlet-card");
  card.setAttribute("provider", "rebilly");
  card.setAttribute("organization", "cardlet-demo");
  card.setAttribute("public-key", "pk_sandbox_CardletDemoPublishableKey");
  const ready = new Promise((resolve) => card.addEventListener("cardlet-ready", resolve));
  document.body.append(card);
  await ready;
  return card.querySelector(".cardlet-number input") as HTMLInputElement;
}

function plain(name: Exclude<FieldName, "<cardlet-card>">): HTMLInputElement {
  const input = document.createElement("input");
  // As on every card's field; the browser has work with a placeholder at each change of the text.
  input.placeholder = "1234 1234 1234 1234";
  input.autocomplete = "cc-number";
  input.inputMode = "numeric";
  document.body.append(input);
  setUp[name](input);
  return input;
}
