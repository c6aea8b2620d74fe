import type { Issue, IssueCode } from "../../../fhir/index.ts";

const RULES = "https://hl7.org/fhir/R4/narrative.html#rules";

/** An error of a resource's narrative or of the ids in it. */
export function narrativeIssue(code: IssueCode, name: string, message: string, path: string, spec = RULES): Issue {
  return { severity: "error", code, rule: `profile/${name}`, message, path, spec };
}
