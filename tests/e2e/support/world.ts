import { after, before, beforeEach, type TestContext } from "node:test";
import { launch } from "./engine.ts";
import type { ChromiumEngine, ChromiumPage } from "./engines/chromium.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";

/** A sandbox, as new for each test, and a browser: what every test of a provider needs. */
export interface World {
  readonly sandbox: Sandbox;
  readonly chromium: ChromiumEngine;
  /** A tab of a test's own. */
  newPage(t: TestContext): Promise<ChromiumPage>;
}

/** Starts both before the tests of a file and ends them after. */
export function useWorld(): World {
  let sandbox: Sandbox | undefined;
  let chromium: ChromiumEngine | undefined;
  before(async () => {
    sandbox = await startSandbox();
    chromium = await launch("chromium");
  });
  after(() => Promise.all([chromium?.close(), sandbox?.close()]));
  beforeEach(async () => {
    await sandbox?.post("/_sandbox/reset");
    for (const proxy of [sandbox?.shop, sandbox?.merchant, sandbox?.api, sandbox?.fields]) proxy?.clear();
  });
  return {
    get sandbox() {
      return started(sandbox);
    },
    get chromium() {
      return started(chromium);
    },
    async newPage(t) {
      const page = await started(chromium).newPage();
      t.after(() => page.close());
      return page;
    },
  };
}

function started<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error("asked for before the tests began");
  return thing;
}
