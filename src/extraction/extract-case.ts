import type { Issue, Result } from "../fhir/index.ts";
import { extractCases, type ExtractedCase } from "./extract-cases.ts";

/**
 * Rebuilds the one case that a Bundle, or a list of Bundles and resources, was made of.
 *
 * @param input parsed JSON, from the adapter or from servers
 * @returns the case, with a warning for each resource that is not of it; an issue when there is none or more than one,
 *   which `extractCases` takes
 */
export function extractCase(input: unknown): Result<ExtractedCase> {
  const extracted = extractCases(Array.isArray(input) ? (input as readonly unknown[]) : [input]);
  if (!extracted.ok) return extracted;
  const { value, ...warnings } = extracted;
  const [first, ...more] = value;
  if (first === undefined || more.length > 0) return { ok: false, issues: [severalCases(value.length)] };
  return { ...warnings, value: first };
}

function severalCases(count: number): Issue {
  return {
    severity: "error",
    code: "multiple-matches",
    rule: "extraction/several-cases",
    message: `The resources of one case were expected, found those of ${count}.`,
  };
}
