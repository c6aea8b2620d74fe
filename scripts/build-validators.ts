/**
 * Writes build/validators/structures/: one file a StructureDefinition of R4 and of ours, without texts for readers, and an index
 * by url. They are read when a resource asks for them. The same sources give the same bytes.
 */
import type { Resource, StructureDefinition } from "@medplum/fhirtypes";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeModule } from "../src/codegen/index.ts";
import { readR4Definitions } from "../src/fhir/index.ts";
import { readVitalSigns, slimStructure } from "../src/structure/index.ts";

const ROOT = join(import.meta.dirname, "..");
const TARGET = join(ROOT, "build/validators");

const isStructure = (resource: Resource): resource is StructureDefinition =>
  resource.resourceType === "StructureDefinition";
const ours = readdirSync(join(ROOT, "build/structures"))
  .filter((name) => /^StructureDefinition-.*\.json$/.test(name))
  .map((name) => JSON.parse(readFileSync(join(ROOT, "build/structures", name), "utf8")) as Resource);
const base = (["profiles-types", "profiles-resources", "profiles-others", "extension-definitions"] as const).flatMap(
  readR4Definitions,
);
const structures = [...ours, ...base].filter(isStructure).sort((a, b) => (a.url < b.url ? -1 : 1));
const files: Record<string, string> = {};
for (const structure of structures) {
  const { url, id = "" } = structure;
  if (url in files) continue;
  // R4 has one file for an id in any case; two urls may share an id.
  const name = `${id}-${String(Object.keys(files).length)}.json`;
  files[url] = name;
  writeModule(join(TARGET, "structures", name), `${JSON.stringify(slimStructure(structure))}\n`);
}
const index = { files, vitalSigns: readVitalSigns(structures) };
writeModule(join(TARGET, "structures.json"), `${JSON.stringify(index)}\n`);
console.log(
  `structures: ${String(Object.keys(files).length)}, vital signs: ${String(Object.keys(index.vitalSigns).length)}`,
);
