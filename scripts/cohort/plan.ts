import { drawBodies, LEVELS, type Body } from "./bodies.ts";
import { drawWeekdays, midnight, type WallMinutes } from "./calendar.ts";
import { drawDiseases, type Disease, type Sex } from "./diseases.ts";
import { fitValues } from "./fit-values.ts";
import { AGES, BODIES, DURATION, GROUPS, PATIENTS, type Group } from "./printed.ts";
import { createRandom, type Random } from "./random.ts";
import { drawScores, reliefOf, type PatientScores, type Relief } from "./scores.ts";

/** What the study's figures settle of one case; the rest of the document only has to fit to it. */
export interface PlannedCase {
  /** From 1, in the order of the sessions. */
  readonly number: number;
  readonly group: Group;
  readonly sex: Sex;
  readonly ageYears: number;
  readonly disease: Disease;
  readonly scores: PatientScores;
  readonly relief: Relief;
  readonly bodies: readonly Body[];
  readonly day: WallMinutes;
  readonly complication?: "needle-tract-haematoma" | "subcutaneous-swelling";
  /** A level with an old fracture, looked at and not treated. */
  readonly untreatedLevel?: "L5";
}

type Patient = Omit<PlannedCase, "number" | "day" | "complication" | "untreatedLevel">;

const FIRST_DAY = midnight(2007, 10, 15);
const LAST_DAY = midnight(2011, 2, 24);

/** Men of each group; the study says nothing of the tumour group, so that number is the fixture's own. */
const MEN: Readonly<Record<Group, number>> = { "osteoporotic-fracture": 9, "vertebral-tumour": 16 };

/** Draws the whole cohort, in the order of the sessions. */
export function planCohort(seed: string): PlannedCase[] {
  const bodyCount = GROUPS.reduce((count, group) => count + BODIES[group].thoracic + BODIES[group].lumbar, 0);
  const durations = fitValues(
    { ...DURATION, count: bodyCount, low: 14, high: 38, step: 1 },
    createRandom(`${seed}/durations`),
  );
  const patients = GROUPS.flatMap((group) => planGroup(group, durations, createRandom(`${seed}/${group}`)));
  const random = createRandom(`${seed}/sessions`);
  const days = drawWeekdays(patients.length, FIRST_DAY, LAST_DAY, random);
  const planned = random
    .shuffle(patients)
    .map((patient, index) => ({ ...patient, number: index + 1, day: days[index] ?? NaN }));
  return withOddCases(planned, random);
}

function planGroup(group: Group, durations: number[], random: Random): Patient[] {
  const { low, high, ...printed } = AGES[group];
  const count = PATIENTS[group];
  const ages = random.shuffle(fitValues({ ...printed, count, low, high, step: 1, fixed: [low, high] }, random));
  const people = ages.map((ageYears, index) => ({
    ageYears,
    sex: index < MEN[group] ? ("male" as const) : ("female" as const),
  }));
  const diseases = drawDiseases(group, people, random);
  const scores = drawScores(group, random);
  const order = random.shuffle(people.map((_, index) => index));
  const bodies = drawBodies(group, durations, random);
  return people.map((person, index) => {
    const score = scores[order[index] ?? 0] as PatientScores;
    const disease = diseases[index] as Disease;
    return { group, ...person, disease, scores: score, relief: reliefOf(score.pain), bodies: bodies[index] ?? [] };
  });
}

/** The two complications fall to single-level sessions, and the level not treated to one that treats a lumbar level. */
function withOddCases(planned: readonly PlannedCase[], random: Random): PlannedCase[] {
  const single = random.shuffle(planned.filter(({ bodies }) => bodies.length === 1));
  const [haematoma, swelling] = single;
  const untreated = planned.find(
    (entry) =>
      entry.group === "osteoporotic-fracture" &&
      !single.slice(0, 2).includes(entry) &&
      entry.bodies.every(({ level }) => LEVELS.indexOf(level) >= LEVELS.indexOf("L2") && level !== "L5"),
  );
  return planned.map((entry) => ({
    ...entry,
    ...(entry === haematoma ? { complication: "needle-tract-haematoma" as const } : {}),
    ...(entry === swelling ? { complication: "subcutaneous-swelling" as const } : {}),
    ...(entry === untreated ? { untreatedLevel: "L5" as const } : {}),
  }));
}
