import type { Bundle } from "@medplum/fhirtypes";
import type { ValidateCaseOptions } from "../case/index.ts";
import type { Issue } from "../fhir/index.ts";
import { originsOfCase } from "./origins-of-case.ts";
import type { Judged } from "./project.ts";
import { projectIssues } from "./project-issues.ts";

/** A bundle that was judged, with the document that it was made of. */
export interface JudgedCase {
  /** The document as it was received. */
  readonly bytes: Uint8Array;
  readonly options?: ValidateCaseOptions;
  readonly bundle: Bundle;
  readonly ids?: Judged["ids"];
}

/**
 * Adds to issues of a case's bundle the fields of its document behind them, as `projectIssues` does; the document is mapped once more for
 * it. Issues of a document that cannot be mapped any more stay as they are.
 */
export function projectOnCase(issues: readonly Issue[], { bytes, options, bundle, ids }: JudgedCase): readonly Issue[] {
  const traced = originsOfCase(bytes, options, bundle);
  if (!traced.ok) return issues;
  return projectIssues(issues, { bundle, origins: traced.value.origins, ...(ids && { ids }) });
}
