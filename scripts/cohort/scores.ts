import { fitValues } from "./fit-values.ts";
import { PATIENTS, SCORES, type Group, type Moment, type Scale } from "./printed.ts";
import type { Random } from "./random.ts";
import { nearestChoices, scoresOf, type Choice } from "./whole-numbers.ts";

/** What a patient felt and needed, before the session and 24 h after. */
export type PatientScores = Readonly<Record<Scale, Record<Moment, number>>>;

/** How the pain changed within 24 h. */
export type Relief = "complete" | "partial" | "none";

/** The whole-number scales, which begin at 1, by their greatest score. */
export const GREATEST_SCORE = { activity: 4, analgesic: 3 } as const;

/** Pain is given in half points: no whole numbers of 56 patients have the printed mean 8.51. */
export const PAIN_STEP = 0.5;

/** The two patients without relief, one a group, keep their pain; everyone else falls from 6.5 or more to 5 or less. */
const UNRELIEVED = { before: 7.5, after: 7 };
const PAIN_RANGE = { before: { low: 6.5, high: 10 }, after: { low: 1, high: 5 } };

/** Complete relief is the painless end of the scale, and less than one point of change is none. */
export function reliefOf(pain: PatientScores["pain"]): Relief {
  if (pain.before - pain.after < 1) return "none";
  return pain.after === 1 ? "complete" : "partial";
}

/**
 * Draws the scores of a group, one entry a patient. The first patient is the one without relief.
 *
 * Who is worse before tends to be worse after, and nobody is worse after than before.
 */
export function drawScores(group: Group, random: Random): PatientScores[] {
  const severities = Array.from({ length: PATIENTS[group] }, (_, index) => (index === 0 ? Infinity : random.normal()));
  const columns = {
    pain: pairPain(group, severities, random),
    activity: pairWholeNumbers(group, "activity", severities, random),
    analgesic: pairWholeNumbers(group, "analgesic", severities, random),
  };
  return severities.map((_, index) => ({
    pain: at(columns.pain, index),
    activity: at(columns.activity, index),
    analgesic: at(columns.analgesic, index),
  }));
}

/** The counts of a whole-number scale that the cohort has, among those nearest to the printed figures. */
export function chosenCounts(group: Group, scale: "activity" | "analgesic", moment: Moment): Choice {
  const printed = SCORES[scale][moment][group];
  const found = nearestChoices({ patientCount: PATIENTS[group], high: GREATEST_SCORE[scale] }, printed);
  // Before the session hardly anyone walks normally or needs analgesics only now and then.
  const rarely = (choice: Choice): number => (moment === "before" ? (choice.counts[0] ?? 0) : 0);
  const order = (a: Choice, b: Choice): number =>
    rarely(a) - rarely(b) || Math.abs(a.sd - printed.sd) - Math.abs(b.sd - printed.sd);
  return [...found.choices].sort(order)[0] as Choice;
}

type Pair = Record<Moment, number>;

function pairPain(group: Group, severities: readonly number[], random: Random): Pair[] {
  const draw = (moment: Moment): number[] =>
    fitValues(
      {
        ...SCORES.pain[moment][group],
        ...PAIN_RANGE[moment],
        count: severities.length,
        step: PAIN_STEP,
        fixed: [UNRELIEVED[moment]],
      },
      random,
    );
  const before = draw("before").slice(1);
  const after = draw("after").slice(1);
  const others = severities.slice(1);
  return [UNRELIEVED, ...toPairs(spread(before, others, random), spread(after, others, random))];
}

function pairWholeNumbers(
  group: Group,
  scale: "activity" | "analgesic",
  severities: readonly number[],
  random: Random,
): Pair[] {
  const draw = (moment: Moment): number[] =>
    spread(scoresOf(chosenCounts(group, scale, moment).counts), severities, random);
  return toPairs(draw("before"), draw("after"));
}

/** Gives the greater values to the more severe, with some chance in it; the infinitely severe get the greatest. */
function spread(values: readonly number[], severities: readonly number[], random: Random): number[] {
  const ranked = severities
    .map((severity, index) => ({ index, rank: severity + random.normal() }))
    .sort((a, b) => a.rank - b.rank);
  const sorted = [...values].sort((a, b) => a - b);
  const spreadOut = new Array<number>(values.length);
  ranked.forEach(({ index }, position) => (spreadOut[index] = sorted[position] ?? NaN));
  return spreadOut;
}

/** Pairs the columns; where somebody would be worse after, the later score goes to somebody who has room for it. */
function toPairs(before: readonly number[], after: readonly number[]): Pair[] {
  const pairs = before.map((value, index) => ({ before: value, after: after[index] ?? NaN }));
  for (const worse of pairs.filter((pair) => pair.after > pair.before)) {
    const other = pairs.find((pair) => pair.before >= worse.after && pair.after <= worse.before);
    if (other === undefined) throw new Error("The scores cannot be paired without somebody getting worse.");
    [worse.after, other.after] = [other.after, worse.after];
  }
  return pairs;
}

function at(pairs: readonly Pair[], index: number): Pair {
  return pairs[index] as Pair;
}
