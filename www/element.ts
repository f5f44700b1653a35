/** `<cardlet-card>` with its fields in the page, or in the frame that it names. */

import { CardElement } from "./card-element.ts";
import { FramePort } from "./frame-port.ts";
import { Inline } from "./inline.ts";
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

export class CardletCard extends CardElement {
  /** @internal */
  protected openPort(events: PortEvents): CardPort {
    return this.hasAttribute("frame") ? new FramePort(this, events) : new Inline(this, events);
  }
}
