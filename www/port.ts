/** What stands between the element and its fields: the module in this page, or a frame of another origin. */

import type { CardletError } from "./cardlet-error.ts";
import type { CardOptions } from "./options.ts";
import type { CardState } from "./state.ts";
import type { Token } from "./token.ts";
import type { FieldCode, FieldName } from "./wasm/cardlet.js";

export interface TokenizeOptions {
  signal?: AbortSignal;
  /** What a customer's action has brought: finishes an attempt that ended with `action_required`. */
  resume?: string;
}

/** What the fields tell the element. */
export interface PortEvents {
  /** The fields are live. */
  ready(): void;
  /** They could not be loaded, or are lost. */
  failed(error: CardletError): void;
  /** Something in the state has changed. */
  changed(): void;
  /** What the fields show has changed, and nothing else. */
  shown(): void;
  /** An attempt has brought a token. */
  minted(token: Token): void;
  /** An attempt has brought an error. */
  refused(error: CardletError): void;
  /** Enter was pressed in a field, where no form can hear it. */
  entered(): void;
}

/** The element's fields, wherever they are. */
export interface CardPort {
  /** Are the fields live? */
  readonly isReady: boolean;
  /** Why the last load failed. */
  readonly loadError: CardletError | null;
  /** Is nothing typed yet, as far as can be told while the fields are not live? */
  readonly isUntouched: boolean;
  readonly state: CardState;
  /** The last token while it is neither used nor expired. */
  readonly token: Token | null;
  /** Would the next call hand out the last token again? */
  readonly isTokenReusable: boolean;
  /** Does any field show an error? */
  readonly hasErrors: boolean;

  /** Makes the fields, or other ones after a change of `fields`. */
  render(): void;
  /** Takes part in the page until the returned function is called. */
  join(): () => void;
  /** Makes the fields live unless they are; rejects after telling that it failed. */
  load(): Promise<void>;
  /** The element was taken out and put in again in one task. */
  moved(): void;
  /** Gives up what is under way, and lets go of the fields. */
  release(): void;

  /** An attribute has changed. */
  refresh(attribute: string): void;
  /** What a submit would run into, once after each change of the options. */
  wrongOptions(): CardletError | null;
  /** @throws {CardletError} for what can't be used; nothing has changed then. */
  configure(options: CardOptions): void;
  setDisabled(disabled: boolean): void;

  /** Rejects with a `CardletError`. */
  tokenize(options: TokenizeOptions): Promise<Token>;
  /** Shows what is wrong in every field; with `visit` the fields count as visited from now on. */
  tell(visit: boolean): void;
  clear(): void;
  markConsumed(): void;
  setError(field: FieldName, codeOrText: FieldCode | (string & {})): void;
  focus(field: FieldName | undefined): void;
  blur(): void;

  /** Brings what the fields show up to date. */
  show(state: CardState, isWanted: boolean): void;
  /** What is wrong with a field, or that the fields are not live, for people. Nothing at all still means that it is wrong. */
  words(field: FieldName | undefined): string;
  /** Where the browser shows a message about the field. */
  anchor(field: FieldName | undefined): HTMLElement | undefined;
}
