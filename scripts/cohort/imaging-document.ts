import { DAY, HOUR, toInstant, type WallMinutes } from "./calendar.ts";
import type { PlannedCase } from "./plan.ts";
import type { Random } from "./random.ts";
import type { Timetable } from "./timetable.ts";
import { uidOf } from "./uid.ts";

interface Series {
  readonly description: string;
  readonly instanceCount: number;
}

interface Study {
  readonly key: string;
  readonly phase: "pre" | "intra" | "post";
  readonly modality: "DX" | "MR" | "CT" | "RF";
  readonly kind: string;
  readonly start: WallMinutes;
  readonly series: readonly Series[];
  readonly findings?: readonly object[];
}

/** The studies of a case: before the session, within it and after it. */
export function imagingOf(planned: PlannedCase, times: Timetable, random: Random): object[] {
  return [...before(planned, times, random), ...within(times, random), ...after(planned, times, random)].map(
    (study, index) => toDocument(planned, study, index),
  );
}

function before(planned: PlannedCase, { session }: Timetable, random: Random): Study[] {
  const days = random.integer(3, 9);
  const taken = planned.day - days * DAY + 8 * HOUR + random.integer(0, 240);
  const sliceCount = random.integer(11, 17);
  return [
    study("xray-pre", "pre", "DX", "lateral-radiograph", taken, [series("Spine lateral", 1)]),
    {
      ...study("mr-pre", "pre", "MR", "mr", taken + DAY + random.integer(0, 180), [
        series("T1 sagittal", sliceCount),
        series("T2 STIR sagittal", sliceCount),
      ]),
      findings: planned.bodies.map(({ level }) => finding("marrow", level, "Low signal on T1, high signal on STIR.")),
    },
    study("ct-pre", "pre", "CT", "ct-targeting", session.start - random.integer(20, 40), [
      series("Targeting scan with skin grid", random.integer(24, 60)),
    ]),
  ];
}

function within({ bodies }: Timetable, random: Random): Study[] {
  const first = bodies[0]?.start ?? NaN;
  return [
    study("c-arm-intra", "intra", "RF", "c-arm-fluoroscopy", first + 2, [
      series("C-arm fluoroscopy", random.integer(6, 24) * bodies.length),
    ]),
    study("ct-intra", "intra", "CT", "single-slice-ct", first + 5, [
      series("Single slices at the needle", random.integer(4, 10) * bodies.length),
    ]),
  ];
}

function after(planned: PlannedCase, { session }: Timetable, random: Random): Study[] {
  const start = session.end + random.integer(20, 60);
  const findings = planned.bodies.flatMap(({ level, isCentralFill, leakage }) => [
    finding("cement", level, `Cement fills ${isCentralFill ? "the centre" : "one side"} of ${level}.`),
    ...(leakage === undefined
      ? []
      : [finding("leakage", level, `Cement outside ${level}: ${leakage.replaceAll("-", " ")}.`)]),
  ]);
  return [
    {
      ...study("ct-post", "post", "CT", "ct", start, [series("Cement distribution", random.integer(30, 80))]),
      findings,
    },
    study("xray-post", "post", "DX", "radiograph", start + random.integer(40, 120), [
      series("Spine anteroposterior", 1),
      series("Spine lateral", 1),
    ]),
  ];
}

function study(
  key: string,
  phase: Study["phase"],
  modality: Study["modality"],
  kind: string,
  start: WallMinutes,
  of: readonly Series[],
): Study {
  return { key, phase, modality, kind, start, series: of };
}

function series(description: string, instanceCount: number): Series {
  return { description, instanceCount };
}

function finding(what: string, level: string, text: string): object {
  return { key: `${what}-${level.toLowerCase()}`, text, level };
}

function toDocument(
  planned: PlannedCase,
  { key, phase, modality, kind, start, series, findings }: Study,
  index: number,
): object {
  const name = `kypho-fhir/cohort/${planned.number}/${key}`;
  return {
    key,
    phase,
    modality,
    kind,
    region: regionOf(planned),
    start: toInstant(start),
    studyUid: uidOf(name),
    accessionNumber: {
      system: "https://hospital.example.org/accession",
      value: `A${String(planned.number * 10 + index).padStart(6, "0")}`,
    },
    available: true,
    numberOfSeries: series.length,
    numberOfInstances: series.reduce((count, { instanceCount }) => count + instanceCount, 0),
    series: series.map(({ description, instanceCount }, position) => ({
      uid: uidOf(`${name}/${position + 1}`),
      modality,
      number: position + 1,
      description,
      numberOfInstances: instanceCount,
    })),
    ...(findings === undefined ? {} : { findings }),
  };
}

function regionOf({ bodies, untreatedLevel }: PlannedCase): string {
  const levels = [...bodies.map(({ level }) => level), ...(untreatedLevel === undefined ? [] : [untreatedLevel])];
  const regions = new Set(levels.map((level) => (level.startsWith("T") ? "thoracic" : "lumbar")));
  return regions.size > 1 ? "thoracolumbar" : ([...regions][0] ?? "thoracolumbar");
}
