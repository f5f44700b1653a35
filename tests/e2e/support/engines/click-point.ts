/** Where to click, in whole CSS pixels of the viewport. */
export interface Point {
  x: number;
  y: number;
}

/** An expression that gives the element a selector leads to: `"host >>> inner"` steps into open shadow roots. */
export function elementScript(selector: string): string {
  return `${JSON.stringify(selector)}.split(">>>").reduce(
    (root, part) => root && (root.shadowRoot ?? root).querySelector(part.trim()), document)`;
}

/**
 * An expression that gives the middle of an element, after bringing it into view. It throws while the element
 * is missing, has no size, or is covered: a real pointer would hit something else, so a test must not pass.
 */
export function clickPointScript(selector: string): string {
  return pointScript(
    selector,
    'element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });',
  );
}

/** The same in a frame that is in view: scrolled from within, the page around it would move some time later. */
export function innerPointScript(selector: string): string {
  return pointScript(selector, "");
}

function pointScript(selector: string, scroll: string): string {
  return `(() => {
    const selector = ${JSON.stringify(selector)};
    const element = ${elementScript(selector)};
    if (!element) throw new Error("no element matches " + selector);
    ${scroll}
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) throw new Error(selector + " has no size");
    const x = Math.floor(box.left + box.width / 2);
    const y = Math.floor(box.top + box.height / 2);
    let hit = document.elementFromPoint(x, y);
    while (hit?.shadowRoot) {
      const inner = hit.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === hit) break;
      hit = inner;
    }
    for (let up = hit; up; up = up.parentNode ?? up.host) if (up === element) return { x, y };
    throw new Error(selector + " is covered by " + (hit ? hit.outerHTML.slice(0, 80) : "nothing"));
  })()`;
}

/** An expression that gives where the content of an iframe begins. */
export function framePointScript(selector: string): string {
  return `(() => {
    const frame = ${elementScript(selector)};
    if (!frame) throw new Error("no element matches " + ${JSON.stringify(selector)});
    if (getComputedStyle(frame).visibility !== "visible") throw new Error("the frame is hidden");
    frame.scrollIntoView({ block: "center", behavior: "instant" });
    const { x, y } = frame.getBoundingClientRect();
    return { x: Math.round(x), y: Math.round(y) };
  })()`;
}
