/** Rounds: A B C, A B C, …, so that what slows the machine for a while slows everyone. */

/** The median of what each contestant's runs cost, in the contestants' order. */
export async function medians<T>(
  contestants: readonly T[],
  { rounds, warmUp }: { rounds: number; warmUp: number },
  run: (contestant: T) => number | Promise<number>,
): Promise<number[]> {
  const costs = contestants.map((): number[] => []);
  for (let round = -warmUp; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const cost = await run(contestant);
      if (round >= 0) costs[index]?.push(cost);
    }
  }
  return costs.map(median);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
