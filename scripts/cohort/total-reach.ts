import {
  GROUPS,
  MEAN_TOLERANCE,
  PATIENTS,
  SCORES,
  SD_TOLERANCE,
  type Group,
  type Moment,
  type Printed,
  type Scale,
} from "./printed.ts";
import { GREATEST_SCORE, PAIN_STEP } from "./scores.ts";
import { sdOfMoments } from "./statistics.ts";
import { nearest, nearestChoices } from "./whole-numbers.ts";

/** What both groups together can have while each keeps to its own printed figures, or comes as near as it can. */
export interface TotalReach {
  /** The mean nearest to the printed one. */
  readonly mean: number;
  /** The standard deviation nearest to the printed one; for half points, one that none can come nearer than. */
  readonly sd: number;
}

const ALL = GROUPS.reduce((count, group) => count + PATIENTS[group], 0);

/** Finds how near the total column can come, over every combination of what the groups can have. */
export function totalReach(scale: Scale, moment: Moment): TotalReach {
  return scale === "pain" ? halfPointReach(moment) : wholeNumberReach(scale, moment);
}

function wholeNumberReach(scale: "activity" | "analgesic", moment: Moment): TotalReach {
  const [first, second] = GROUPS.map((group) => {
    const printed = SCORES[scale][moment][group];
    const { choices } = nearestChoices({ patientCount: PATIENTS[group], high: GREATEST_SCORE[scale] }, printed);
    return [...new Map(choices.map((choice) => [`${choice.sum}/${choice.squares}`, choice])).values()];
  });
  const both = (first ?? []).flatMap((a) =>
    (second ?? []).map((b) => ({
      mean: (a.sum + b.sum) / ALL,
      sd: sdOfMoments(ALL, a.sum + b.sum, a.squares + b.squares),
    })),
  );
  const printed = SCORES[scale][moment].total;
  return {
    mean: closest(
      both.map(({ mean }) => mean),
      printed.mean,
    ),
    sd: closest(
      both.map(({ sd }) => sd),
      printed.sd,
    ),
  };
}

/**
 * Half points have too many ways to list, so the standard deviation is bounded: the squares about the common mean are
 * those within the groups, whose standard deviations have a least and a greatest, and those between their means.
 */
function halfPointReach(moment: Moment): TotalReach {
  const printed = SCORES.pain[moment];
  const [first, second] = GROUPS.map((group) => admissibleMeans(group, printed[group]));
  const both = (first ?? []).flatMap((a) =>
    (second ?? []).flatMap((b) =>
      [-SD_TOLERANCE, SD_TOLERANCE].map((change) => ({ mean: pooledMean(a, b), sd: pooledSd(moment, a, b, change) })),
    ),
  );
  const sds = both.map(({ sd }) => sd);
  // Every standard deviation between the bounds may be had, so the printed one is the nearest where it lies between.
  const sd = Math.min(Math.max(...sds), Math.max(Math.min(...sds), printed.total.sd));
  const means = both.map(({ mean }) => mean);
  return { mean: closest(means, printed.total.mean), sd };
}

function admissibleMeans(group: Group, printed: Printed): number[] {
  const count = PATIENTS[group];
  const middle = Math.round((printed.mean * count) / PAIN_STEP);
  const means = [-2, -1, 0, 1, 2].map((steps) => ((middle + steps) * PAIN_STEP) / count);
  return nearest(means, (value) => value, printed.mean, MEAN_TOLERANCE);
}

function pooledMean(first: number, second: number): number {
  return (first * PATIENTS["osteoporotic-fracture"] + second * PATIENTS["vertebral-tumour"]) / ALL;
}

function pooledSd(moment: Moment, first: number, second: number, change: number): number {
  const within = GROUPS.map((group) => (PATIENTS[group] - 1) * (SCORES.pain[moment][group].sd + change) ** 2);
  const between = ((PATIENTS["osteoporotic-fracture"] * PATIENTS["vertebral-tumour"]) / ALL) * (first - second) ** 2;
  return Math.sqrt(within.reduce((sum, squares) => sum + squares, between) / (ALL - 1));
}

function closest(values: readonly number[], printed: number): number {
  return nearest(values, (value) => value, printed, 0)[0] ?? NaN;
}
