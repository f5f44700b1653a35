import {
  type Browser,
  type CDPSession,
  chromium,
  type Frame,
  type LaunchOptions,
  type Page,
} from "playwright-core";
import { findBinary } from "../binaries.ts";
import type { Engine, EnginePage } from "../engine.ts";
import type { Key } from "../keys.ts";
import { retry, within } from "../retry.ts";
import { elementScript, type Point } from "./click-point.ts";
import { FOCUSED, MARK } from "./focus-stop.ts";
import { OWN_SIGNALS } from "./own-signals.ts";
import { ScriptedPage } from "./scripted-page.ts";
import { VIEWPORT } from "./viewport.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // As the whole browser does by itself: a frame of another site is another process.
  "--site-per-process",
  // Autofill would describe every form to its server: no name but these is resolved at all.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
];

export interface ChromiumEngine extends Engine {
  newPage(): Promise<ChromiumPage>;
}

export interface ChromiumPage extends EnginePage {
  /** The whole Playwright API, for what only Chromium is asked to prove. */
  readonly playwright: Page;
}

/**
 * Starts Chromium with an empty profile. It talks over a pipe, not a port, so it also ends by itself when this
 * process dies.
 */
export async function launchChromium(options: LaunchOptions = {}): Promise<ChromiumEngine> {
  const browser = await chromium.launch({
    executablePath: findBinary("chromiumShell"),
    headless: true,
    args: FLAGS,
    env: { ...process.env, GSETTINGS_BACKEND: "memory" },
    ...OWN_SIGNALS,
    ...options,
  });
  return {
    name: "chromium",
    newPage: () => openPage(browser),
    close: () => browser.close(),
  };
}

async function openPage(browser: Browser): Promise<ChromiumPage> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  return new PlaywrightPage(page, await context.newCDPSession(page));
}

class PlaywrightPage extends ScriptedPage implements ChromiumPage {
  readonly playwright: Page;
  readonly #session: CDPSession;
  readonly #crash: Promise<never>;

  constructor(page: Page, session: CDPSession) {
    super();
    this.playwright = page;
    this.#session = session;
    this.#crash = new Promise((_, reject) => {
      page.once("crash", () => reject(new Error("the page has crashed")));
    });
    this.#crash.catch(() => undefined);
  }

  /** After a failure Chromium still loads its own error page, which would get in the way of the next visit. */
  async goto(url: string): Promise<void> {
    try {
      await this.playwright.goto(url);
    } catch (error) {
      await this.playwright.waitForURL("chrome-error://**", { timeout: 2000 }).catch(() => undefined);
      throw error;
    }
  }

  /** Not `page.evaluate`: that lends the script a user gesture, which a page's own scripts do not have. */
  protected async run(script: string): Promise<string> {
    const answer = this.#session.send("Runtime.evaluate", {
      expression: script,
      awaitPromise: true,
      returnByValue: true,
      allowUnsafeEvalBlockedByCSP: false,
    });
    const { result, exceptionDetails } = await Promise.race([answer, this.#crash]);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return String(result.value);
  }

  protected async runIn(frame: string, script: string): Promise<string> {
    // Not by a locator: Playwright would add listeners of its own to the page.
    const found = await this.playwright.evaluateHandle<HTMLElement>(elementScript(frame));
    const content = await found.asElement()?.contentFrame();
    if (!content) throw new Error(`${frame} is no frame`);
    return content.evaluate(script);
  }

  protected async clickAt({ x, y }: Point): Promise<void> {
    await this.playwright.mouse.click(x, y);
  }

  protected async typeText(text: string): Promise<void> {
    await this.playwright.keyboard.type(text);
  }

  protected async pressKey(key: Key): Promise<void> {
    if (key === "Tab" || key === "Shift+Tab") return this.#step(key);
    await this.playwright.keyboard.press(key);
  }

  /**
   * Waits until the focus has come to rest elsewhere: into a frame of another site and out of it, it travels by way
   * of the browser, and the next key must not overtake it. Where the key leads nowhere else, it stays.
   */
  async #step(key: Key): Promise<void> {
    const before = await this.#stop();
    // A frame that goes away with the focus may take the answer to its key along.
    await within(key, 10_000, this.playwright.keyboard.press(key)).catch(() => undefined);
    await retry("the focus moves", 5000, async () => {
      const now = await this.#stop();
      if (!now || now === before) throw new Error(now ? "it stays" : "it is nowhere");
    }).catch(() => undefined);
  }

  /** The mark of what has the focus, in the page or in a frame; "" for nothing but a body. */
  async #stop(frame: Frame = this.playwright.mainFrame()): Promise<string> {
    const focused = (await frame.evaluateHandle<HTMLElement>(FOCUSED)).asElement();
    const content = await focused?.contentFrame();
    return content ? this.#stop(content) : frame.evaluate(MARK);
  }

  async screenshot(file: string): Promise<void> {
    await this.playwright.screenshot({ path: file });
  }

  async close(): Promise<void> {
    await this.playwright.context().close();
  }
}
