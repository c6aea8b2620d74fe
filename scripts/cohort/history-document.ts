import { DAY, monthsBefore, toDate } from "./calendar.ts";
import type { PlannedCase } from "./plan.ts";
import type { Random } from "./random.ts";
import type { Timetable } from "./timetable.ts";

/** The diseases of the patient; the one behind the levels has the key `disease`. */
export function diseasesOf({ disease, day }: PlannedCase, random: Random): object[] {
  const { kind, text, primaryText, other } = disease;
  const onset = monthsBefore(day, random.integer(3, 40));
  const first = { key: "disease", kind, text, ...(primaryText === undefined ? {} : { primaryText }), onset };
  return other === undefined ? [first] : [first, { key: "other-disease", ...other }];
}

/** What was tried before: bone drugs and braces for osteoporosis, chemotherapy and radiation for cancer. */
export function priorTreatmentsOf({ group, disease, day, bodies }: PlannedCase, random: Random): object[] {
  if (group === "osteoporotic-fracture") {
    const drug = { key: "bone-drug", kind: "osteoporosis-drug", text: "Alendronate", start: monthsBefore(day, 6) };
    const brace = { key: "brace", kind: "brace", text: "Lumbar brace", start: monthsBefore(day, 1) };
    return [...(random.chance(0.5) ? [drug] : []), ...(random.chance(0.25) ? [brace] : [])];
  }
  if (!disease.isUnderCancerTreatment) return [];
  const level = bodies[0]?.level ?? "";
  const chemotherapy = { key: "chemotherapy", kind: "chemotherapy", start: monthsBefore(day, random.integer(1, 6)) };
  const radiotherapy = {
    key: "radiotherapy",
    kind: "radiotherapy",
    text: `30 Gy in 10 fractions to ${level}`,
    start: monthsBefore(day, 4),
    end: monthsBefore(day, 3),
  };
  return [chemotherapy, ...(random.chance(0.35) ? [radiotherapy] : [])];
}

/** Antibiotics from three days before for patients under cancer treatment; none for the others. */
export function prophylaxisOf({ disease, day }: PlannedCase): object {
  if (!disease.isUnderCancerTreatment) return { given: false };
  return {
    given: true,
    drug: "Cefazolin",
    daysBefore: 3,
    start: toDate(day - 3 * DAY),
    end: toDate(day),
    doseValue: 2,
    doseUnit: "g",
    reason: "cancer-treatment",
  };
}

/** Why the patient was chosen, by whom and by which criteria. */
export function indicationOf({ group }: PlannedCase, random: Random): object {
  return {
    group,
    intractablePain: true,
    osteolyticDestruction: group === "vertebral-tumour",
    conservativeTreatmentFailed: true,
    conservativeTreatments: ["rest", "analgesics", ...(random.chance(0.7) ? ["waist-fixation"] : [])],
    painAgreesWithImaging: true,
    panel: ["internist", "oncologist", "osteopathologist", "radiologist"],
    criteriaCited: "American College of Radiology 2000-2001",
  };
}

/** The two mild complications, or that they were looked for and not found. */
export function complicationsOf({ complication, bodies }: PlannedCase, times: Timetable): object {
  if (complication === undefined) return { assessed: true, items: [] };
  const onset = toDate(times.session.end);
  const management =
    complication === "needle-tract-haematoma"
      ? { key: "dressing", kind: "pressure-dressing", text: "Pressure dressing for one day", at: onset }
      : { key: "observation", kind: "observation", at: onset };
  const item = {
    key: complication === "needle-tract-haematoma" ? "haematoma" : "swelling",
    kind: complication,
    level: bodies[0]?.level,
    severity: "mild",
    clinicalStatus: "resolved",
    onset,
    abatement: toDate(times.recorded),
    managements: [management],
  };
  return { assessed: true, items: [item] };
}

/** A brace for osteoporosis; radiotherapy for some under cancer treatment, and drainage for a few of them. */
export function aftercareOf({ group, disease }: PlannedCase, times: Timetable, random: Random): object[] {
  const nextDay = toDate(times.recorded);
  if (group === "osteoporotic-fracture") {
    return [{ key: "brace", kind: "brace", status: "done", text: "Brace from the first day", start: nextDay }];
  }
  if (!disease.isUnderCancerTreatment) return [];
  const radiotherapy = {
    key: "radiotherapy",
    kind: "radiotherapy",
    status: "planned",
    text: "Radiotherapy of the treated levels",
    start: toDate(times.recorded + random.integer(14, 28) * DAY),
  };
  const drainage = { key: "drainage", kind: "percutaneous-drainage", status: "done", start: nextDay, end: nextDay };
  return [...(random.chance(0.5) ? [radiotherapy] : []), ...(random.chance(0.1) ? [drainage] : [])];
}
