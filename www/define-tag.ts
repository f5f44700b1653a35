/** Registers a class under a tag. */

type CardClass = CustomElementConstructor & { readonly version?: string };

/** The first definition of a tag wins; another version says so once. */
export function defineTag(tag: string, Card: CardClass): void {
  const registry = globalThis.customElements;
  if (!registry) return;
  const known = registry.get(tag) as CardClass | undefined;
  if (!known) {
    // A class can be registered once; a second tag gets a class of its own.
    const taken = registry.getName?.(Card) != null;
    registry.define(tag, taken ? class extends Card {} : Card);
  } else if (known.version !== Card.version) {
    console.warn(`<${tag}> is defined by ${known.version ?? "other code"}; this is cardlet ${Card.version}`);
  }
}
