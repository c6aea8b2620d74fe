import { hasError, type Answer } from "./ask.ts";
import { AREAS, type Area, type Hl7Case } from "./suite.ts";

/** How one case went. */
export type Verdict = "agrees" | "missed" | "false alarm" | "crash";

/** One case with what was said of it. */
export interface Outcome {
  readonly hl7Case: Hl7Case;
  readonly verdict: Verdict;
  readonly answer: Answer | undefined;
}

/** The figures of one area. */
export interface AreaFigures {
  readonly area: Area;
  readonly total: number;
  readonly agree: number;
  readonly missed: number;
  readonly falseAlarms: number;
  readonly crashes: number;
}

/** Holds each answer against what the suite expects. */
export function compare(cases: readonly Hl7Case[], answers: ReadonlyMap<string, Answer>): readonly Outcome[] {
  return cases.map((hl7Case) => {
    const answer = answers.get(hl7Case.id);
    return { hl7Case, answer, verdict: verdictOf(hl7Case, answer) };
  });
}

function verdictOf({ expectsError }: Hl7Case, answer: Answer | undefined): Verdict {
  if (answer === undefined || answer.error !== undefined) return "crash";
  if (hasError(answer) === expectsError) return "agrees";
  return expectsError ? "missed" : "false alarm";
}

/** The figures of every area, in the order of the suite's page. */
export function figures(outcomes: readonly Outcome[]): readonly AreaFigures[] {
  return AREAS.map((area) => {
    const count = (verdict?: Verdict) =>
      outcomes.filter((one) => one.hl7Case.area === area && (verdict === undefined || one.verdict === verdict)).length;
    return {
      area,
      total: count(),
      agree: count("agrees"),
      missed: count("missed"),
      falseAlarms: count("false alarm"),
      crashes: count("crash"),
    };
  });
}

/** Agreement in percent, to one digit. */
export function percent(agree: number, total: number): string {
  return total === 0 ? "0.0" : ((100 * agree) / total).toFixed(1);
}

/**
 * Whether a case needs a reason in the ledger: any disagreement, but misses outside core, whose one reason is that
 * their modules do not exist here.
 */
export function owesReason({ hl7Case, verdict }: Outcome): boolean {
  return verdict !== "agrees" && (hl7Case.area === "core" || verdict !== "missed");
}
