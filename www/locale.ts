/** The language of an element's texts: which one is wanted, and the texts once they have arrived. */

import { BUILT_IN, loadTranslation, type Translation } from "./translation.ts";

type Texts = Readonly<Record<string, string>>;

/** What a page may set about texts. */
export interface LocaleOptions {
  readonly texts?: Texts | undefined;
  readonly localesUrl?: string | URL | undefined;
}

/** Where the files are, unless a page says otherwise. Not in a form that bundlers would look for a file behind. */
const BESIDE = import.meta.url.replace(/[^/]*$/, "locales/");

/** What has arrived, by the tag that was asked for: a second element has it at once. */
const known = new Map<string, Translation>();

export class Locale {
  readonly #host: HTMLElement;
  readonly #english: Texts;
  readonly #changed: () => void;
  #asked = "";
  #translation = BUILT_IN;
  #options: LocaleOptions = {};
  #direction = "";
  #texts: Texts;

  /** `english` has each key that is going to be asked for; `changed` is told of other texts or another direction. */
  constructor(host: HTMLElement, english: Texts, changed: () => void) {
    this.#host = host;
    this.#english = english;
    this.#changed = changed;
    this.#texts = english;
  }

  /** The texts by key; another object after each change. */
  get texts(): Texts {
    return this.#texts;
  }

  text(key: string): string {
    return this.#texts[key] ?? "";
  }

  /** The language that the texts are in. */
  get name(): string {
    return this.#translation.name;
  }

  /** The direction that the page has set with `dir`, else the language's. */
  get direction(): string {
    return this.#direction || this.#translation.direction;
  }

  /** Takes the page's own texts, and where the others are. */
  configure({ texts, localesUrl }: LocaleOptions): void {
    const before = this.#options;
    this.#options = { texts, localesUrl };
    if (texts !== before.texts) this.#show(this.#translation);
    if (localesUrl === before.localesUrl) return;
    this.#asked = "";
    this.refresh();
  }

  /** Follows the page's language until the returned function is called. */
  follow(): () => void {
    const observer = new MutationObserver(() => this.refresh());
    for (let root: Node | undefined = this.#host; root; root = (root as ShadowRoot).host) {
      root = root.getRootNode();
      observer.observe(root, { subtree: true, attributeFilter: ["lang", "dir"] });
    }
    this.refresh();
    return () => observer.disconnect();
  }

  /** Asks for the texts of the language that is wanted now. Until they are there, those before stay. */
  refresh(): void {
    const wanted = wantedLocale(this.#host);
    const direction = pageDirection(this.#host);
    const found = /^(en\b|$)/i.test(wanted) ? BUILT_IN : known.get(wanted);
    if (found && (found !== this.#translation || direction !== this.#direction)) {
      this.#direction = direction;
      this.#show(found);
    } else if (!found && wanted !== this.#asked) {
      void this.#load(wanted);
    }
    this.#asked = wanted;
  }

  async #load(wanted: string): Promise<void> {
    try {
      const folder = new URL(this.#options.localesUrl ?? BESIDE, document.baseURI);
      known.set(wanted, await loadTranslation(wanted, folder));
    } catch {
      // The form works in the language that it has; the next change asks again.
      this.#asked = "";
      return;
    }
    this.refresh();
  }

  #show(translation: Translation): void {
    this.#translation = translation;
    this.#texts = { ...this.#english, ...translation.texts, ...this.#options.texts };
    this.#changed();
  }
}

/** What the `locale` attribute names, else the language of the page around the element; "" where there is none. */
export function wantedLocale(host: HTMLElement): string {
  return isAuto(host) ? inherited(host, "lang") : (host.getAttribute("locale") ?? "");
}

/** The `dir` that the element has or, with the page's language, inherits; "" for the language's own. */
export function pageDirection(host: HTMLElement): string {
  const direction = isAuto(host) ? inherited(host, "dir") : host.dir;
  return /^(ltr|rtl)$/i.test(direction) ? direction.toLowerCase() : "";
}

function isAuto(host: HTMLElement): boolean {
  return /^(auto)?$/i.test(host.getAttribute("locale") ?? "");
}

/** An attribute of the node or of the closest one around it, out of shadow roots too. */
function inherited(node: Node, attribute: string): string {
  for (let at: Node | null | undefined = node; at; at = at.parentNode ?? (at as ShadowRoot).host) {
    const value = at instanceof Element ? at.getAttribute(attribute) : null;
    if (value !== null) return value;
  }
  return "";
}
