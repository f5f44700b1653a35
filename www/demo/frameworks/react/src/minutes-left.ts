import type { Token } from "cardlet/define";
import { useEffect, useState } from "react";

/** The minutes that a token has left, brought up to date each second. */
export function useMinutesLeft(token: Token | null): number {
  const [, update] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => update((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return Math.ceil((token?.expiresIn() ?? 0) / 60_000);
}
