import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { guardGroup } from "./process-guard.ts";

const GRACE_MS = 3000;

/** A program the tests started; it leads a process group of its own, so its children go with it. */
export interface OwnedProcess {
  child: ChildProcessByStdio<null, Readable, Readable>;
  /** Ends the program and everything it started, by id; resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts a program that is ended by `stop()`, or else when this process dies. */
export async function startOwned(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<OwnedProcess> {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: { ...process.env, ...env },
  });
  await once(child, "spawn");
  const group = child.pid;
  if (group === undefined) throw new Error(`${command} did not start`);
  const lift = guardGroup(group);
  const gone = new Promise<void>((resolve) => void child.once("exit", () => resolve()));

  return {
    child,
    async stop() {
      signalGroup(group, "SIGTERM");
      const timer = setTimeout(() => signalGroup(group, "SIGKILL"), GRACE_MS);
      await gone;
      clearTimeout(timer);
      // The leader has left; what it started may still be there.
      signalGroup(group, "SIGKILL");
      lift();
    },
  };
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // Nobody is left in the group.
  }
}
