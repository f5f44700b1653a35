import type { ChromiumEngine } from "./engines/chromium.ts";
import type { Key } from "./keys.ts";

export type EngineName = "chromium" | "firefox" | "webkit";

export const engineNames: readonly EngineName[] = ["chromium", "firefox", "webkit"];

/** A running browser. */
export interface Engine {
  readonly name: EngineName;
  /** A page with cookies and storage of its own. */
  newPage(): Promise<EnginePage>;
  /** Ends the browser, its pages and every process it started. */
  close(): Promise<void>;
}

/** What every engine can do with a page: the part of the tests that must hold in all of them uses only this. */
export interface EnginePage {
  /** Loads a page and waits for its `load` event; rejects when there is nobody to answer. */
  goto(url: string): Promise<void>;

  /**
   * Runs an expression (an async IIFE is one) in the page, awaits it, and gives its value as JSON would carry
   * it. The page's content security policy applies to what the expression does, such as compiling a module.
   */
  evaluate<T>(script: string): Promise<T>;

  /** Runs an expression in the document of the iframe that the selector leads to. */
  evaluateIn<T>(frame: string, script: string): Promise<T>;

  /**
   * A real pointer click in the middle of the element, once it is visible and nothing covers it.
   * `"host >>> inner"` steps into an open shadow root, and `"iframe >>> inner"` into a frame of any origin.
   */
  click(selector: string): Promise<void>;

  /** Does the pointer reach into a frame of another site? */
  readonly pointsIntoFrames: boolean;

  /** Real keys, one after the other, into whatever has the focus. */
  type(text: string): Promise<void>;

  /** One real key, with the modifiers before it held down. */
  press(key: Key): Promise<void>;

  /** Polls an expression until it is truthy. A page that is just being replaced is asked again. */
  waitFor(expression: string, timeoutMs?: number): Promise<void>;

  /** Writes the visible part of the page to a PNG file. */
  screenshot(file: string): Promise<void>;

  close(): Promise<void>;
}

/** Starts a browser. Each engine's module is loaded only when it is asked for. */
export function launch(name: "chromium"): Promise<ChromiumEngine>;
export function launch(name: EngineName): Promise<Engine>;
export async function launch(name: EngineName): Promise<Engine> {
  switch (name) {
    case "chromium":
      return (await import("./engines/chromium.ts")).launchChromium();
    case "firefox":
      return (await import("./engines/firefox.ts")).launchFirefox();
    case "webkit":
      return (await import("./engines/webkit.ts")).launchWebkit();
  }
}
