/** The vendors' test cards: what they are called, and how one gets into the form. */

import type { CardElement } from "../../card-element.ts";
import type { TestCard } from "../shared/config.ts";

/** What is taken where a vendor has published none. */
const ANY: TestCard[] = [
  { number: "4111111111111111", about: "none is published: any valid number" },
  { number: "5555555555554444", about: "another brand" },
];

export function cardsOf(published: readonly TestCard[]): readonly TestCard[] {
  return published.length > 0 ? published : ANY;
}

/** Such as "4111 1111 1111 1111, Visa, approved". */
export function nameOf({ number, cvv, ...facts }: TestCard): string {
  const words = [...new Set(Object.values(facts).filter((fact) => fact))];
  return [number.replace(/\d{4}(?=\d)/g, "$& "), ...words].join(", ");
}

/** Enters a card as a password manager does: whole values and an `input` event. */
export function enter(form: CardElement, { number, cvv }: TestCard): void {
  const isAmex = /^3[47]/.test(number);
  const values = {
    number,
    expiry: `12${(new Date().getFullYear() + 3) % 100}`,
    cvc: cvv ?? (isAmex ? "1234" : "123"),
  };
  for (const [field, value] of Object.entries(values)) {
    const input = form.querySelector<HTMLInputElement>(`.cardlet-${field} input`);
    if (!input) continue;
    input.value = value;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}
