/**
 * Writes build/validators/structures/: one file a StructureDefinition of R4 and of ours, without texts for readers, and an index
 * by url. They are read when a resource asks for them. The same sources give the same bytes.
 */
import type { Resource, StructureDefinition } from "@medplum/fhirtypes";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeModule } from "../src/codegen/index.ts";
import { readR4Definitions } from "../src/fhir/index.ts";
import { createModel, typeTable } from "../src/fhirpath/index.ts";
import {
  collectInvariants,
  compileDataTypes,
  compileStructure,
  createDefinitions,
  emitInvariants,
  extendedElements,
  readVitalSigns,
  slimStructure,
  type CompiledModule,
  type InvariantSource,
} from "../src/structure/index.ts";

const ROOT = join(import.meta.dirname, "..");
const TARGET = join(ROOT, "build/validators");

/** Invariants of R4's own that name what R4 has not, so that no one can ask them. */
const ERRATA = new Set([
  "ChargeItemDefinition has no element name.",
  "Extension has no element substanceExposureRisk.",
  "No type is called Citation.",
]);

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
// Profiles are no types: https://hl7.org/fhir/R4/structuredefinition-definitions.html#StructureDefinition.derivation
const types = structures.filter(({ derivation }) => derivation !== "constraint").map(({ url }) => url);
const extended = extendedElements(structures);
const index = { files, types: [...new Set(types)], vitalSigns: readVitalSigns(structures), extended: [...extended] };
writeModule(join(TARGET, "structures.json"), `${JSON.stringify(index)}\n`);
// Invariants stand in one module for each type and the profiles of it, which is loaded when a resource of the type comes.
const model = createModel(structures);
const definitions = createDefinitions(structures, { structure: () => undefined, vitalSigns: {} });
const byType = new Map<string, InvariantSource[]>();
for (const { url } of structures) {
  const tree = definitions.tree(url);
  if (tree === undefined || tree.kind === "logical") continue;
  for (const source of collectInvariants(tree, definitions)) {
    const [root = ""] = source.type.split(".", 1);
    const known = byType.get(root) ?? [];
    byType.set(root, known);
    known.push(source);
  }
}
let count = 0;
const faults = new Map<string, string>();
for (const [type, sources] of byType) {
  const made = emitInvariants(sources, model, "../../../src/fhirpath/runtime/index.ts");
  for (const { type: at, expression, fault } of made.faults) {
    if (!ERRATA.has(fault.message)) faults.set(`${at}: ${expression}`, fault.message);
  }
  count += new Set(sources.map(({ type: at, expression }) => `${at} ${expression}`)).size;
  writeModule(join(TARGET, "invariants", `${type}.js`), made.javascript);
}
writeModule(join(TARGET, "types.json"), `${JSON.stringify(typeTable(model))}\n`);
// Checks: one module for all data types, one for each resource type and each profile.
const trees = structures.flatMap(({ url }) => definitions.tree(url) ?? []).filter(({ kind }) => kind !== "logical");
const dataTypes = trees.filter(({ kind, isProfile }) => kind === "complex-type" && !isProfile);
const compilation = {
  definitions,
  model,
  dataTypes: new Set(dataTypes.map(({ type }) => type)),
  extended,
  runtime: {
    clean: "../../../src/structure/runtime/clean/index.ts",
    fhirpath: "../../../src/fhirpath/runtime/index.ts",
  },
};
const checks: Record<string, string> = {};
const write = (file: string, { javascript, faults: found }: CompiledModule): void => {
  for (const { type, expression, message } of found)
    if (!ERRATA.has(message)) faults.set(`${type}: ${expression}`, message);
  writeModule(join(TARGET, "checks", file), javascript);
};
write("data-types.js", compileDataTypes(dataTypes, compilation));
for (const tree of trees) {
  if (dataTypes.includes(tree) || tree.kind === "primitive-type" || (tree.isAbstract && !tree.isProfile)) continue;
  const file = (files[tree.url] ?? "").replace(/\.json$/, ".js");
  checks[tree.url] = file;
  write(file, compileStructure(tree, compilation));
}
writeModule(join(TARGET, "checks.json"), `${JSON.stringify(checks)}\n`);
console.log(`checks: ${String(Object.keys(checks).length)} structures, ${String(dataTypes.length)} data types`);
for (const [at, message] of faults) console.error(`invariant not compiled, ${at}: ${message}`);
if (faults.size > 0) process.exitCode = 1;
console.log(`invariants: ${String(count)} in ${String(byType.size)} modules`);
console.log(
  `structures: ${String(Object.keys(files).length)}, vital signs: ${String(Object.keys(index.vitalSigns).length)}`,
);
