import { decimals, type Figure } from "./figure.ts";
import {
  GROUPS,
  MEAN_TOLERANCE,
  MOMENTS,
  PATIENTS,
  SCALES,
  SCORES,
  SD_TOLERANCE,
  type Column,
  type Group,
  type Moment,
  type Scale,
} from "./printed.ts";
import { columnOf, patientCountOf, scoresOfCases, type CohortCase } from "./read-cohort.ts";
import { GREATEST_SCORE } from "./scores.ts";
import { isWithin, mean, pairedT, sampleSd } from "./statistics.ts";
import { totalReach } from "./total-reach.ts";
import { nearestChoices } from "./whole-numbers.ts";

const COLUMNS: readonly Column[] = [...GROUPS, "total"];
const SCALE_NAMES: Readonly<Record<Scale, string>> = { pain: "VAS", activity: "activity", analgesic: "analgesic" };

/** Two-sided 1 % points of Student's t for 55, 29 and 85 degrees of freedom. */
export const CRITICAL_T: Readonly<Record<Column, number>> = {
  "osteoporotic-fracture": 2.668,
  "vertebral-tumour": 2.756,
  total: 2.635,
};

/** Means and standard deviations of the scores, and their paired tests. */
export function scoreFigures(cases: readonly CohortCase[]): Figure[] {
  return SCALES.flatMap((scale) => [
    ...MOMENTS.flatMap((moment) => COLUMNS.flatMap((column) => figuresOf(cases, scale, moment, column))),
    ...COLUMNS.map((column) => pairedTest(cases, scale, column)),
  ]);
}

function figuresOf(cases: readonly CohortCase[], scale: Scale, moment: Moment, column: Column): Figure[] {
  const values = scoresOfCases(columnOf(cases, column), scale, moment);
  const printed = SCORES[scale][moment][column];
  const why = reasons(scale, moment, column);
  const name = `${SCALE_NAMES[scale]} ${moment}`;
  return [
    {
      name: `${name}, mean`,
      column,
      printed: decimals(printed.mean, 2),
      inCohort: decimals(mean(values), 3),
      isReachable: isWithin(mean(values), printed.mean, MEAN_TOLERANCE),
      why: why.mean,
    },
    {
      name: `${name}, SD`,
      column,
      printed: decimals(printed.sd, 2),
      inCohort: decimals(sampleSd(values), 3),
      isReachable: isWithin(sampleSd(values), printed.sd, SD_TOLERANCE),
      why: why.sd,
    },
  ];
}

/** Why figures cannot be reached, empty for those that can. */
function reasons(scale: Scale, moment: Moment, column: Column): { mean: string; sd: string } {
  if (column === "total") return totalReasons(scale, moment);
  return scale === "pain" ? { mean: "", sd: "" } : groupReasons(scale, moment, column);
}

function groupReasons(scale: "activity" | "analgesic", moment: Moment, group: Group): { mean: string; sd: string } {
  const printed = SCORES[scale][moment][group];
  const patientCount = PATIENTS[group];
  const found = nearestChoices({ patientCount, high: GREATEST_SCORE[scale] }, printed);
  const low = Math.floor(printed.mean * patientCount);
  const sums = [low, low + 1].map((sum) => `${sum} gives ${decimals(sum / patientCount, 3)}`).join(", ");
  const best = found.choices[0];
  return {
    mean: found.isMeanReached ? "" : `Scores of ${patientCount} patients add up to whole numbers: ${sums}.`,
    sd:
      found.isSdReached || best === undefined
        ? ""
        : `Of all ${found.wayCount} ways to score ${patientCount} patients from 1 to ${GREATEST_SCORE[scale]}, those with ` +
          `this mean add up to ${best.sum}, and the nearest SD among them is ${decimals(best.sd, 3)}: ${spelled(best.counts)}.`,
  };
}

function totalReasons(scale: Scale, moment: Moment): { mean: string; sd: string } {
  const printed = SCORES[scale][moment].total;
  const best = totalReach(scale, moment);
  const groups = "With each group as near to its own figures as it can be, the nearest is";
  return {
    mean: isWithin(best.mean, printed.mean, MEAN_TOLERANCE) ? "" : `${groups} ${decimals(best.mean, 3)}.`,
    sd: isWithin(best.sd, printed.sd, SD_TOLERANCE) ? "" : `${groups} ${decimals(best.sd, 3)}.`,
  };
}

function pairedTest(cases: readonly CohortCase[], scale: Scale, column: Column): Figure {
  const own = columnOf(cases, column);
  const t = pairedT(scoresOfCases(own, scale, "before"), scoresOfCases(own, scale, "after"));
  return {
    name: `${SCALE_NAMES[scale]}, paired t-test`,
    column,
    printed: "P < 0.01",
    inCohort: `t = ${decimals(t, 1)}`,
    isReachable: t > CRITICAL_T[column],
    why: `${CRITICAL_T[column]} is enough with ${patientCountOf(column) - 1} degrees of freedom.`,
  };
}

function spelled(counts: readonly number[]): string {
  return counts
    .map((count, index) => ({ count, score: index + 1 }))
    .filter(({ count }) => count > 0)
    .map(({ count, score }) => `${count} × ${score}`)
    .join(", ");
}
