import { writeFile } from "node:fs/promises";
import type { Engine } from "../engine.ts";
import { type Key, keyStroke } from "../keys.ts";
import { elementScript, type Point } from "./click-point.ts";
import { makeScratch } from "./scratch.ts";
import { ScriptedPage } from "./scripted-page.ts";
import type { WebDriver } from "./webdriver.ts";
import { type KeyAction, strokeActions, textActions } from "./webdriver-keys.ts";
import { startWebkitSession, type WebkitSession } from "./webkit-session.ts";
import { startDisplay } from "./xvfb.ts";

/**
 * Starts what WebKitGTK needs: a display. The driver holds one session only, so each page brings its own driver
 * and browser; that also gives each page its own cookies and storage.
 */
export async function launchWebkit(): Promise<Engine> {
  const display = await startDisplay();
  const scratch = await makeScratch();
  const open = new Set<WebkitSession>();
  return {
    name: "webkit",
    async newPage() {
      const session = await startWebkitSession(display.name, scratch.path);
      open.add(session);
      return new WebDriverPage(session.commands, async () => {
        open.delete(session);
        await session.close();
      });
    },
    async close() {
      await Promise.all([...open].map((session) => session.close()));
      await display.close();
      await scratch.remove();
    },
  };
}

class WebDriverPage extends ScriptedPage {
  readonly #commands: WebDriver;
  readonly #end: () => Promise<void>;

  constructor(commands: WebDriver, end: () => Promise<void>) {
    super();
    this.#commands = commands;
    this.#end = end;
  }

  /** The driver reports success even when nobody answers; the browser then shows an empty page. */
  async goto(url: string): Promise<void> {
    await this.#commands.post("/url", { url });
    const shown = await this.evaluate<string>("location.href");
    if (shown === "about:blank" && url !== shown) throw new Error(`goto(${url}): the page did not load`);
  }

  protected run(script: string): Promise<string> {
    return this.#commands.post<string>("/execute/sync", { script: `return ${script};`, args: [] });
  }

  protected async runIn(frame: string, script: string): Promise<string> {
    const find = `return ${elementScript(frame)}`;
    const id = await this.#commands.post("/execute/sync", { script: find, args: [] });
    await this.#commands.post("/frame", { id });
    try {
      return await this.run(script);
    } finally {
      await this.#commands.post("/frame/parent");
    }
  }

  protected async clickAt({ x, y }: Point): Promise<void> {
    await this.#act({
      type: "pointer",
      id: "mouse",
      parameters: { pointerType: "mouse" },
      actions: [
        { type: "pointerMove", origin: "viewport", duration: 0, x, y },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ],
    });
  }

  protected typeText(text: string): Promise<void> {
    return this.#keys(textActions(text));
  }

  protected pressKey(key: Key): Promise<void> {
    return this.#keys(strokeActions(keyStroke(key)));
  }

  async screenshot(file: string): Promise<void> {
    await writeFile(file, await this.#commands.get<string>("/screenshot"), "base64");
  }

  close(): Promise<void> {
    return this.#end();
  }

  #keys(actions: KeyAction[]): Promise<void> {
    return this.#act({ type: "key", id: "keyboard", actions });
  }

  async #act(source: object): Promise<void> {
    await this.#commands.post("/actions", { actions: [source] });
  }
}
