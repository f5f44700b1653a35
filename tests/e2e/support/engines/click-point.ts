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
 * Brings `element` into view. What a pointer hits is told by the last picture: a click that follows a scroll at
 * once could go to a frame that was there before.
 */
const SHOW = `
    const { top, left, bottom, right } = element.getBoundingClientRect();
    if (top < 0 || left < 0 || bottom > innerHeight || right > innerWidth) {
      element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
    }`;

/**
 * An expression that gives the middle of an element, after bringing it into view. It throws while the element
 * is missing, has no size, or is covered: a real pointer would hit something else, so a test must not pass.
 */
export function clickPointScript(selector: string): string {
  return pointScript(selector, SHOW);
}

/** The same in a frame that is in view: scrolled from within, the page around it would move some time later. */
export function innerPointScript(selector: string): string {
  return pointScript(selector, "");
}

function pointScript(selector: string, show: string): string {
  return `(async () => {
    const selector = ${JSON.stringify(selector)};
    const element = ${elementScript(selector)};
    if (!element) throw new Error("no element matches " + selector);
    ${show}
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
  return `(async () => {
    const element = ${elementScript(selector)};
    if (!element) throw new Error("no element matches " + ${JSON.stringify(selector)});
    if (getComputedStyle(element).visibility !== "visible") throw new Error("the frame is hidden");
    ${SHOW}
    const { x, y } = element.getBoundingClientRect();
    return { x: Math.round(x), y: Math.round(y) };
  })()`;
}
