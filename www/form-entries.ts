/** What a card stands for in its form's data: its token, and whether the card may be saved. */

import type { CardState } from "./state.ts";
import type { Token } from "./token.ts";

interface TokenHolder {
  readonly name: string;
  readonly state: CardState;
}

/** Adds the token's entries; none for a card without a name. */
export function addEntries(data: FormData, { id }: Token, { name, state }: TokenHolder): void {
  if (!name) return;
  data.append(name, id);
  if (state.consent) data.append(`${name}Consent`, "on");
}

/** The same as the value of a form control. */
export function formValue(token: Token, card: TokenHolder): FormData | string {
  // A text follows a change of the name.
  if (!card.state.consent || !card.name) return token.id;
  const data = new FormData();
  addEntries(data, token, card);
  return data;
}
