import { type Browser, type KeyInput, launch, type Page } from "puppeteer-core";
import { findBinary } from "../binaries.ts";
import type { Engine, EnginePage } from "../engine.ts";
import { type Key, keyStroke } from "../keys.ts";
import { guardGroup } from "../process-guard.ts";
import type { Point } from "./click-point.ts";
import { OWN_SIGNALS } from "./own-signals.ts";
import { makeScratch } from "./scratch.ts";
import { ScriptedPage } from "./scripted-page.ts";
import { VIEWPORT } from "./viewport.ts";
import { keyCode } from "./webdriver-keys.ts";

/**
 * Keeps Firefox from calling home and from guessing at addresses. Whatever else would leave this machine goes
 * to a proxy that is not there, names and all; loopback addresses never use a proxy.
 */
const QUIET = {
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.dns.disablePrefetch": true,
  "network.http.speculative-parallel-limit": 0,
  "network.prefetch-next": false,
  "network.proxy.allow_bypass": false,
  "network.proxy.failover_direct": false,
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
};

/** Starts Firefox with an empty profile, over WebDriver BiDi. */
export async function launchFirefox(): Promise<Engine> {
  const executablePath = findBinary("firefox");
  const scratch = await makeScratch();
  const browser = await launch({
    browser: "firefox",
    executablePath,
    headless: true,
    defaultViewport: VIEWPORT,
    userDataDir: scratch.path,
    extraPrefsFirefox: QUIET,
    env: { ...process.env, GSETTINGS_BACKEND: "memory", XDG_CACHE_HOME: scratch.path },
    ...OWN_SIGNALS,
  });
  // Firefox stays when the socket it is driven over closes, so somebody has to watch this process.
  const group = browser.process()?.pid;
  const lift = group === undefined ? () => undefined : guardGroup(group);
  return {
    name: "firefox",
    newPage: () => openPage(browser),
    async close() {
      await browser.close();
      lift();
      await scratch.remove();
    },
  };
}

async function openPage(browser: Browser): Promise<EnginePage> {
  const userContext = await browser.createBrowserContext();
  return new BidiPage(await userContext.newPage());
}

class BidiPage extends ScriptedPage {
  /** Its automation can't point into a frame of another process. */
  override readonly pointsIntoFrames = false;
  readonly #page: Page;

  constructor(page: Page) {
    super();
    this.#page = page;
  }

  async goto(url: string): Promise<void> {
    await this.#page.goto(url);
  }

  protected async run(script: string): Promise<string> {
    return String(await this.#page.evaluate(script));
  }

  protected async runIn(frame: string, script: string): Promise<string> {
    const element = await this.#page.$(frame);
    const content = await element?.contentFrame();
    if (!content) throw new Error(`${frame} is no frame`);
    return String(await content.evaluate(script));
  }

  protected async clickAt({ x, y }: Point): Promise<void> {
    await this.#page.mouse.click(x, y);
  }

  protected async typeText(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  protected async pressKey(key: Key): Promise<void> {
    const stroke = keyStroke(key);
    const { keyboard } = this.#page;
    for (const modifier of stroke.modifiers) await keyboard.down(modifier);
    // The character, not the name: Puppeteer's `Enter` is the number pad's, and it knows no `Space`.
    await keyboard.press(keyCode(stroke.key) as KeyInput);
    for (const modifier of stroke.modifiers) await keyboard.up(modifier);
  }

  async screenshot(file: string): Promise<void> {
    await this.#page.screenshot({ path: file as `${string}.png` });
  }

  async close(): Promise<void> {
    await this.#page.browserContext().close();
  }
}
