import type { Resource } from "@medplum/fhirtypes";
import { rebasePath, type Issue } from "../fhir/index.ts";
import { ContentRefusal } from "./refusal.ts";
import type { WriteRequest } from "./write-plan.ts";

/** Finds what is wrong with a resource, with paths from its root. */
export type CheckContent = (resource: Resource) => readonly Issue[];

/**
 * Checks what is to be written before anything is.
 *
 * @throws ContentRefusal with every error of every entry
 */
export function assertContent(requests: readonly WriteRequest[], check: CheckContent): void {
  const issues = requests.flatMap(({ resource }, index) => {
    if (resource === undefined) return [];
    const errors = check(resource).filter(({ severity }) => severity === "error" || severity === "fatal");
    return requests.length === 1 ? errors : errors.map((issue) => inEntry(issue, index));
  });
  if (issues.length > 0) throw new ContentRefusal(issues);
}

function inEntry({ path = "", ...issue }: Issue, index: number): Issue {
  return { ...issue, path: rebasePath(path, `Bundle.entry[${String(index)}].resource`) };
}
