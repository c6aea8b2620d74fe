import type {
  CodeSystem,
  CodeSystemConcept,
  Resource,
  ValueSet,
  ValueSetComposeInclude,
  ValueSetExpansionContains,
} from "@medplum/fhirtypes";

/** The codes of a value set: `has` with a system, or without one for an element of type code. */
export interface CodeSet {
  readonly has: (system: string | undefined, code: string) => boolean;
}

/** Value sets by canonical. */
export interface ValueSetIndex {
  /** `undefined` where the codes cannot be enumerated here (a filter, a system that we have not). */
  readonly codes: (canonical: string) => CodeSet | undefined;
}

type Pairs = ReadonlyMap<string, readonly [system: string, code: string]>;

/**
 * Makes an index of value sets: ours by their expansion, R4's own enumerated from their definition
 * when first asked for.
 *
 * @param readBase gives R4's value sets and code systems; called at most once
 */
export function createValueSetIndex(ours: readonly Resource[], readBase: () => readonly Resource[]): ValueSetIndex {
  let base: readonly Resource[] | undefined;
  const byUrl = new Map<string, ValueSet | CodeSystem>();
  const addAll = (resources: readonly Resource[]) => {
    for (const resource of resources) {
      if (resource.resourceType !== "ValueSet" && resource.resourceType !== "CodeSystem") continue;
      const key = `${resource.resourceType} ${resource.url ?? ""}`;
      if (!byUrl.has(key)) byUrl.set(key, resource);
    }
  };
  addAll(ours);
  const find = (type: "ValueSet" | "CodeSystem", canonical: string) => {
    const key = `${type} ${canonical.split("|", 1)[0] ?? ""}`;
    if (!byUrl.has(key) && !base) addAll((base = readBase()));
    return byUrl.get(key);
  };
  const known = new Map<string, CodeSet | undefined>();
  return {
    codes: (canonical) => {
      if (!known.has(canonical)) {
        const pairs = enumerate(canonical, find, 0);
        known.set(canonical, pairs && toCodeSet(pairs));
      }
      return known.get(canonical);
    },
  };
}

type Find = (type: "ValueSet" | "CodeSystem", canonical: string) => ValueSet | CodeSystem | undefined;

function enumerate(canonical: string, find: Find, depth: number): Pairs | undefined {
  const valueSet = find("ValueSet", canonical);
  // A value set that includes itself over others has no codes of its own that could be enumerated.
  if (valueSet?.resourceType !== "ValueSet" || depth > 8) return undefined;
  if (valueSet.expansion?.contains) return pairsOf(flatten(valueSet.expansion.contains));
  if (!valueSet.compose) return undefined;
  const pairs = new Map<string, readonly [string, string]>();
  for (const include of valueSet.compose.include) {
    const included = enumerateInclude(include, find, depth);
    if (!included) return undefined;
    for (const [key, pair] of included) pairs.set(key, pair);
  }
  for (const exclude of valueSet.compose.exclude ?? []) {
    const excluded = enumerateInclude(exclude, find, depth);
    if (!excluded) return undefined;
    for (const key of excluded.keys()) pairs.delete(key);
  }
  return pairs;
}

/** R4 valueset.html#compositions: the parts of one include are intersected. */
function enumerateInclude(include: ValueSetComposeInclude, find: Find, depth: number): Pairs | undefined {
  if (include.filter) return undefined;
  const sets: (Pairs | undefined)[] = (include.valueSet ?? []).map((canonical) =>
    enumerate(canonical, find, depth + 1),
  );
  const { system } = include;
  if (system !== undefined) {
    const concepts = include.concept ?? codesOf(find("CodeSystem", system));
    sets.push(concepts && pairsOf(concepts.map(({ code }) => ({ system, code }))));
  }
  const [first, ...others] = sets;
  if (!first || others.includes(undefined)) return undefined;
  return new Map([...first].filter(([key]) => others.every((set) => set?.has(key))));
}

function codesOf(resource: ValueSet | CodeSystem | undefined): readonly { code: string }[] | undefined {
  if (resource?.resourceType !== "CodeSystem" || resource.content !== "complete") return undefined;
  const all: { code: string }[] = [];
  const visit = (concepts: readonly CodeSystemConcept[]): void => {
    for (const concept of concepts) {
      all.push({ code: concept.code });
      visit(concept.concept ?? []);
    }
  };
  visit(resource.concept ?? []);
  return all;
}

function flatten(contains: readonly ValueSetExpansionContains[]): readonly ValueSetExpansionContains[] {
  return contains.flatMap((item) => [...(item.abstract ? [] : [item]), ...flatten(item.contains ?? [])]);
}

function pairsOf(items: readonly { system?: string | undefined; code?: string | undefined }[]): Pairs {
  return new Map(items.map(({ system = "", code = "" }) => [`${system}|${code}`, [system, code]]));
}

function toCodeSet(pairs: Pairs): CodeSet {
  const codes = new Set([...pairs.values()].map(([, code]) => code));
  return { has: (system, code) => (system === undefined ? codes.has(code) : pairs.has(`${system}|${code}`)) };
}
