/**
 * Times the listeners of each key: for each of its events from before the first listener to after the
 * last. A real key's microtasks run between listeners, so they are inside; the browser's own insertion
 * of the character is not.
 */

const EVENTS = ["keydown", "keypress", "beforeinput", "input", "keyup"];

let keys: number[] = [];
let start = 0;

/** Shows a field between the clock's listeners: on the window, where a field may listen too. */
export async function clocked(show: () => Promise<void>): Promise<void> {
  window.addEventListener("keydown", () => keys.push(0), true);
  for (const event of EVENTS) window.addEventListener(event, begin, true);
  await show();
  for (const event of EVENTS) window.addEventListener(event, end);
}

/** The milliseconds of each key since the last call. */
export function takeKeyTimes(): number[] {
  const taken = keys;
  keys = [];
  return taken;
}

function begin(): void {
  start = performance.now();
}

function end(): void {
  const last = keys.length - 1;
  keys[last] = (keys[last] ?? 0) + performance.now() - start;
}
