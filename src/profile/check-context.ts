import type { Resource } from "@medplum/fhirtypes";
import type { InvariantEngine, Issue, IssueCode } from "../fhir/index.ts";
import type { StructureSet } from "./structure-set.ts";

/** The resource that a fullUrl names, where the bundle around is known. */
export type TargetOf = (fullUrl: string) => Resource | undefined;

/** What every check may ask. */
export interface CheckContext {
  readonly structures: StructureSet;
  readonly invariants: InvariantEngine;
  readonly targetOf: TargetOf;
  readonly resource: Resource;
  readonly rootResource: Resource;
  readonly report: (issue: Issue) => void;
  /** Invariants asked so far: an element, its slice, its type and its profile repeat one another's. */
  readonly asked: WeakMap<object, Set<string>>;
}

const ELEMENT = "https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition";

/** Makes an issue of a profile check; `part` is the part of ElementDefinition that rules it. */
export function profileIssue(code: IssueCode, name: string, message: string, path: string, part: string): Issue {
  return { severity: "error", code, rule: `profile/${name}`, message, path, spec: `${ELEMENT}.${part}` };
}
