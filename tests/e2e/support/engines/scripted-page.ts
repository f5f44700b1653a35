import type { EnginePage } from "../engine.ts";
import type { Key } from "../keys.ts";
import { retry, within } from "../retry.ts";
import { clickPointScript, framePointScript, innerPointScript, type Point } from "./click-point.ts";
import { unwrapAnswer, wrapScript } from "./page-script.ts";

const PATIENCE_MS = 30_000;
/** A browser may leave a command unanswered while what it is for goes away: that fails the test, and ends. */
const ANSWER_MS = 60_000;
const IN_FRAME = /^(.*\biframe) >>> (.*)$/;

/** The part of a page that is the same in all engines, on top of the few things each does its own way. */
export abstract class ScriptedPage implements EnginePage {
  readonly pointsIntoFrames: boolean = true;

  abstract goto(url: string): Promise<void>;
  abstract screenshot(file: string): Promise<void>;
  abstract close(): Promise<void>;

  /** Runs an expression in the page's own world, awaits it, and gives its string. */
  protected abstract run(script: string): Promise<string>;
  /** The same in the document of an iframe. */
  protected abstract runIn(frame: string, script: string): Promise<string>;
  protected abstract clickAt(point: Point): Promise<void>;
  protected abstract typeText(text: string): Promise<void>;
  protected abstract pressKey(key: Key): Promise<void>;

  async evaluate<T>(script: string): Promise<T> {
    const answer = within(`evaluate(${script})`, ANSWER_MS, this.run(wrapScript(script)));
    return unwrapAnswer<T>(await answer, script);
  }

  async evaluateIn<T>(frame: string, script: string): Promise<T> {
    const answer = within(`evaluateIn(${script})`, ANSWER_MS, this.runIn(frame, wrapScript(script)));
    return unwrapAnswer<T>(await answer, script);
  }

  type(text: string): Promise<void> {
    return within(`type(${text})`, ANSWER_MS, this.typeText(text));
  }

  press(key: Key): Promise<void> {
    return within(`press(${key})`, ANSWER_MS, this.pressKey(key));
  }

  async click(selector: string): Promise<void> {
    const point = await retry(`click(${selector})`, PATIENCE_MS, () => this.#pointOf(selector));
    await within(`click(${selector})`, ANSWER_MS, this.clickAt(point));
  }

  async #pointOf(selector: string): Promise<Point> {
    const [, frame, inner] = selector.match(IN_FRAME) ?? [];
    if (!frame || !inner) return this.evaluate<Point>(clickPointScript(selector));
    const outer = await this.evaluate<Point>(framePointScript(frame));
    const { x, y } = await this.evaluateIn<Point>(frame, innerPointScript(inner));
    return { x: outer.x + x, y: outer.y + y };
  }

  async waitFor(expression: string, timeoutMs = PATIENCE_MS): Promise<void> {
    await retry(`waitFor(${expression})`, timeoutMs, async () => {
      const value = await this.evaluate<unknown>(expression);
      if (!value) throw new Error(`value ${JSON.stringify(value)}`);
    });
  }
}
