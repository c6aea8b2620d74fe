import type { Issue } from "../../../src/fhir/index.ts";
import type { Disagreement } from "../lane.ts";
import type { Hl7Issue } from "./hl7-validator.ts";

/** Whether a resource has an error or none. */
export type Verdict = "valid" | "error";

/** A resource whose verdict is known. */
export interface JudgedResource {
  readonly id: string;
  readonly resource: object;
  readonly expected: Verdict;
}

/** A disagreement where either verdict is not the one expected. */
export function compareVerdicts(
  { id, expected }: JudgedResource,
  ours: readonly Issue[],
  theirs: readonly Hl7Issue[],
): readonly Disagreement[] {
  const ourErrors = ours.filter(({ severity }) => severity === "error" || severity === "fatal");
  const weSay: Verdict = ourErrors.length > 0 ? "error" : "valid";
  const theySay: Verdict = theirs.length > 0 ? "error" : "valid";
  if (weSay === expected && theySay === expected) return [];
  const details = [
    ...ourErrors.map(({ rule, path, message }) => `ours:  ${rule} ${path ?? ""}: ${message}`),
    ...theirs.map(({ messageId, expression, text }) => `HL7's: ${messageId ?? ""} ${expression ?? ""}: ${text}`),
  ];
  return [{ id, how: `expected ${expected}, ours ${weSay}, HL7's ${theySay}`, details: details.join("\n  ") }];
}
