/** Where a frame stands in its element: the room that is kept for it, and the children shown without it. */

import { listen } from "./events.ts";
import { DARK, heightOf, lookOf } from "./frame-look.ts";
import { fieldNames } from "./options.ts";

/** The frame is this much larger on each side, so that a focus ring has its room. */
const MARGIN_PX = 4;

const SHEET = `:host { display: grid; contain: inline-size; contain-intrinsic-inline-size: 20rem; min-inline-size: 0 }
:host([hidden]) { display: none }
slot, iframe { grid-area: 1 / 1 }
iframe { inline-size: calc(100% + ${2 * MARGIN_PX}px); margin: -${MARGIN_PX}px; border: 0; background: none }
iframe:not(.ready) { visibility: hidden }
iframe.ready + slot { display: none }
[name=consent] { grid-area: 2 / 1 }
::slotted(.cardlet-consent) { display: flex; gap: 0.5em; align-items: center; min-block-size: 24px }`;

export class FrameStage {
  readonly #host: HTMLElement;
  readonly #root: ShadowRoot;
  #frame: HTMLIFrameElement | null = null;
  #look = "";

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
    this.#root.adoptedStyleSheets = [sheet];
    const consent = document.createElement("slot");
    consent.name = "consent";
    this.#root.replaceChildren(document.createElement("slot"), consent);
  }

  /** Puts a frame in, unseen: the element's own children stay until `reveal()`. */
  insert(frame: HTMLIFrameElement): void {
    this.#frame = frame;
    this.fit();
    this.#root.prepend(frame);
  }

  reveal(): void {
    this.#frame?.classList.add("ready");
  }

  /** The page's looks, if they differ from those that it gave before. */
  newLook(): Record<string, string> | null {
    const look = lookOf(this.#host);
    const text = JSON.stringify(look);
    if (text === this.#look) return null;
    this.#look = text;
    this.fit();
    return look;
  }

  /** Reserves the height of the fields. */
  fit(): void {
    if (!this.#frame) return;
    const look = lookOf(this.#host);
    const height = heightOf(fieldNames(this.#host.getAttribute("fields")), this.#host.clientWidth, look);
    this.#frame.style.blockSize = `${height + 2 * MARGIN_PX}px`;
    // A frame of another scheme than its page is opaque.
    this.#frame.style.colorScheme = look.scheme ?? "";
  }

  /** Fits the frame as the page changes, and tells of other looks, until the returned function is called. */
  watch(restyle: () => void): () => void {
    const resized = new ResizeObserver(() => this.fit());
    resized.observe(this.#host);
    const restyled = new MutationObserver(restyle);
    // Pages switch their looks by any attribute of any element around: `class`, `data-theme`, …
    for (let at: Node | null = this.#host; at; at = at.parentNode ?? (at as ShadowRoot).host ?? null) {
      if (at instanceof Element) restyled.observe(at, { attributes: true });
    }
    const undo = DARK ? listen(DARK, "change", restyle) : undefined;
    return () => {
      resized.disconnect();
      restyled.disconnect();
      undo?.();
    };
  }
}
