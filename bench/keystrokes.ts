/** Types a number with real keys into each field and takes it back, in turns. */

import type { CDPSession, Page } from "playwright-core";
import { FIELDS, type FieldName } from "./field-names.ts";
import { median } from "./rounds.ts";

export interface Keystroke {
  readonly name: FieldName;
  /** Microseconds a key, from before the first listener to after the last, microtasks included. */
  readonly listeners: number;
  /** Microseconds a key of the page's main thread: also layout, paint and what was put off. */
  readonly thread: number;
  /** Writes to `input.value` a key. */
  readonly writes: number;
}

interface Lap {
  /** Microseconds in listeners of each key. */
  readonly keys: readonly number[];
  /** Microseconds of the page's main thread. */
  readonly thread: number;
}

const DIGITS = "4111111111111111";
const FORMATTED = "4111 1111 1111 1111";
const ROUNDS = 24;
const WARM_UP = 4;

/** `open` makes a page of its own for each field: one's listeners, sheets and layout are nobody else's. */
export async function keystrokes(open: () => Promise<Page>): Promise<Keystroke[]> {
  const fields: Field[] = [];
  for (const name of FIELDS) fields.push(await Field.show(name, await open()));
  const laps = fields.map((): Lap[] => []);
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [index, field] of fields.entries()) {
      const lap = await field.lap();
      if (round >= 0) laps[index]?.push(lap);
    }
  }
  const results: Keystroke[] = [];
  for (const [index, field] of fields.entries()) {
    results.push({ name: field.name, ...summed(laps[index] ?? []), writes: await field.writes() });
  }
  return results;
}

/**
 * Each key of a lap costs its own: one makes a gap, one completes the number, most do little. So the
 * median is taken of each key over the rounds, and the mean of these.
 */
function summed(laps: readonly Lap[]): { listeners: number; thread: number } {
  const count = laps[0]?.keys.length ?? 0;
  const each = Array.from({ length: count }, (_, key) =>
    median(laps.map(({ keys }) => keys[key] ?? Number.NaN)),
  );
  const listeners = each.reduce((sum, cost) => sum + cost, 0) / count;
  return { listeners, thread: median(laps.map(({ thread }) => thread)) / count };
}

class Field {
  readonly name: FieldName;
  readonly #page: Page;
  readonly #session: CDPSession;

  private constructor(name: FieldName, page: Page, session: CDPSession) {
    this.name = name;
    this.#page = page;
    this.#session = session;
  }

  static async show(name: FieldName, page: Page): Promise<Field> {
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.evaluate(`bench.showField("${name}")`);
    return new Field(name, page, session);
  }

  /** Types a number and takes it back. */
  async lap(): Promise<Lap> {
    const { keyboard } = this.#page;
    await this.#page.bringToFront();
    await this.#page.evaluate("bench.takeKeyTimes()");
    const before = await this.#threadTime();
    for (const digit of DIGITS) await keyboard.press(digit);
    const typed = await this.#value();
    if (typed !== (this.name === "bare input" ? DIGITS : FORMATTED))
      throw new Error(`${this.name} made "${typed}"`);
    for (const _ of DIGITS) await keyboard.press("Backspace");
    // Where a blank takes a Backspace of its own some digits are left.
    while ((await this.#value()) !== "") await keyboard.press("Backspace");
    const thread = (await this.#threadTime()) - before;
    const keys = await this.#page.evaluate<number[]>("bench.takeKeyTimes()");
    return { keys: keys.map((milliseconds) => milliseconds * 1000), thread };
  }

  /** Writes to `input.value` a key. */
  async writes(): Promise<number> {
    await this.#page.evaluate("bench.startWriteCount()");
    const { keys } = await this.lap();
    return (await this.#page.evaluate<number>("bench.takeWrites()")) / keys.length;
  }

  #value(): Promise<string> {
    return this.#page.evaluate<string>("bench.fieldValue()");
  }

  async #threadTime(): Promise<number> {
    const { metrics } = await this.#session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1e6;
  }
}
