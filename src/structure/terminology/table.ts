import type { Resource } from "@medplum/fhirtypes";
import { isWhole } from "./expansion.ts";
import type { TerminologySource } from "./sources.ts";
import type { UnitTable } from "./unit/index.ts";

/** The file that the build leaves for the runtime: definitions without their texts, and UCUM's units. */
export interface TerminologyTable {
  readonly sources: readonly TerminologySource[];
  readonly units: UnitTable;
}

/** The elements of CodeSystem and ValueSet that decide about codes, at any depth. */
const KEPT = [
  ...["resourceType", "url", "version", "name", "language", "content", "caseSensitive", "supplements", "valueSet"],
  ...["property", "concept", "code", "display", "designation", "value"],
  ...["valueCode", "valueCoding", "valueString", "valueInteger", "valueBoolean", "valueDateTime", "valueDecimal"],
  ...["compose", "inactive", "include", "exclude", "system", "filter", "op"],
  ...["expansion", "total", "offset", "contains", "abstract"],
];

/**
 * Takes the code systems and value sets out of resources, each without what decides nothing, in the order of their urls.
 * An expansion that does not name every member is left out.
 */
export function slimSources(resources: readonly Resource[]): readonly TerminologySource[] {
  return resources
    .flatMap((resource): TerminologySource[] => {
      if (resource.resourceType === "CodeSystem") return [resource];
      if (resource.resourceType !== "ValueSet") return [];
      const { expansion, ...defined } = resource;
      return [expansion && isWhole(expansion) ? resource : defined];
    })
    .map((source) => JSON.parse(JSON.stringify(source, KEPT)) as TerminologySource)
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ resourceType, url = "", version = "" }: TerminologySource): string {
  return `${resourceType} ${url} ${version}`;
}
