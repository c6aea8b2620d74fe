import { rounded, type Figure } from "./figure.ts";

/** What is measured, by name. */
export type Tasks = Readonly<Record<string, () => unknown>>;

const WARM_UP_MS = 600;
/** V8 gives a function its last optimization after 3,000 calls; what takes long has enough of them inside. */
const WARM_UP_CALLS = 5000;
const MOST_WARM_UP_MS = 5000;
/** How long a task runs in each round: long enough that what it finds in the processor's caches is its own, as in a stream of cases. */
const TURN_MS = 10;

/** How long the calls of a task took. */
export interface Timing {
  /** The median of the calls, in microseconds. */
  readonly micros: number;
  /** How long a call took in each round on average, in milliseconds. */
  readonly rounds: readonly number[];
}

/**
 * Measures tasks in turns, each for as long in every round, so that what else the machine does falls on all of them alike.
 *
 * @param msEach how long a task runs in all, after it is warm
 */
export function measure<Name extends string>(
  tasks: Readonly<Record<Name, () => unknown>>,
  msEach = 1000,
): Readonly<Record<Name, Timing>> {
  const all = (Object.entries(tasks) as [Name, () => unknown][]).map(([name, run]) => {
    return { name, run, samples: [] as number[], rounds: [] as number[] };
  });
  for (const { run } of all) warmUp(run);
  for (const startedAt = performance.now(); performance.now() - startedAt < msEach * all.length;) {
    for (const { run, samples, rounds } of all) {
      const calls = takeTurn(run);
      samples.push(...calls);
      rounds.push(calls.reduce((sum, ms) => sum + ms, 0) / calls.length);
    }
  }
  const timings = all.map(({ name, samples, rounds }) => [name, { micros: 1000 * medianOf(samples), rounds }] as const);
  return Object.fromEntries(timings) as Readonly<Record<string, Timing>>;
}

/** How many times as long one takes as the other: the median over the rounds, since a machine's speed changes between them. */
export function timesOf(one: Timing, other: Timing): number {
  return medianOf(one.rounds.map((ms, round) => ms / (other.rounds[round] as number)));
}

/** The timings as figures, against a floor. */
export function asFigures(timings: Readonly<Record<string, Timing>>, floor: Timing): readonly Figure[] {
  return Object.entries(timings).map(([name, timing]) => {
    return { name, value: rounded(timing.micros), unit: "us", timesFloor: rounded(timesOf(timing, floor), 3) };
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

/** @returns how long each call took, in milliseconds */
function takeTurn(run: () => unknown): readonly number[] {
  const calls: number[] = [];
  for (let spentMs = 0; spentMs < TURN_MS; spentMs += calls.at(-1) as number) calls.push(timed(run));
  return calls;
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
