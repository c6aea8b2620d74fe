import { OperationOutcomeError, validateResource } from "@medplum/core";
import type { OperationOutcomeIssue, Resource } from "@medplum/fhirtypes";
import { loadR4Structures } from "./definitions.ts";

/** What the interpreting validator found at one place, in FHIR's own words. */
export interface StructureFinding {
  readonly severity: OperationOutcomeIssue["severity"];
  readonly code: OperationOutcomeIssue["code"];
  readonly text: string;
  readonly path: string;
}

/**
 * Checks the structure of a resource against its base type.
 *
 * @returns findings in the order of the walk: structure, cardinality, primitives, fixed values,
 *   slice counts, invariants; none when all is well
 * @throws when the resource's type is none of R4's
 */
export function findStructureFaults(resource: Resource): readonly StructureFinding[] {
  loadR4Structures();
  try {
    return validateResource(resource).map(toFinding);
  } catch (error) {
    if (error instanceof OperationOutcomeError) return error.outcome.issue.map(toFinding);
    throw error;
  }
}

function toFinding(issue: OperationOutcomeIssue): StructureFinding {
  return {
    severity: issue.severity,
    code: issue.code,
    text: issue.details?.text ?? issue.diagnostics ?? "",
    path: issue.expression?.[0] ?? "",
  };
}
