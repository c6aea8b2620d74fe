import type { Issue } from "../../fhir/index.ts";

/** What one run of a compiled module gathers besides its result. */
export interface Run {
  /** Every Reference whose `reference` was set, in the order of setting, so that ids can be put in without a walk. */
  readonly references: { reference: string }[];
  readonly issues: Issue[];
}

/** Notes that a rule could not do what it says; the run goes on. */
export function report(run: Run, at: RuleIdentity, name: string, message: string): void {
  run.issues.push({
    severity: "error",
    code: name === "fml/check" ? "invariant" : "processing",
    rule: name,
    message: `${message} Map rule ${at.group}/${at.name}, ${at.file}:${String(at.line)}:${String(at.column)}.`,
  });
}

/** Which rule of which map, and where it stands. */
export interface RuleIdentity {
  readonly id: number;
  readonly group: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
