import { findBinary } from "../binaries.ts";
import { freePort } from "../free-port.ts";
import { startOwned } from "../owned-process.ts";
import { retry } from "../retry.ts";
import { VIEWPORT } from "./viewport.ts";
import { type WebDriver, webDriver } from "./webdriver.ts";

const START_MS = 15_000;

/** One driver with one browser. */
export interface WebkitSession {
  commands: WebDriver;
  close(): Promise<void>;
}

/** `scratch` takes the caches and settings the browser would otherwise leave in the user's folders. */
export async function startWebkitSession(display: string, scratch: string): Promise<WebkitSession> {
  const miniBrowser = findBinary("miniBrowser");
  const port = await freePort();
  const driver = await startOwned(findBinary("webkitDriver"), [`--port=${port}`], {
    DISPLAY: display,
    GDK_BACKEND: "x11",
    GSETTINGS_BACKEND: "memory",
    // From the locale "C" the browser makes `navigator.language` "C", which `Intl` rejects.
    LC_ALL: "en_US.UTF-8",
    NO_AT_BRIDGE: "1",
    // The web process sandbox needs user namespaces, which containers often withhold.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    XDG_CACHE_HOME: scratch,
    XDG_CONFIG_HOME: scratch,
    XDG_DATA_HOME: scratch,
  });
  driver.child.stdout.resume();
  driver.child.stderr.resume();
  try {
    const root = webDriver(`http://127.0.0.1:${port}`);
    await retry("WebKitWebDriver /status", START_MS, () => root.get("/status"));
    const { sessionId } = await root.post<{ sessionId: string }>("/session", {
      capabilities: {
        alwaysMatch: {
          "webkitgtk:browserOptions": { binary: miniBrowser, args: ["--automation"] },
          // The driver would wait five minutes for a page; the other engines wait half of one.
          timeouts: { pageLoad: 30_000, script: 30_000 },
        },
      },
    });
    const commands = webDriver(`http://127.0.0.1:${port}/session/${sessionId}`);
    await setViewport(commands);
    return {
      commands,
      async close() {
        await root.delete(`/session/${sessionId}`).catch(() => undefined);
        await driver.stop();
      },
    };
  } catch (error) {
    await driver.stop();
    throw error;
  }
}

/** Makes the window as much larger than the page as its bars are. */
async function setViewport(commands: WebDriver): Promise<void> {
  const script = "return [outerWidth - innerWidth, outerHeight - innerHeight];";
  const [width, height] = await commands.post<[number, number]>("/execute/sync", { script, args: [] });
  await commands.post("/window/rect", {
    x: 0,
    y: 0,
    width: VIEWPORT.width + width,
    height: VIEWPORT.height + height,
  });
}
