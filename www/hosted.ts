/** Defines `<cardlet-card>` for pages that only embed the frame: no module, no card logic. */

import { CardElement } from "./card-element.ts";
import { defineTag } from "./define-tag.ts";
import { FramePort } from "./frame-port.ts";
import type { CardPort, PortEvents } from "./port.ts";

export type {
  CardAttributes,
  CardElement,
  CardListeners,
  CardletEventMap,
  CardOptions,
  CardState,
  FieldState,
  Token,
  TokenizeOptions,
} from "./card-element.ts";
export { CardletError, type ErrorType } from "./cardlet-error.ts";

export class HostedCard extends CardElement {
  /** @internal */
  protected openPort(events: PortEvents): CardPort {
    return new FramePort(this, events);
  }
}

/** Defines the element under a tag; safe to call twice. */
export function define(tag = "cardlet-card"): void {
  defineTag(tag, HostedCard);
}

define();
