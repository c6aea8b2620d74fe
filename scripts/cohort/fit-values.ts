import type { Random } from "./random.ts";
import { mean, sampleSd, sum } from "./statistics.ts";

/** What a list of values must have. */
export interface Fit {
  readonly count: number;
  readonly mean: number;
  readonly sd: number;
  /** Least and greatest value of those that are drawn. */
  readonly low: number;
  readonly high: number;
  /** Distance between neighbouring values: 1 for whole numbers, 0.5 for half points. */
  readonly step: number;
  /** Values that must be in the list, first in it; they may lie beyond `low` and `high`. */
  readonly fixed?: readonly number[];
}

/** The last printed digit. Half points move a standard deviation by about as much, so nothing finer can be asked. */
const SD_GOAL = 0.01;
const STEP_LIMIT = 200_000;

/**
 * Draws values near the normal distribution and moves them by single steps until the list has the mean, to the
 * nearest sum that the step allows, and the standard deviation.
 *
 * @throws Error when the values do not get there, as when bounds leave no room
 */
export function fitValues(fit: Fit, random: Random): number[] {
  const fixed = fit.fixed ?? [];
  const total = Math.round((fit.mean * fit.count) / fit.step) * fit.step;
  const drawn = Array.from({ length: fit.count - fixed.length }, () => clamp(fit.mean + fit.sd * random.normal(), fit));
  const values = [...fixed, ...drawn];
  const first = fixed.length;
  for (let left = STEP_LIMIT; left > 0; left--) {
    const excess = total - sum(values);
    if (excess === 0 && Math.abs(sampleSd(values) - fit.sd) < SD_GOAL) return values;
    const up = random.integer(first, values.length - 1);
    const down = random.integer(first, values.length - 1);
    if (excess > 0) move(values, up, fit.step, fit);
    else if (excess < 0) move(values, down, -fit.step, fit);
    else swing(values, up, down, fit);
  }
  throw new Error(`No ${fit.count} values of mean ${fit.mean} and standard deviation ${fit.sd} found.`);
}

/** One value up and another down where that brings the standard deviation nearer. */
function swing(values: number[], up: number, down: number, fit: Fit): void {
  const rising = values[up] ?? NaN;
  const falling = values[down] ?? NaN;
  if (up === down || rising + fit.step > fit.high || falling - fit.step < fit.low) return;
  const centre = mean(values);
  const squares = (value: number): number => (value - centre) ** 2;
  const change = squares(rising + fit.step) + squares(falling - fit.step) - squares(rising) - squares(falling);
  const lacking = (fit.sd ** 2 - sampleSd(values) ** 2) * (values.length - 1);
  if (Math.abs(lacking - change) >= Math.abs(lacking)) return;
  move(values, up, fit.step, fit);
  move(values, down, -fit.step, fit);
}

function move(values: number[], index: number, by: number, fit: Fit): void {
  const value = (values[index] ?? NaN) + by;
  if (value >= fit.low && value <= fit.high) values[index] = value;
}

function clamp(value: number, fit: Fit): number {
  return Math.min(fit.high, Math.max(fit.low, Math.round(value / fit.step) * fit.step));
}
