/**
 * Writes what the case schema of openapi.yaml compiles to: the FHIR logical model into build/structures, and the
 * validator, its types, the counter of fields, the canonical form and the spellings of the levels into build/schemas.
 */
import type { ConceptMap } from "@medplum/fhirtypes";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  FIELDS_DECLARATIONS,
  LEVELS_DECLARATIONS,
  readSchema,
  toCanonicalDeclarations,
  toCanonicalModule,
  toDeclarations,
  toFieldsModule,
  toLevelsModule,
  toLogicalModel,
  toValidatorModule,
  withCodeLists,
  type ConceptMaps,
} from "../src/case/schema/index.ts";

const ROOT = join(import.meta.dirname, "..");
const CONCEPT_MAPS = join(ROOT, "mappings/concept-maps");
const CASE = "KyphoplastyCase";
const CANONICAL = `https://kypho-fhir.github.io/fhir/StructureDefinition/${CASE}`;

const schema = readSchema(readFileSync(join(ROOT, "openapi.yaml"), "utf8"), CASE);
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
const maps = readConceptMaps(CONCEPT_MAPS);

// The logical model is made before the lists are filled in: a spelling of a level is a string to the maps, not a code.
const model = toLogicalModel(schema, { name: CASE, url: CANONICAL, version });
const checked = withCodeLists(schema, maps);

write(`build/structures/StructureDefinition-${CASE}.json`, `${JSON.stringify(model, undefined, 2)}\n`);
write("build/schemas/case.js", toValidatorModule(checked));
write("build/schemas/case.d.ts", toDeclarations(schema, CASE));
write("build/schemas/canonical.js", toCanonicalModule(checked, CASE));
write("build/schemas/canonical.d.ts", toCanonicalDeclarations(CASE));
write("build/schemas/fields.js", toFieldsModule(checked, CASE));
write("build/schemas/fields.d.ts", FIELDS_DECLARATIONS);
write("build/schemas/levels.js", toLevelsModule(maps.get("vertebral-level")));
write("build/schemas/levels.d.ts", LEVELS_DECLARATIONS);

function readConceptMaps(folder: string): ConceptMaps {
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return new Map(
    names.flatMap((name) => {
      const id = /^ConceptMap-(.+)\.json$/.exec(name)?.[1];
      return id === undefined ? [] : [[id, JSON.parse(readFileSync(join(folder, name), "utf8")) as ConceptMap]];
    }),
  );
}

function write(path: string, text: string): void {
  const file = join(ROOT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
