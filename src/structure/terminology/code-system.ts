import type { CodeSystemConcept, CodeSystemConceptProperty } from "@medplum/fhirtypes";
import { readConcept, readProperties, type Concept } from "./concept.ts";
import type { CodeSystemSource } from "./sources.ts";

/** A code system whose codes can be asked for, by a list or by a grammar. */
export interface CodeSystem {
  readonly url: string;
  readonly version: string | undefined;
  /** The language of its displays. */
  readonly language: string | undefined;
  /** `undefined` where the code is not listed and the list is not complete. */
  readonly has: (code: string) => boolean | undefined;
  readonly find: (code: string) => Concept | undefined;
  /** Every concept by its code, in the order of the definition; absent where they are not all listed. */
  readonly concepts?: ReadonlyMap<string, Concept> | undefined;
  /** Absent where codes are given by a grammar. */
  readonly hierarchy?: Hierarchy | undefined;
  /** What a code should look like, for grammars: "a UCUM unit". */
  readonly form?: string | undefined;
}

/** How the concepts of a code system hang together, and their other properties. */
export interface Hierarchy {
  /** Codes of this list, also of an incomplete one. */
  readonly codes: () => Iterable<string>;
  /** The code and all above it. */
  readonly ancestry: (code: string) => ReadonlySet<string>;
  readonly parents: (code: string) => readonly string[];
  readonly children: (code: string) => readonly string[];
  /** Values of a property as text; `undefined` where the code system has no such property. */
  readonly property: (code: string, name: string) => readonly string[] | undefined;
}

/** Makes a code system from its definition, with what supplements add to it. */
export function readCodeSystem(source: CodeSystemSource, supplements: readonly CodeSystemSource[]): CodeSystem {
  const { url = "", version, language, content, caseSensitive } = source;
  const extras = collectExtras(supplements);
  const concepts = new Map<string, Concept>();
  const properties = new Map<string, ReadonlyMap<string, readonly string[]>>();
  const parents = new Map<string, string[]>();
  const visit = (concept: CodeSystemConcept, parent: string | undefined): void => {
    const extra = extras.get(concept.code);
    const values = readProperties([...(concept.property ?? []), ...(extra?.properties ?? [])]);
    concepts.set(concept.code, readConcept(concept, values, extra?.designations ?? []));
    properties.set(concept.code, values);
    const above = [...(parent === undefined ? [] : [parent]), ...(values.get("parent") ?? [])];
    for (const code of above) addTo(parents, concept.code, code);
    for (const child of values.get("child") ?? []) addTo(parents, child, concept.code);
    for (const child of concept.concept ?? []) visit(child, concept.code);
  };
  for (const concept of source.concept ?? []) visit(concept, undefined);
  const declared = [source, ...supplements].flatMap(({ property = [] }) => property.map(({ code }) => code));
  const isComplete = content === "complete";
  const find = finder(concepts, caseSensitive !== false);
  return {
    url,
    version,
    language,
    find,
    has: (code) => (find(code) !== undefined ? true : isComplete ? false : undefined),
    concepts: isComplete && caseSensitive !== false ? concepts : undefined,
    hierarchy: createHierarchy(concepts, parents, properties, new Set(declared)),
  };
}

/** A concept is found by its code; where case does not matter, by its code in lower case. */
function finder(concepts: ReadonlyMap<string, Concept>, isCaseSensitive: boolean): CodeSystem["find"] {
  if (isCaseSensitive) return (code) => concepts.get(code);
  const folded = new Map([...concepts.values()].map((concept) => [concept.code.toLowerCase(), concept]));
  return (code) => folded.get(code.toLowerCase());
}

interface Extra {
  readonly designations: NonNullable<CodeSystemConcept["designation"]>;
  readonly properties: CodeSystemConceptProperty[];
}

function collectExtras(supplements: readonly CodeSystemSource[]): ReadonlyMap<string, Extra> {
  const extras = new Map<string, Extra>();
  const visit = (
    { code, display, designation = [], property = [], concept = [] }: CodeSystemConcept,
    language?: string,
  ) => {
    const extra = extras.get(code) ?? { designations: [], properties: [] };
    extras.set(code, extra);
    if (display !== undefined) extra.designations.push({ value: display, ...(language !== undefined && { language }) });
    extra.designations.push(...designation);
    extra.properties.push(...property);
    for (const child of concept) visit(child, language);
  };
  for (const supplement of supplements) for (const one of supplement.concept ?? []) visit(one, supplement.language);
  return extras;
}

function createHierarchy(
  concepts: ReadonlyMap<string, Concept>,
  parents: ReadonlyMap<string, readonly string[]>,
  properties: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>,
  declared: ReadonlySet<string>,
): Hierarchy {
  const children = new Map<string, string[]>();
  for (const [child, above] of parents) for (const parent of above) addTo(children, parent, child);
  const ancestry = (code: string): ReadonlySet<string> => {
    const found = new Set([code]);
    // A set that grows while it is walked: each parent is visited once, also where a definition runs in a circle.
    for (const one of found) for (const parent of parents.get(one) ?? []) found.add(parent);
    return found;
  };
  return {
    codes: () => concepts.keys(),
    ancestry,
    parents: (code) => parents.get(code) ?? [],
    children: (code) => children.get(code) ?? [],
    property: (code, name) => properties.get(code)?.get(name) ?? (declared.has(name) ? [] : undefined),
  };
}

function addTo(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}
