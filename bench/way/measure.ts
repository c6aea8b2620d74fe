import { rounded, type Figure } from "./figure.ts";

/** What is measured, by name. */
export type Tasks = Readonly<Record<string, () => unknown>>;

const WARM_UP_MS = 600;
/** V8 gives a function its last optimization after 3,000 calls; what takes long has enough of them inside. */
const WARM_UP_CALLS = 5000;
const MOST_WARM_UP_MS = 5000;
const BATCH = 10;

/**
 * Measures tasks in turns, a few calls of each, so that what else the machine does in between falls on all of them alike.
 *
 * @param msEach how long each task runs in all, after it is warm
 * @returns the median of each, in microseconds
 */
export function measure<Name extends string>(
  tasks: Readonly<Record<Name, () => unknown>>,
  msEach = 1000,
): Readonly<Record<Name, number>> {
  const all = (Object.entries(tasks) as [Name, () => unknown][]).map(([name, run]) => {
    return { name, run, samples: [] as number[], spentMs: 0 };
  });
  for (const { run } of all) warmUp(run);
  while (all.some(({ spentMs }) => spentMs < msEach)) {
    for (const task of all) {
      if (task.spentMs >= msEach) continue;
      for (let call = 0; call < BATCH; call++) {
        const ms = timed(task.run);
        task.samples.push(ms);
        task.spentMs += ms;
      }
    }
  }
  return Object.fromEntries(all.map(({ name, samples }) => [name, 1000 * medianOf(samples)])) as Record<Name, number>;
}

/** The medians as figures, against a floor. */
export function asFigures(medians: Readonly<Record<string, number>>, floor: number): readonly Figure[] {
  return Object.entries(medians).map(([name, value]) => {
    return { name, value: rounded(value), unit: "us", timesFloor: rounded(value / floor, 3) };
  });
}

function warmUp(run: () => unknown): void {
  const startedAt = performance.now();
  let spentMs = 0;
  for (let calls = 0; spentMs < WARM_UP_MS || (calls < WARM_UP_CALLS && spentMs < MOST_WARM_UP_MS); calls++) {
    run();
    spentMs = performance.now() - startedAt;
  }
}

function timed(run: () => unknown): number {
  const startedAt = performance.now();
  run();
  return performance.now() - startedAt;
}

/** The middle of the values. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
