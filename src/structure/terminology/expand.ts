import type { ValueSetComposeInclude } from "@medplum/fhirtypes";
import type { CodeSystem } from "./code-system.ts";
import { namedConcept } from "./concept.ts";
import { isWhole, membersOfExpansion } from "./expansion.ts";
import { compileFilter, type CodePredicate } from "./filter.ts";
import type { Library } from "./library.ts";
import {
  NO_MEMBERS,
  OPEN,
  intersect,
  isListed,
  listedPart,
  ruledPart,
  subtract,
  unite,
  type Membership,
  type Part,
} from "./membership.ts";
import type { ValueSetSource } from "./sources.ts";

/**
 * The members of a value set, https://hl7.org/fhir/R4/valueset.html#compositions
 *
 * @param canonical with or without `|version`
 * @returns `undefined` where there is no such value set, neither defined nor implied by a code system
 */
export function expandValueSet(canonical: string, library: Library): Membership | undefined {
  return expand(canonical, library, new Set());
}

function expand(canonical: string, library: Library, within: ReadonlySet<string>): Membership | undefined {
  const valueSet = library.valueSet(canonical);
  if (!valueSet) return implied(canonical, library);
  const key = `${valueSet.url ?? ""}|${valueSet.version ?? ""}`;
  // A value set that includes itself has members that nothing decides.
  if (within.has(key)) return OPEN;
  return membersOf(valueSet, library, new Set([...within, key]));
}

function membersOf({ compose, expansion }: ValueSetSource, library: Library, within: ReadonlySet<string>): Membership {
  const expanded = expansion && membersOfExpansion(expansion, library);
  if (expanded && (isWhole(expansion) || !compose)) return expanded;
  if (!compose) return OPEN;
  const includes = compose.include.map((include) => membersOfInclude(include, library, within));
  const excludes = (compose.exclude ?? []).map((exclude) => membersOfInclude(exclude, library, within));
  const members = excludes.reduce(subtract, includes.reduce(unite, NO_MEMBERS));
  const active = compose.inactive === false ? withoutInactive(members) : members;
  // A server's partial expansion still tells some members of what we cannot enumerate.
  return expanded && !isListed(active) ? unite(active, { ...expanded, isOpen: false }) : active;
}

function membersOfInclude(include: ValueSetComposeInclude, library: Library, within: ReadonlySet<string>): Membership {
  const sets = (include.valueSet ?? []).map((canonical) => expand(canonical, library, within) ?? OPEN);
  if (include.system !== undefined) {
    const system = library.codeSystem(include.system, include.version);
    sets.unshift({ systems: new Map([[include.system, partOfSystem(include, system)]]), isOpen: false });
  }
  const [first = OPEN, ...others] = sets;
  return others.reduce(intersect, first);
}

function partOfSystem({ concept, filter }: ValueSetComposeInclude, system: CodeSystem | undefined): Part {
  if (concept) {
    return listedPart(
      new Map(concept.map(({ code, display }) => [code, namedConcept(code, display, system?.find(code))])),
    );
  }
  if (filter)
    return filteredPart(
      filter.map((one) => compileFilter(one, system)),
      system,
    );
  if (system?.concepts) return listedPart(system.concepts);
  return ruledPart((code) => system?.has(code));
}

/** R4 valueset.html#compositions: all filters must pass. */
function filteredPart(filters: readonly CodePredicate[], system: CodeSystem | undefined): Part {
  const passes = (code: string): boolean | undefined => {
    const results = filters.map((filter) => filter(code));
    return results.includes(false) ? false : results.includes(undefined) ? undefined : true;
  };
  const { concepts } = system ?? {};
  if (concepts) {
    const results = [...concepts].map(([code, concept]) => ({ code, concept, passed: passes(code) }));
    if (results.every(({ passed }) => passed !== undefined)) {
      return listedPart(new Map(results.filter(({ passed }) => passed).map(({ code, concept }) => [code, concept])));
    }
  }
  return ruledPart((code) => {
    const known = system?.has(code);
    return known === false ? false : passes(code) === false ? false : known && passes(code);
  });
}

/** All codes of a system, by CodeSystem.valueSet or by the implicit value sets of SNOMED CT and LOINC. */
function implied(canonical: string, library: Library): Membership | undefined {
  const [url = ""] = canonical.split("|", 1);
  const all = library.systemOfAll(url);
  if (all !== undefined) return membersOfInclude({ system: all }, library, new Set());
  // R4 snomedct.html#implicit and loinc.html#implicit: these name codes of their own system and of no other.
  const system = /^(?<system>http:\/\/[^/]+\/sct)(?:\/[\d/a-z]+)?\?fhir_vs/.exec(url)?.groups?.["system"];
  const own = system ?? /^(?<system>http:\/\/[^/]+)\/vs(?:\/|$)/.exec(url)?.groups?.["system"];
  if (own === undefined) return undefined;
  const isWhole = url === `${own}/vs`;
  const part = ruledPart((code) => (isWhole ? library.codeSystem(own)?.has(code) : undefined));
  return { systems: new Map([[own, part]]), isOpen: false };
}

function withoutInactive(members: Membership): Membership {
  const systems = [...members.systems].map(([system, part]): [string, Part] => {
    if (!part.listed) return [system, part];
    return [system, listedPart(new Map([...part.listed].filter(([, { status }]) => status !== "inactive")))];
  });
  return { systems: new Map(systems), isOpen: members.isOpen };
}
