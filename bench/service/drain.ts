import { setTimeout as sleep } from "node:timers/promises";

/** How many transactions a sink has taken. */
export async function countTaken(sink: string): Promise<number> {
  const response = await fetch(`${sink}/count`);
  return ((await response.json()) as { readonly count: number }).count;
}

/** Pauses or resumes all deliveries of a service, as an operator would. */
export async function steerDestinations(service: string, action: "pause" | "resume"): Promise<void> {
  const { destinations } = (await (await fetch(`${service}/destinations`)).json()) as Destinations;
  for (const { name } of destinations) {
    const { ok, status } = await fetch(`${service}/destinations/${encodeURIComponent(name)}/${action}`, {
      method: "POST",
    });
    if (!ok) throw new Error(`To ${action} a destination was answered with ${status}.`);
  }
}

interface Destinations {
  readonly destinations: readonly { readonly name: string }[];
}

/**
 * Waits until a sink has taken so many transactions.
 *
 * @returns how many a second, from the first to the last
 */
export async function measureDrain(sink: string, wanted: number): Promise<number> {
  let first: { readonly count: number; readonly at: number } | undefined;
  for (;;) {
    const count = await countTaken(sink);
    const at = performance.now();
    if (count > 0) first ??= { count, at };
    if (first && count >= wanted) return (count - first.count) / ((at - first.at) / 1000);
    await sleep(20);
  }
}
