import { readCodeSystem, type CodeSystem } from "./code-system.ts";
import type { CodeSystemSource, TerminologySource, ValueSetSource } from "./sources.ts";

/** Code systems and value sets by their canonical. */
export interface Library {
  /** `undefined` where there is none of this url, or none of this version. A supplement is never found. */
  readonly codeSystem: (url: string, version?: string) => CodeSystem | undefined;
  /** @param canonical with or without `|version` */
  readonly valueSet: (canonical: string) => ValueSetSource | undefined;
  readonly isSupplement: (url: string) => boolean;
  /** The value set of all codes of a code system, by CodeSystem.valueSet. */
  readonly systemOfAll: (valueSet: string) => string | undefined;
}

/**
 * Makes the library of several layers: what an earlier layer defines hides the same url of a later one, unless a version
 * is asked for that only the later one has.
 *
 * @param grammars code systems whose codes are given by a rule; they stand below all layers
 */
export function createLibrary(
  layers: readonly (readonly TerminologySource[])[],
  grammars: readonly CodeSystem[],
): Library {
  const valueSets = byUrl(layers.map((layer) => layer.filter(isValueSet)));
  const codeSystems = byUrl(layers.map((layer) => layer.filter(isCodeSystem)));
  const supplements = byUrl(layers.map((layer) => layer.filter(isSupplement)));
  const systemsOfAll = new Map(
    [...codeSystems.values()]
      .flat()
      .flatMap(({ url, valueSet }): [string, string][] => (url && valueSet ? [[valueSet, url]] : [])),
  );
  const ruled = new Map(grammars.map((system) => [system.url, system]));
  const known = new Map<string, CodeSystem>();
  const read = (url: string, version: string | undefined): CodeSystem | undefined => {
    const source = ofVersion(codeSystems.get(url), version);
    if (!source || source.content === "not-present") return ruled.get(url);
    return readCodeSystem(
      source,
      [...supplements.values()].flat().filter((one) => isSupplementOf(one, source)),
    );
  };
  return {
    codeSystem: (url, version) => {
      const key = version === undefined ? url : `${url}|${version}`;
      const found = known.get(key) ?? read(url, version);
      // What is not here is not kept: urls come from the outside too, without end.
      if (found) known.set(key, found);
      return found;
    },
    valueSet: (canonical) => {
      const [url = "", version] = canonical.split("|", 2);
      return ofVersion(valueSets.get(url), version);
    },
    isSupplement: (url) => supplements.has(url) && !codeSystems.has(url),
    systemOfAll: (valueSet) => systemsOfAll.get(valueSet),
  };
}

function isSupplementOf({ supplements = "" }: CodeSystemSource, { url, version }: CodeSystemSource): boolean {
  const [base, wanted] = supplements.split("|", 2);
  return base === url && (wanted === undefined || isVersion(version, wanted));
}

/** The first that has the version; `4.0` asks for any `4.0.x`. */
function ofVersion<T extends TerminologySource>(list: readonly T[] | undefined, version: string | undefined) {
  if (version === undefined) return list?.[0];
  return list?.find((one) => one.version === version) ?? list?.find((one) => isVersion(one.version, version));
}

function isVersion(version: string | undefined, wanted: string): boolean {
  return version === wanted || version?.startsWith(`${wanted}.`) === true;
}

/** Every definition by its url: earlier layers first, and within a layer the newest version. */
function byUrl<T extends TerminologySource>(layers: readonly (readonly T[])[]): ReadonlyMap<string, readonly T[]> {
  const all = new Map<string, T[]>();
  for (const layer of layers) {
    for (const [url, list] of Map.groupBy(layer, ({ url }) => url)) {
      if (url !== undefined)
        all.set(url, [...(all.get(url) ?? []), ...(list.length > 1 ? list.sort(newestFirst) : list)]);
    }
  }
  return all;
}

function newestFirst(a: TerminologySource, b: TerminologySource): number {
  return (b.version ?? "").localeCompare(a.version ?? "", "en", { numeric: true });
}

function isValueSet(source: TerminologySource): source is ValueSetSource {
  return source.resourceType === "ValueSet";
}

function isCodeSystem(source: TerminologySource): source is CodeSystemSource {
  return source.resourceType === "CodeSystem" && !addsToAnother(source);
}

function isSupplement(source: TerminologySource): source is CodeSystemSource {
  return source.resourceType === "CodeSystem" && addsToAnother(source);
}

/** What names a system to add to is a supplement, even where its content says otherwise. */
function addsToAnother({ content, supplements }: CodeSystemSource): boolean {
  return content === "supplement" || supplements !== undefined;
}
