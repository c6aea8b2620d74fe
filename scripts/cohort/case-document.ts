import { birthMonth, toDate, toInstant } from "./calendar.ts";
import {
  aftercareOf,
  complicationsOf,
  diseasesOf,
  indicationOf,
  priorTreatmentsOf,
  prophylaxisOf,
} from "./history-document.ts";
import { imagingOf } from "./imaging-document.ts";
import { levelsOf } from "./level-document.ts";
import type { PlannedCase } from "./plan.ts";
import { createRandom, type Random } from "./random.ts";
import type { Moment } from "./printed.ts";
import { drawTimetable, type Timetable } from "./timetable.ts";

const HOSPITAL = "https://hospital.example.org";

/** Writes a planned case as a case document. What the plan leaves open is drawn from the case's own stream. */
export function toCaseDocument(planned: PlannedCase, seed: string): object {
  const random = createRandom(`${seed}/case/${planned.number}`);
  const times = drawTimetable(planned, random);
  return {
    ...recordOf(planned, times),
    patient: patientOf(planned, random),
    ...placeOf(planned, times),
    consents: [{ kind: "treatment", status: "given", written: true, at: toDate(times.consent) }],
    indication: indicationOf(planned, random),
    diseases: diseasesOf(planned, random),
    ...unlessEmpty("priorTreatments", priorTreatmentsOf(planned, random)),
    anaesthesia: anaesthesiaOf(planned, times, random),
    antibioticProphylaxis: prophylaxisOf(planned),
    setup: {
      position: "prone",
      skinGrid: { widthCm: 0.5, heightCm: 0.5 },
      infraredProjection: true,
      guidance: ["ct", "c-arm"],
    },
    levels: levelsOf(planned, times.bodies, random),
    assessments: assessmentsOf(planned, times),
    imaging: imagingOf(planned, times, random),
    devices: devicesOf(random),
    complications: complicationsOf(planned, times),
    ...unlessEmpty("aftercare", aftercareOf(planned, times, random)),
  };
}

function recordOf({ number }: PlannedCase, times: Timetable): object {
  return {
    caseId: `PKP-${padded(number, 4)}`,
    caseSystem: `${HOSPITAL}/kyphoplasty-case`,
    recordedAt: toInstant(times.recorded),
    status: "completed",
    author: { identifier: { system: `${HOSPITAL}/staff`, value: "S-0201" } },
    organisation: { name: "Example Hospital" },
  };
}

function patientOf({ number, sex, ageYears, day }: PlannedCase, random: Random): object {
  return {
    // Record numbers follow no order of the cases.
    identifiers: [{ system: `${HOSPITAL}/patient`, value: padded((number * 7919 + 104_729) % 1_000_000, 7) }],
    sex,
    birthDate: birthMonth(day, ageYears, random),
    ageYears,
  };
}

function placeOf({ number }: PlannedCase, times: Timetable): object {
  return {
    encounter: { identifier: { system: `${HOSPITAL}/visit`, value: `V-${padded(number + 3100, 6)}` } },
    order: { identifier: { system: `${HOSPITAL}/order`, value: `O-${padded(number + 5200, 6)}` } },
    facility: { name: "Example Hospital" },
    operators: [{ identifier: { system: `${HOSPITAL}/staff`, value: "S-0117" }, role: "operator" }],
    session: { start: toInstant(times.session.start), end: toInstant(times.session.end), room: "CT room 1" },
  };
}

function anaesthesiaOf({ bodies }: PlannedCase, times: Timetable, random: Random): object {
  const doseValue = bodies.length * random.integer(5, 10);
  const at = toInstant(times.session.start + 10);
  return { method: "local", drugs: [{ key: "lidocaine", name: "Lidocaine 1 %", doseValue, doseUnit: "mL", at }] };
}

function assessmentsOf({ scores, relief }: PlannedCase, times: Timetable): object[] {
  const taken = (moment: Moment): object => ({
    painVas: { score: scores.pain[moment], scale: "1-10" },
    activityScore: scores.activity[moment],
    analgesicScore: scores.analgesic[moment],
  });
  return [
    { timepoint: "pre", at: toInstant(times.assessedBefore), ...taken("before") },
    { timepoint: "h24", at: toInstant(times.assessedAfter), ...taken("after"), painRelief: relief },
  ];
}

function devicesOf(random: Random): object[] {
  const lotNumber = `B${random.integer(1000, 9999)}`;
  return [
    {
      key: "balloon",
      kind: "balloon",
      product: { name: "Example Balloon", manufacturer: "Example Medical", lotNumber },
    },
  ];
}

/** An empty list would say no more than none at all. */
function unlessEmpty(field: string, entries: readonly object[]): object {
  return entries.length === 0 ? {} : { [field]: entries };
}

function padded(value: number, length: number): string {
  return String(value).padStart(length, "0");
}
