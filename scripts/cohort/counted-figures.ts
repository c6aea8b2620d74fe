import { decimals, type Figure } from "./figure.ts";
import { AGES, BODIES, DURATION, GROUPS, LEAKAGES, PATIENTS, type Column, type Group } from "./printed.ts";
import { columnOf, treatedLevels, type CohortCase } from "./read-cohort.ts";
import { mean, sampleSd } from "./statistics.ts";

const OWN_SEXES = "The study contradicts itself on the sexes of this group; the numbers are the cohort's own.";

/** Everything that is counted: patients, ages, bodies, leakages, attempts, fills, relief and complications. */
export function countedFigures(cases: readonly CohortCase[]): Figure[] {
  return [
    ...GROUPS.flatMap((group) => [...peopleOf(cases, group), ...bodiesOf(cases, group)]),
    figure("patients", "total", "86", cases.length),
    figure("patients with informed consent", "total", "86", cases.filter(hasConsent).length),
    ...bodiesTotal(cases),
    ...[...GROUPS, "total" as const].flatMap((column) => leakagesOf(cases, column)),
    ...outcomes(cases),
  ];
}

function peopleOf(cases: readonly CohortCase[], group: Group): Figure[] {
  const patients = columnOf(cases, group).map(({ patient }) => patient);
  const ages = patients.map(({ ageYears }) => ageYears);
  const age = AGES[group];
  const sexes = (sex: string): number => patients.filter((patient) => patient.sex === sex).length;
  const isKnown = group === "osteoporotic-fracture";
  return [
    figure("patients", group, String(PATIENTS[group]), patients.length),
    figure(
      "male / female",
      group,
      isKnown ? "9 / 47" : "not known",
      `${sexes("male")} / ${sexes("female")}`,
      isKnown ? "" : OWN_SEXES,
    ),
    figure("age, mean", group, decimals(age.mean, 1), decimals(mean(ages), 2)),
    figure("age, SD", group, decimals(age.sd, 1), decimals(sampleSd(ages), 2)),
    figure("age, range", group, `${age.low}–${age.high}`, `${Math.min(...ages)}–${Math.max(...ages)}`),
  ];
}

function bodiesOf(cases: readonly CohortCase[], group: Group): Figure[] {
  const levels = treatedLevels(columnOf(cases, group));
  const { thoracic, lumbar } = BODIES[group];
  const note = group === "osteoporotic-fracture" ? "The text says 14 thoracic; 24 of the table adds up to 65." : "";
  return [
    figure("vertebral bodies", group, String(thoracic + lumbar), levels.length),
    figure("thoracic + lumbar", group, `${thoracic} + ${lumbar}`, regions(cases, group), note),
  ];
}

function bodiesTotal(cases: readonly CohortCase[]): Figure[] {
  const counts = cases.map((entry) => treatedLevels([entry]).length);
  const levels = treatedLevels(cases);
  const share = (group: Group): string => percent(treatedLevels(columnOf(cases, group)).length, levels.length);
  return [
    figure("vertebral bodies", "total", "106", levels.length),
    figure("thoracic + lumbar", "total", "44 + 62", regions(cases, "total")),
    figure("osteoporotic bodies", "total", "61.3 %", share("osteoporotic-fracture")),
    figure("bodies with tumour", "total", "38.7 %", share("vertebral-tumour")),
    figure("bodies a patient, mean", "total", "1.2", decimals(mean(counts), 2)),
    figure("bodies a patient, range", "total", "1–3", `${Math.min(...counts)}–${Math.max(...counts)}`),
  ];
}

function leakagesOf(cases: readonly CohortCase[], column: Column): Figure[] {
  const levels = treatedLevels(columnOf(cases, column));
  const found = levels.flatMap(({ leakage }) => leakage.sites);
  const names = Object.keys(LEAKAGES["vertebral-tumour"]) as (keyof (typeof LEAKAGES)[Group])[];
  const counted = names.map((name) => found.filter(({ site }) => site === name).length);
  const printed = names.map((name) =>
    GROUPS.filter((group) => column === "total" || group === column).reduce(
      (sum, group) => sum + LEAKAGES[group][name],
      0,
    ),
  );
  const rows = [
    figure("leakages: vein / epidural / soft tissue / nerve root", column, printed.join(" / "), counted.join(" / ")),
  ];
  if (column !== "total") return rows;
  const leaking = levels.filter(({ leakage }) => leakage.sites.length > 0).length;
  return [
    ...rows,
    figure(
      "bodies with leakage",
      column,
      "22 of 106, 20.7 %",
      `${leaking} of ${levels.length}, ${percent(leaking, levels.length, 2)}`,
      "The study cuts the second digit off. It also gives this share of the 86 patients, which would be 25.6 %.",
    ),
    figure("symptomatic leakages", column, "0", found.filter(({ symptomatic }) => symptomatic).length),
  ];
}

function outcomes(cases: readonly CohortCase[]): Figure[] {
  const levels = treatedLevels(cases);
  const first = levels.filter(({ punctures }) => punctures.every((entry) => entry.firstAttemptSuccessful)).length;
  const central = levels.filter(({ cement }) => cement.distribution === "central").length;
  const relieved = cases.filter(({ assessments }) =>
    assessments.some(({ painRelief = "none" }) => painRelief !== "none"),
  );
  const minutes = levels.map(({ durationMinutes }) => durationMinutes);
  const share = (count: number, of: number): string => `${percent(count, of)} (${count} of ${of})`;
  return [
    figure(
      "first attempt successful",
      "total",
      "90 %",
      share(first, levels.length),
      "A body counts when each of its punctures succeeds at once.",
    ),
    figure("central cement", "total", "95 %", share(central, levels.length)),
    figure("pain relief at 24 h", "total", "98 %", share(relieved.length, cases.length), "Partial or complete."),
    figure("complications, all mild", "total", "2", cases.flatMap(({ complications }) => complications.items).length),
    figure("minutes a body, mean", "total", String(DURATION.mean), decimals(mean(minutes), 2)),
    figure("minutes a body, SD", "total", String(DURATION.sd), decimals(sampleSd(minutes), 2)),
  ];
}

function hasConsent({ consents }: CohortCase): boolean {
  return consents.some(({ kind, status }) => kind === "treatment" && status === "given");
}

function regions(cases: readonly CohortCase[], column: Column): string {
  const levels = treatedLevels(columnOf(cases, column));
  const thoracic = levels.filter(({ level }) => level.startsWith("T")).length;
  return `${thoracic} + ${levels.length - thoracic}`;
}

function percent(count: number, of: number, digits = 1): string {
  return `${decimals((100 * count) / of, digits)} %`;
}

function figure(name: string, column: Column, printed: string, inCohort: string | number, why = ""): Figure {
  return { name, column, printed, inCohort: String(inCohort), isReachable: true, why };
}
