import { createInterface } from "node:readline";
import { findBinary } from "../binaries.ts";
import { startOwned } from "../owned-process.ts";

/** An X display in memory. */
export interface Display {
  /** For the environment variable `DISPLAY`. */
  name: string;
  close(): Promise<void>;
}

/** Starts an X server for programs that cannot do without one. It picks a free display number and tells it. */
export async function startDisplay(): Promise<Display> {
  const server = await startOwned(findBinary("xvfb"), [
    "-displayfd",
    "1",
    "-screen",
    "0",
    "1280x1024x24",
    "-nolisten",
    "tcp",
  ]);
  server.child.stderr.resume();
  for await (const number of createInterface({ input: server.child.stdout })) {
    return { name: `:${number.trim()}`, close: () => server.stop() };
  }
  await server.stop();
  throw new Error("Xvfb ended before it named a display");
}
