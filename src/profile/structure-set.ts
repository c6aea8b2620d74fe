import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Resource, StructureDefinition } from "@medplum/fhirtypes";
import { readR4Definitions, readR4Structures } from "../fhir/index.ts";
import { readElementTree } from "./element-tree.ts";
import type { ElementTree } from "./element-tree.ts";
import { createValueSetIndex } from "./value-sets.ts";
import type { ValueSetIndex } from "./value-sets.ts";

/** The definitions that resources are checked against. */
export interface StructureSet {
  /** A profile or type by canonical; a version after `|` is not compared. */
  readonly definition: (canonical: string) => StructureDefinition | undefined;
  readonly tree: (canonical: string) => ElementTree | undefined;
  readonly valueSets: ValueSetIndex;
}

/** The canonical of one of R4's own types. */
export function canonicalOfType(type: string): string {
  return `http://hl7.org/fhir/StructureDefinition/${type}`;
}

/** Reads the built StructureDefinitions and ValueSets of a folder. @throws when it cannot be read */
export function readStructureFolder(folder: string): readonly Resource[] {
  return readdirSync(folder)
    .filter((name) => /^(StructureDefinition|ValueSet|CodeSystem)-.*\.json$/.test(name))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Resource);
}

/**
 * Joins our definitions with R4's own types, extensions and value sets.
 *
 * Takes about a second; trees and expansions are made when first asked for.
 */
export function createStructureSet(ours: readonly Resource[]): StructureSet {
  const definitions = new Map<string, StructureDefinition>();
  const extensions = readR4Definitions("extension-definitions");
  for (const resource of [...readR4Structures(), ...extensions, ...ours]) {
    if (resource.resourceType === "StructureDefinition" && resource.snapshot) definitions.set(resource.url, resource);
  }
  const trees = new Map<string, ElementTree>();
  const definition = (canonical: string) => definitions.get(canonical.split("|", 1)[0] ?? canonical);
  return {
    definition,
    tree: (canonical) => {
      const structure = definition(canonical);
      if (!structure) return undefined;
      const tree = trees.get(structure.url) ?? readElementTree(structure);
      trees.set(structure.url, tree);
      return tree;
    },
    valueSets: createValueSetIndex(ours, () => [
      ...readR4Definitions("valuesets"),
      ...readR4Definitions("v3-codesystems"),
    ]),
  };
}
