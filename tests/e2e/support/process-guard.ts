import { spawn } from "node:child_process";
import { Socket } from "node:net";

/**
 * Waits for the end of its standard input, which comes when this process dies for whatever reason (SIGKILL
 * included, where no exit handler runs), and then ends the process group it was given.
 */
const SCRIPT = `
read -r _
kill -s TERM -- "-$1" || exit
n=0
while [ $n -lt 30 ] && kill -s 0 -- "-$1"; do sleep 0.1; n=$((n + 1)); done
kill -s KILL -- "-$1"
`;

/**
 * Makes sure the process group `group` does not outlive this process.
 * Returns the function that lifts the guard; call it once the group has been ended.
 */
export function guardGroup(group: number): () => void {
  const guard = spawn("/bin/sh", ["-c", SCRIPT, "guard", String(group)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  return () => void guard.kill("SIGKILL");
}
