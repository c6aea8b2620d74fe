/**
 * Writes build/validators/terminology.json: R4's and our CodeSystems and ValueSets without their texts, and UCUM's units,
 * for the compiled validators. The same sources give the same bytes.
 */
import type { Resource } from "@medplum/fhirtypes";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeModule } from "../src/codegen/index.ts";
import { readR4Definitions } from "../src/fhir/index.ts";
import { slimSources, type TerminologyTable } from "../src/structure/terminology/index.ts";
import { readUnitTable } from "./ucum-units.ts";

const ROOT = join(import.meta.dirname, "..");
const STRUCTURES = join(ROOT, "build/structures");
const TARGET = join(ROOT, "build/validators/terminology.json");

const ours = readdirSync(STRUCTURES)
  .filter((name) => /^(?:CodeSystem|ValueSet)-.*\.json$/.test(name))
  .sort()
  .map((name) => JSON.parse(readFileSync(join(STRUCTURES, name), "utf8")) as Resource);
const base = (["valuesets", "v2-tables", "v3-codesystems"] as const).flatMap((file) => readR4Definitions(file));
const table: TerminologyTable = { sources: slimSources([...ours, ...base]), units: readUnitTable() };
writeModule(TARGET, `${JSON.stringify(table)}\n`);
console.log(`terminology: ${String(table.sources.length)} code systems and value sets`);
