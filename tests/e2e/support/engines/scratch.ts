import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for a browser's profile and caches, so that none of it lands in the user's own folders. */
export interface Scratch {
  path: string;
  remove(): Promise<void>;
}

export async function makeScratch(): Promise<Scratch> {
  const path = await mkdtemp(join(tmpdir(), "cardlet-browser-"));
  return {
    path,
    // A browser's last process may still be writing; it is given a moment.
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}
