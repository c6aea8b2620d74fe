import { readFileSync } from "node:fs";
import { GROUPS, PATIENTS, type Column, type Group, type Moment, type Scale } from "./printed.ts";

/** What the figures of the study are counted from: the part of a case document that they need. */
export interface CohortCase {
  readonly caseId: string;
  readonly recordedAt: string;
  readonly patient: { readonly sex: string; readonly birthDate: string; readonly ageYears: number };
  readonly session: { readonly start: string; readonly end: string };
  readonly consents: readonly { readonly kind: string; readonly status: string }[];
  readonly indication: { readonly group: Group };
  readonly levels: readonly CohortLevel[];
  readonly assessments: readonly CohortAssessment[];
  readonly complications: {
    readonly assessed: boolean;
    readonly items: readonly {
      kind: string;
      severity: string;
      clinicalStatus: string;
      managements: { kind: string }[];
    }[];
  };
}

export interface CohortLevel {
  readonly level: string;
  readonly status?: string;
  readonly statusReason?: string;
  readonly start: string;
  readonly end: string;
  readonly durationMinutes: number;
  readonly access: string;
  readonly punctures: readonly { side: string; attempts: number; firstAttemptSuccessful: boolean }[];
  readonly cement: { readonly volumeMl: number; readonly distribution: string };
  readonly leakage: { readonly assessed: boolean; readonly sites: readonly { site: string; symptomatic: boolean }[] };
}

export interface CohortAssessment {
  readonly timepoint: string;
  readonly at: string;
  readonly painVas: { readonly score: number; readonly scale: string };
  readonly activityScore: number;
  readonly analgesicScore: number;
  readonly painRelief?: string;
}

/** The cases of an NDJSON text, one a line. */
export function parseCohort(text: string): CohortCase[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as CohortCase);
}

/** The cases of an NDJSON file. */
export function readCohort(path: string): CohortCase[] {
  return parseCohort(readFileSync(path, "utf8"));
}

/** The cases of one column of the study's tables. */
export function columnOf(cases: readonly CohortCase[], column: Column): CohortCase[] {
  return cases.filter(({ indication }) => column === "total" || indication.group === column);
}

/** How many patients a column of the study has. */
export function patientCountOf(column: Column): number {
  return column === "total" ? GROUPS.reduce((count, group) => count + PATIENTS[group], 0) : PATIENTS[column];
}

/** The levels that were treated. */
export function treatedLevels(cases: readonly CohortCase[]): CohortLevel[] {
  return cases.flatMap(({ levels }) => levels).filter(({ status }) => status !== "not-done");
}

/** The scores of a scale, one a case. */
export function scoresOfCases(cases: readonly CohortCase[], scale: Scale, moment: Moment): number[] {
  const timepoint = moment === "before" ? "pre" : "h24";
  return cases.map(({ assessments }) => {
    const assessment = assessments.find((entry) => entry.timepoint === timepoint);
    if (assessment === undefined) return NaN;
    if (scale === "pain") return assessment.painVas.score;
    return scale === "activity" ? assessment.activityScore : assessment.analgesicScore;
  });
}
