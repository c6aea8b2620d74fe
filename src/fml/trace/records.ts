import type { Site } from "./site.ts";

/** One record of a trace. */
export interface TraceRecord {
  /** By which others name it: the length of the list behind it. */
  readonly id: number;
  readonly site: Site;
  readonly args: readonly number[];
}

/**
 * The records of a trace, in the order in which they were made.
 *
 * @throws RangeError for a list that these sites did not make
 */
export function recordsOf(trace: ArrayLike<number>, sites: readonly Site[]): TraceRecord[] {
  const found: TraceRecord[] = [];
  for (let id = trace.length; id > 0;) {
    const site = sites[trace[id - 1] ?? -1];
    if (site === undefined || id < site.size + 1) throw new RangeError("This trace was not made by this map.");
    const args = Array.from({ length: site.size }, (_, index) => trace[id - 1 - site.size + index] ?? 0);
    found.push({ id, site, args });
    id -= site.size + 1;
  }
  return found.reverse();
}
