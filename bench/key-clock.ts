/**
 * Times the listeners of each key: for each of its events from before the first listener to after the
 * last, and then what they have put off to a timer. A real key's microtasks run between listeners, so
 * they are inside; the browser's own insertion of the character is not.
 */

const EVENTS = ["keydown", "keypress", "beforeinput", "input", "keyup"];

let keys: number[] = [];
let start = 0;
let isListening = false;

/** Shows a field between the clock's listeners: on the window, where a field may listen too. */
export async function clocked(show: () => Promise<void>): Promise<void> {
  window.addEventListener("keydown", () => keys.push(0), true);
  for (const event of EVENTS) window.addEventListener(event, begin, true);
  clockTimers();
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
  isListening = true;
  start = performance.now();
}

function end(): void {
  add(performance.now() - start, keys, keys.length - 1);
  isListening = false;
}

function add(cost: number, to: number[], key: number): void {
  to[key] = (to[key] ?? 0) + cost;
}

/** Gives a listener's timers to its key: cleave-zen's tracker places the caret in one, at each Backspace. */
function clockTimers(): void {
  const { setTimeout } = window;
  const clocked = (callback: TimerHandler, delay?: number, ...parameters: unknown[]): number => {
    if (!isListening || typeof callback !== "function") return setTimeout(callback, delay, ...parameters);
    const of = keys;
    const key = keys.length - 1;
    return setTimeout(() => {
      const start = performance.now();
      callback(...parameters);
      add(performance.now() - start, of, key);
    }, delay);
  };
  window.setTimeout = clocked as typeof window.setTimeout;
}
