/** Counts writes to `input.value`: each costs more than all else that a formatter does. */

let writes = 0;

/** Wraps the property for good, which makes writes slower: done after everything was timed. */
export function startWriteCount(): void {
  const property = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  if (!property) throw new Error("no value property");
  Object.defineProperty(HTMLInputElement.prototype, "value", {
    ...property,
    set(text: string) {
      writes++;
      property.set?.call(this, text);
    },
  });
}

/** The writes since the last call. */
export function takeWrites(): number {
  const taken = writes;
  writes = 0;
  return taken;
}
