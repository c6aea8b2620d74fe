import type { Resource, StructureDefinition } from "@medplum/fhirtypes";
import { buildTree } from "./tree/build-tree.ts";
import type { StructureTree } from "./tree/element-node.ts";

/** Structures by canonical or type name; trees are made when they are first asked for. */
export interface Definitions {
  /** @param canonical a url, with or without `|version`, or the name of a type of R4 */
  readonly tree: (canonical: string) => StructureTree | undefined;
  /** The StructureDefinition itself, for what its tree leaves out (contexts of extensions). */
  readonly structure: (canonical: string) => StructureDefinition | undefined;
  /** The vital signs profile that a LOINC code stands for; https://hl7.org/fhir/R4/observation-vitalsigns.html */
  readonly vitalSign: (system: string, code: string) => string | undefined;
  /** The profiles that ask more of every resource that declares this one: a site's rules beside ours. */
  readonly besides: (profile: string) => readonly string[];
}

const CORE = "http://hl7.org/fhir/StructureDefinition/";
const VITAL_SIGNS = `${CORE}vitalsigns`;

/** Structures that are read when they are asked for. */
export interface StructureLibrary {
  readonly structure: (url: string) => StructureDefinition | undefined;
  /** Vital signs profiles by `system|code`. */
  readonly vitalSigns: Readonly<Record<string, string>>;
}

const NONE: readonly string[] = [];

/**
 * Finds structures in resources, and then in a library; an earlier resource hides the same url of a later one.
 *
 * @param extending profiles that ask more of every resource that declares another one, by that other one
 */
export function createDefinitions(
  resources: readonly Resource[],
  library: StructureLibrary,
  extending: ReadonlyMap<string, readonly string[]> = new Map(),
): Definitions {
  const structures = new Map<string, StructureDefinition>();
  for (const resource of resources) {
    if (resource.resourceType !== "StructureDefinition") continue;
    if (!structures.has(resource.url)) structures.set(resource.url, resource);
  }
  const trees = new Map<string, StructureTree | undefined>();
  const structure = (canonical: string): StructureDefinition | undefined => {
    const [url = ""] = canonical.split("|", 1);
    const full = url.includes(":") ? url : CORE + url;
    return structures.get(full) ?? library.structure(full);
  };
  const known = new Map<string, StructureTree | undefined>();
  const tree = (canonical: string): StructureTree | undefined => {
    const before = known.get(canonical);
    if (before !== undefined) return before;
    const made = build(canonical);
    known.set(canonical, made);
    return made;
  };
  const build = (canonical: string): StructureTree | undefined => {
    const found = structure(canonical);
    if (found?.url === undefined) return undefined;
    if (!trees.has(found.url)) {
      // A definition that is based on itself finds nothing there.
      trees.set(found.url, undefined);
      trees.set(found.url, buildTree(found, tree));
    }
    return trees.get(found.url);
  };
  const { vitalSigns } = library;
  // Most codes are of no vital sign, which the code alone tells.
  const codes = new Set(Object.keys(vitalSigns).map((key) => key.slice(key.indexOf("|") + 1)));
  const vitalSign = (system: string, code: string) => (codes.has(code) ? vitalSigns[`${system}|${code}`] : undefined);
  const besides = (profile: string) =>
    extending.size === 0 ? NONE : (extending.get(profile.split("|", 1)[0] ?? "") ?? NONE);
  return { tree, structure, vitalSign, besides };
}

/**
 * The elements that extensions have as their place, `Procedure.followUp`; a choice without `[x]`.
 * https://hl7.org/fhir/R4/defining-extensions.html#context
 */
export function extendedElements(structures: readonly StructureDefinition[]): ReadonlySet<string> {
  const paths = structures.flatMap(({ context = [] }) =>
    context.map(({ type, expression }) => (type === "element" ? expression : "")),
  );
  return new Set(paths.filter((path) => /^[A-Za-z]+\./.test(path)).map((path) => path.replaceAll("[x]", "")));
}

/** The fixed codes of the slices of `Observation.code.coding` in R4's vital signs profiles. */
export function readVitalSigns(structures: readonly StructureDefinition[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { url, baseDefinition, snapshot } of structures) {
    if (baseDefinition !== VITAL_SIGNS || !url.startsWith(CORE)) continue;
    const of = (slice: string, name: string) =>
      snapshot?.element.find(({ id }) => id === `Observation.code.coding:${slice}.${name}`);
    for (const { sliceName, path } of snapshot?.element ?? []) {
      if (path !== "Observation.code.coding" || sliceName === undefined) continue;
      const system = of(sliceName, "system")?.fixedUri;
      const code = of(sliceName, "code")?.fixedCode;
      if (system !== undefined && code !== undefined) found[`${system}|${code}`] = url;
    }
  }
  return found;
}
