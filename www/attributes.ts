/** Properties that mirror attributes, as a native input's do. */

/** Sets an attribute to a text; null and undefined remove it. */
export function setText(element: HTMLElement, attribute: string, value: unknown): void {
  if (value === null || value === undefined) element.removeAttribute(attribute);
  else element.setAttribute(attribute, String(value));
}

/** Defines string properties on a prototype; a missing attribute reads as "". */
export function mirrorText(prototype: HTMLElement, attributes: Readonly<Record<string, string>>): void {
  for (const [property, attribute] of Object.entries(attributes)) {
    Object.defineProperty(prototype, property, {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement) {
        return this.getAttribute(attribute) ?? "";
      },
      set(this: HTMLElement, value: unknown) {
        setText(this, attribute, value);
      },
    });
  }
}

/** Defines boolean properties on a prototype. */
export function mirrorFlags(prototype: HTMLElement, names: readonly string[]): void {
  for (const name of names) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement) {
        return this.hasAttribute(name);
      },
      set(this: HTMLElement, value: unknown) {
        this.toggleAttribute(name, Boolean(value));
      },
    });
  }
}

/** Hands what was set before the element was defined to the properties that it hides. */
export function takeOver(element: HTMLElement, properties: readonly string[]): void {
  const own = element as unknown as Record<string, unknown>;
  for (const property of properties) {
    if (!Object.hasOwn(own, property)) continue;
    const value = own[property];
    delete own[property];
    own[property] = value;
  }
}
