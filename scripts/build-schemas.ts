/**
 * Writes what the case schema of openapi.yaml compiles to:
 * the FHIR logical model into build/structures.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readSchema } from "../src/case/schema/json-schema.ts";
import { toLogicalModel } from "../src/case/schema/logical-model.ts";

const ROOT = join(import.meta.dirname, "..");
const CANONICAL = "https://kypho-fhir.github.io/fhir";
const CASE = "KyphoplastyCase";

const schema = readSchema(readFileSync(join(ROOT, "openapi.yaml"), "utf8"), CASE);
const model = toLogicalModel(schema, { name: CASE, url: `${CANONICAL}/StructureDefinition/${CASE}`, version: "0.1.0" });
write(`build/structures/StructureDefinition-${CASE}.json`, `${JSON.stringify(model, undefined, 2)}\n`);

function write(path: string, text: string): void {
  const file = join(ROOT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
