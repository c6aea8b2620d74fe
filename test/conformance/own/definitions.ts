import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StructureDefinition } from "@medplum/fhirtypes";
import { readR4Structures } from "../../../src/fhir/index.ts";
import { processCase } from "../../../src/pipeline.ts";
import { readElementTree, type ElementTree } from "./element-tree.ts";
import type { Json } from "./json.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** A resource that is known to be right, with the name by which a report calls it. */
export interface Example {
  readonly name: string;
  readonly resource: Json;
}

/** One profile of ours with the right resources that declare it. */
export interface Profile {
  readonly id: string;
  readonly url: string;
  readonly type: string;
  readonly tree: ElementTree;
}

/** Our profiles of resources and extensions by id; a logical model is none of FHIR's own types. */
export function readProfiles(): readonly Profile[] {
  return readBuilt("StructureDefinition")
    .map((value) => value as unknown as StructureDefinition)
    .filter(({ kind }) => kind !== "logical")
    .map((definition) => ({
      id: definition.id ?? "",
      url: definition.url,
      type: definition.type,
      tree: readElementTree(definition),
    }));
}

/** R4's own types by name. */
export function readBaseTrees(): ReadonlyMap<string, ElementTree> {
  return new Map(readR4Structures().map((definition) => [definition.type, readElementTree(definition)]));
}

/** Our own value sets and code systems, expanded. */
export function readTerminology(): readonly Json[] {
  return [...readBuilt("ValueSet"), ...readBuilt("CodeSystem")];
}

/** The valid examples of profiles/examples, in the order of their names. */
export function readExamples(): readonly Example[] {
  const folder = join(ROOT, "profiles/examples/valid");
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, resource: readJson(join(folder, name)) }));
}

/** The bundle of each case of the cohort. @throws when a case is refused */
export function mapCohort(): readonly Example[] {
  const lines = readFileSync(join(ROOT, "examples/cohort.ndjson"), "utf8").trim().split("\n");
  return lines.map((line) => {
    const processed = processCase(Buffer.from(line));
    if (!processed.ok) throw new Error(`A case of the cohort is refused: ${processed.issues[0]?.message ?? ""}`);
    const text = JSON.stringify(processed.value.bundle);
    return { name: `cohort ${processed.value.caseId}`, resource: JSON.parse(text) as Json };
  });
}

function readBuilt(type: string): readonly Json[] {
  const folder = join(ROOT, "build/structures");
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${type}-`))
    .sort()
    .map((name) => readJson(join(folder, name)));
}

function readJson(file: string): Json {
  return JSON.parse(readFileSync(file, "utf8")) as Json;
}
