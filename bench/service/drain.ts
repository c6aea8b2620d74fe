import { setTimeout as sleep } from "node:timers/promises";

/** How many transactions a sink has taken. */
export async function countTaken(sink: string): Promise<number> {
  const response = await fetch(`${sink}/count`);
  return ((await response.json()) as { readonly count: number }).count;
}

/**
 * Waits until a sink has taken so many transactions.
 *
 * @returns how many a second, from the first to the last
 */
export async function measureDrain(sink: string, wanted: number): Promise<number> {
  const before = await countTaken(sink);
  let first: { readonly count: number; readonly at: number } | undefined;
  for (;;) {
    const taken = (await countTaken(sink)) - before;
    const at = performance.now();
    if (taken > 0) first ??= { count: taken, at };
    if (first && taken >= wanted) return (taken - first.count) / ((at - first.at) / 1000);
    await sleep(20);
  }
}
