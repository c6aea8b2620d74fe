import { readHtml } from "./html-rules.ts";

/**
 * FHIRPath's `htmlChecks()`: whether a narrative's div follows R4's rules (invariants txt-1 and txt-2).
 *
 * https://hl7.org/fhir/R4/fhirpath.html#functions
 */
export function passesHtmlChecks(div: string): boolean {
  return readHtml(div).faults.length === 0;
}
