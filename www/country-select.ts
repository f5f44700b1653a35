/** The choice of a country: a native select, whose options carry codes and names of the page's language. */

import { COUNTRIES } from "./countries.ts";

/** Fills a select with the countries; the first option is the choice of none. */
export function addCountries(select: HTMLSelectElement): void {
  select.append(...["", ...COUNTRIES.split(" ")].map((code) => new Option("", code)));
}

/** Names the countries in a language and puts them in its order. What is chosen stays chosen. */
export function nameCountries(select: HTMLSelectElement, locale: string): void {
  const languages = [locale, "en"];
  const names = new Intl.DisplayNames(languages, { type: "region" });
  const { compare } = new Intl.Collator(languages);
  const [none, ...countries] = select.options;
  if (!none) return;
  for (const option of countries) option.text = names.of(option.value) ?? option.value;
  const chosen = select.querySelector<HTMLOptionElement>("option:checked") ?? none;
  none.after(...countries.sort((one, other) => compare(one.text, other.text)));
  // To move an option takes its choice away.
  chosen.selected = true;
}

/** A select has no `readOnly`: it can be read and left, but no option can be chosen. */
export function lockCountries(select: HTMLSelectElement, locked: boolean): void {
  select.ariaReadOnly = String(locked);
  for (const option of select.options) option.disabled = locked;
}
