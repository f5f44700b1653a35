import { after, before, beforeEach } from "node:test";
import { launch } from "./engine.ts";
import type { ChromiumEngine } from "./engines/chromium.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";

/** A sandbox, as new for each test, and a browser: what every test of a provider needs. */
export interface World {
  readonly sandbox: Sandbox;
  readonly chromium: ChromiumEngine;
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
  };
}

function started<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error("asked for before the tests began");
  return thing;
}
