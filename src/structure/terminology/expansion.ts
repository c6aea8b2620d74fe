import type { ValueSetExpansion, ValueSetExpansionContains } from "@medplum/fhirtypes";
import { namedConcept, type Concept } from "./concept.ts";
import type { Library } from "./library.ts";
import { listedPart, type Membership } from "./membership.ts";

/** Whether an expansion names every member. */
export function isWhole({ total, offset, contains = [], extension = [] }: ValueSetExpansion): boolean {
  if (extension.some(({ url }) => /\/valueset-(?:toocostly|unclosed)$/.test(url))) return false;
  if (contains.length === 0) return false;
  return (offset ?? 0) === 0 && (total === undefined || total <= countOf(contains));
}

function countOf(contains: readonly ValueSetExpansionContains[]): number {
  return contains.reduce((count, item) => count + 1 + countOf(item.contains ?? []), 0);
}

/** The members that an expansion names. */
export function membersOfExpansion({ contains = [] }: ValueSetExpansion, library: Library): Membership {
  const lists = new Map<string, Map<string, Concept>>();
  const visit = (item: ValueSetExpansionContains): void => {
    const { system, code, display } = item;
    // R4 valueset-definitions.html#ValueSet.expansion.contains.abstract: for finding one's way, not for use.
    if (system !== undefined && code !== undefined && item.abstract !== true) {
      const list = lists.get(system) ?? new Map<string, Concept>();
      lists.set(system, list);
      const concept = namedConcept(code, display, library.codeSystem(system)?.find(code));
      list.set(code, item.inactive === true ? { ...concept, status: "inactive", isPlain: false } : concept);
    }
    item.contains?.forEach(visit);
  };
  contains.forEach(visit);
  return { systems: new Map([...lists].map(([system, list]) => [system, listedPart(list)])), isOpen: false };
}
