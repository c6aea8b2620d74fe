import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../cohort/random.ts";

/** One thing that a client asks for: a version of a case, or that it be withdrawn. */
export interface Operation {
  readonly caseId: string;
  /** From 1, one more for each operation on the case. */
  readonly version: number;
  readonly isWithdrawal: boolean;
}

/** A patient's operations, in the order in which a client asks for them, each after the one before was acknowledged. */
export type PatientPlan = readonly Operation[];

const CASES_A_PATIENT = 5;
const REVISED = 0.4;
const WITHDRAWN = 0.06;

const template = JSON.parse(readFileSync(join(import.meta.dirname, "../../examples/minimal.json"), "utf8")) as object;

/** Draws what all clients do: each patient has some cases, some of which are revised, once or more, and some withdrawn. */
export function drawPlans(caseCount: number, random: Random): readonly PatientPlan[] {
  return Array.from({ length: Math.ceil(caseCount / CASES_A_PATIENT) }, (_, patient) => {
    const count = Math.min(CASES_A_PATIENT, caseCount - patient * CASES_A_PATIENT);
    const open = Array.from({ length: count }, (_unused, at) => ({ caseId: `P${patient}-C${at}`, version: 0 }));
    const plan: Operation[] = [];
    while (open.length > 0) {
      const at = random.integer(0, open.length - 1);
      const one = open[at];
      if (!one) break;
      one.version++;
      const isWithdrawal = one.version > 1 && random.chance(WITHDRAWN / REVISED);
      plan.push({ ...one, isWithdrawal });
      if (isWithdrawal || !random.chance(REVISED)) open.splice(at, 1);
    }
    return plan;
  });
}

/** The document of a version; the day of the session tells which one it is. */
export function documentOf({ caseId, version }: Operation): string {
  const [patient = ""] = caseId.split("-");
  return JSON.stringify({
    ...template,
    caseId,
    patient: { identifiers: [{ system: "https://hospital.example.org/patient", value: patient }] },
    session: { start: dayOf(version) },
  });
}

/** The day that stands for a version. */
export function dayOf(version: number): string {
  return new Date(Date.UTC(2009, 0, version)).toISOString().slice(0, 10);
}

/** Which version a day stands for. */
export function versionOf(day: string): number {
  return 1 + (Date.parse(day) - Date.UTC(2009, 0, 1)) / 86_400_000;
}
