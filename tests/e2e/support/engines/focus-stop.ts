/** An expression for the element that has a document's focus, through open shadow roots. */
export const FOCUSED = `(() => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
})()`;

/** Its mark, by which it is known again; a body is no stop, and has none: "". */
export const MARK = `((focused) =>
  !focused || focused === document.body ? "" : (focused[Symbol.for("stop")] ??= String(Math.random()))
)(${FOCUSED})`;
