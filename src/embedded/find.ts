import type { Bundle } from "@medplum/fhirtypes";
import { parseIdentityUrl, parseSearch } from "../fhir/index.ts";
import type { FhirSearch } from "../fhir/index.ts";
import { Refusal } from "./refusal.ts";
import type { ResourceStore } from "./resource-store.ts";

const PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1000;

/**
 * The ids that match the criteria of a conditional request or reference, at most two of them:
 * more than one is refused by every caller.
 *
 * Identifiers are compared exactly, since `A1` and `a1` may be two patients.
 */
export async function idsMatching(store: ResourceStore, type: string, query: string): Promise<readonly string[]> {
  const identity = parseIdentityUrl(`${type}?${query}`);
  if (identity && isWholeToken(identity)) return store.idsWithIdentifier(identity).slice(0, 2);
  const { search, ids } = plan(store, type, query);
  if ((search.filters ?? []).length === 0) {
    throw new Refusal(412, "processing", "no-criteria", "A condition needs at least one search parameter, found none.");
  }
  const bundle = await store.search({ ...search, count: 2 }, ids);
  return (bundle.entry ?? []).flatMap(({ resource }) => (resource?.id ? [resource.id] : []));
}

/** Runs the search that a client asked for: one page, with the total over all pages. */
export async function findResources(store: ResourceStore, type: string, query: string): Promise<SearchPage> {
  const { search, ids } = plan(store, type, query);
  const count = Math.min(search.count ?? PAGE_SIZE, MAX_PAGE_SIZE);
  const offset = search.offset ?? 0;
  const bundle = await store.search({ ...search, count, offset }, ids);
  return { bundle, count, offset, total: bundle.total ?? 0 };
}

/** One page of a search: `count` and `offset` as they were used, in resources. */
export interface SearchPage {
  readonly bundle: Bundle;
  readonly count: number;
  readonly offset: number;
  readonly total: number;
}

/** Parses a query and takes out the identifier that the index answers. */
function plan(store: ResourceStore, type: string, query: string): { search: FhirSearch; ids?: readonly string[] } {
  const parsed = parseSearch(type, query);
  if ("refused" in parsed) {
    const { parameter, reason } = parsed.refused;
    const message =
      reason === "unknown"
        ? `Search parameters of ${type} were expected, found "${parameter}".`
        : "Search values of the parameter's type were expected, found one that is not.";
    throw new Refusal(400, reason === "unknown" ? "not-supported" : "value", `search-${reason}`, message);
  }
  const { search } = parsed;
  if (search.include?.length || search.revInclude?.length) return { search };
  const filters = search.filters ?? [];
  for (const filter of filters) {
    const bar = filter.value.indexOf("|");
    const identity = { type, system: filter.value.slice(0, bar), value: filter.value.slice(bar + 1) };
    if (filter.code !== "identifier" || filter.operator !== "eq" || bar < 0 || !isWholeToken(identity)) continue;
    return {
      search: { ...search, filters: filters.filter((other) => other !== filter) },
      ids: store.idsWithIdentifier(identity),
    };
  }
  return { search };
}

/** Whether a token names both parts and no alternatives, so that the index can answer it. */
function isWholeToken({ system, value }: { system: string; value: string }): boolean {
  return system !== "" && value !== "" && !/[,\\]/.test(system + value);
}
