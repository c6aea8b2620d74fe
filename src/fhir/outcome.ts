import type { Extension, OperationOutcome, OperationOutcomeIssue } from "@medplum/fhirtypes";
import type { Issue, IssueCode, IssuePlace, Severity } from "./issue.ts";

/** The code system of our rules; each code is an `Issue.rule`, listed in docs/issues.md. */
export const ISSUE_SYSTEM = "https://kypho-fhir.github.io/fhir/issue";

const STRUCTURES = "https://kypho-fhir.github.io/fhir/StructureDefinition";

/** Where in the bytes that were sent an issue lies: pointer, line and column. */
export const INPUT_POSITION_URL = `${STRUCTURES}/input-position`;

/** The specification's sentence behind an issue. */
export const SPECIFICATION_URL = `${STRUCTURES}/specification`;

/**
 * Makes the OperationOutcome that tells a caller every issue, in the order given.
 *
 * Without issues it says that all is well, since an OperationOutcome needs at least one.
 * https://hl7.org/fhir/R4/operationoutcome.html
 */
export function toOperationOutcome(issues: readonly Issue[]): OperationOutcome {
  if (issues.length === 0) return ALL_OK;
  return { resourceType: "OperationOutcome", issue: issues.map(toOutcomeIssue) };
}

const ALL_OK: OperationOutcome = {
  resourceType: "OperationOutcome",
  issue: [{ severity: "information", code: "informational", details: { text: "All OK" } }],
};

function toOutcomeIssue(issue: Issue): OperationOutcomeIssue {
  const { others = [], map } = issue;
  const extension = [
    ...positionExtension(issue, map),
    ...others.flatMap((place) => positionExtension(place)),
    ...specificationExtension(issue),
  ];
  const expression = [...new Set([issue, ...others].flatMap(({ path }) => path ?? []))];
  return {
    ...(extension.length > 0 && { extension }),
    severity: issue.severity,
    code: issue.code,
    details: { coding: [{ system: ISSUE_SYSTEM, code: issue.rule }], text: issue.message },
    diagnostics: issue.message,
    ...(expression.length > 0 && { expression }),
  };
}

function positionExtension({ pointer, position }: IssuePlace, map?: string): Extension[] {
  if (pointer === undefined && position === undefined && map === undefined) return [];
  const parts: Extension[] = [];
  if (pointer !== undefined) parts.push({ url: "pointer", valueString: pointer });
  if (position) {
    parts.push({ url: "line", valueInteger: position.line }, { url: "column", valueInteger: position.column });
  }
  if (map !== undefined) parts.push({ url: "map", valueString: map });
  return [{ url: INPUT_POSITION_URL, extension: parts }];
}

function specificationExtension({ spec }: Issue): Extension[] {
  return spec === undefined ? [] : [{ url: SPECIFICATION_URL, valueUri: spec }];
}

/** One thing that another server said, in the words that its OperationOutcome carried. */
export interface ForeignIssue {
  readonly severity: Severity;
  readonly code: IssueCode;
  readonly text: string;
  readonly expression?: string;
}

/** Reads what a server's OperationOutcome says; anything that is none gives an empty list. */
export function readOperationOutcome(body: unknown): readonly ForeignIssue[] {
  const outcome = body as Partial<OperationOutcome> | null | undefined;
  if (typeof outcome !== "object" || outcome?.resourceType !== "OperationOutcome") return [];
  if (!Array.isArray(outcome.issue)) return [];
  return outcome.issue.map((issue) => {
    const expression = issue.expression?.[0];
    return {
      severity: issue.severity,
      code: issue.code as IssueCode,
      text: issue.diagnostics ?? issue.details?.text ?? issue.code,
      ...(expression !== undefined && { expression }),
    };
  });
}
