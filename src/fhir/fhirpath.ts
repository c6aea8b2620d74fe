import { evalFhirPath } from "@medplum/core";
import { loadR4Structures } from "./definitions.ts";

/**
 * Evaluates a FHIRPath expression on a resource; an empty list where nothing matches.
 *
 * This is the interpreter: right for tests and tools, too slow for the way of a case.
 * https://hl7.org/fhirpath/N1/
 */
export function evaluateFhirPath(expression: string, resource: unknown): unknown[] {
  loadR4Structures();
  return evalFhirPath(expression, resource);
}
