import { readR4Definitions, readR4Structures } from "../fhir/index.ts";
import { createModel, type StructureDefinition } from "../fhirpath/index.ts";
import type { World } from "./link.ts";
import type { CodeSystem, ConceptMap } from "./terminology.ts";
import type { MapTree } from "./tree.ts";

/** A resource of a package or a folder; only what maps may name is looked at. */
export interface KnownResource {
  readonly resourceType: string;
  readonly url?: string;
}

/**
 * Gathers what maps may name: R4's own definitions, and given ones, of which a later one of the same url wins.
 *
 * @param resources StructureDefinitions, ConceptMaps and CodeSystems; others are passed over
 * @param maps      the maps that may import each other
 */
export function createWorld(resources: readonly KnownResource[], maps: readonly MapTree[]): World {
  const conceptMaps = new Map(resources.filter(isConceptMap).map((one) => [one.url, one]));
  const codeSystems = createCodeSystems(resources.filter(isCodeSystem));
  const r4: readonly KnownResource[] = readR4Structures();
  return {
    model: createModel([...r4, ...resources].filter(isStructure)),
    maps,
    conceptMap: (url) => conceptMaps.get(url.replace(/\|.*$/, "")),
    codeSystem: codeSystems,
  };
}

const isStructure = (one: KnownResource): one is StructureDefinition => one.resourceType === "StructureDefinition";
const isCodeSystem = (one: KnownResource): one is CodeSystem => one.resourceType === "CodeSystem";
const isConceptMap = (one: KnownResource): one is ConceptMap => one.resourceType === "ConceptMap";

/** Given CodeSystems, and those of R4, whose files are read only when one of theirs is asked for. */
function createCodeSystems(own: readonly CodeSystem[]): (url: string) => CodeSystem | undefined {
  const known = new Map(own.map((system) => [system.url, system]));
  const files = ["valuesets", "v3-codesystems", "v2-tables"] as const;
  let next = 0;
  return (url) => {
    if (known.has(url) || !/^http:\/\/(?:hl7\.org\/fhir|terminology\.hl7\.org)\//.test(url)) return known.get(url);
    for (let file = files[next]; file !== undefined && !known.has(url); file = files[++next]) {
      const resources: readonly KnownResource[] = readR4Definitions(file);
      for (const system of resources.filter(isCodeSystem)) if (!known.has(system.url)) known.set(system.url, system);
    }
    return known.get(url);
  };
}
