import { MEAN_TOLERANCE, SD_TOLERANCE, type Printed } from "./printed.ts";
import { isWithin, sdOfMoments } from "./statistics.ts";

/** How many patients have each score of a whole-number scale, lowest score first. */
export type Counts = readonly number[];

/** What counts of scores give: the counts with their mean and standard deviation. */
export interface Choice {
  readonly counts: Counts;
  readonly sum: number;
  readonly squares: number;
  readonly mean: number;
  readonly sd: number;
}

/** The counts that come nearest to a printed mean and standard deviation. */
export interface Nearest {
  /** Every choice that no other one beats: within the tolerances, or at the least distance that there is. */
  readonly choices: readonly Choice[];
  readonly isMeanReached: boolean;
  readonly isSdReached: boolean;
  /** How many ways there are, with any mean. */
  readonly wayCount: number;
}

/** A scale of whole numbers from 1 to `high`, given to so many patients. */
export interface WholeNumbers {
  readonly patientCount: number;
  readonly high: number;
}

/**
 * Looks at every way in which the patients can have the scores, so what it does not find does not exist.
 *
 * The mean counts first. Only among the choices with an admissible mean does the standard deviation count.
 */
export function nearestChoices(scale: WholeNumbers, printed: Printed): Nearest {
  const all = everyCounts(scale.patientCount, scale.high).map(toChoice);
  const withMean = nearest(all, (choice) => choice.mean, printed.mean, MEAN_TOLERANCE);
  const choices = nearest(withMean, (choice) => choice.sd, printed.sd, SD_TOLERANCE);
  return {
    choices,
    wayCount: all.length,
    isMeanReached: withMean.some((choice) => isWithin(choice.mean, printed.mean, MEAN_TOLERANCE)),
    isSdReached: choices.some((choice) => isWithin(choice.sd, printed.sd, SD_TOLERANCE)),
  };
}

/** The scores themselves, lowest first. */
export function scoresOf(counts: Counts): number[] {
  return counts.flatMap((count, index) => Array.from({ length: count }, () => index + 1));
}

/** The items whose value is within the tolerance, or else those at the least distance. */
export function nearest<T>(items: readonly T[], valueOf: (item: T) => number, aim: number, tolerance: number): T[] {
  const distance = Math.max(
    tolerance,
    least(items, (item) => Math.abs(valueOf(item) - aim)),
  );
  return items.filter((item) => isWithin(valueOf(item), aim, distance));
}

function least<T>(items: readonly T[], distanceOf: (item: T) => number): number {
  return items.reduce((shortest, item) => Math.min(shortest, distanceOf(item)), Infinity);
}

function everyCounts(patientCount: number, scoreCount: number): number[][] {
  if (scoreCount === 1) return [[patientCount]];
  return Array.from({ length: patientCount + 1 }, (_, first) => first).flatMap((first) =>
    everyCounts(patientCount - first, scoreCount - 1).map((rest) => [first, ...rest]),
  );
}

function toChoice(counts: Counts): Choice {
  const patientCount = counts.reduce((total, count) => total + count, 0);
  const sum = counts.reduce((total, count, index) => total + count * (index + 1), 0);
  const squares = counts.reduce((total, count, index) => total + count * (index + 1) ** 2, 0);
  return { counts, sum, squares, mean: sum / patientCount, sd: sdOfMoments(patientCount, sum, squares) };
}
