import { globalSchema, indexSearchParameter, parseSearchRequest } from "@medplum/core";
import type { SearchRequest } from "@medplum/core";
import type { Resource, SearchParameter } from "@medplum/fhirtypes";
import { loadR4Structures, readR4Definitions } from "./definitions.ts";

/** A search, parsed: type, filters, sort rules, page. */
export type FhirSearch = SearchRequest;

/**
 * Makes R4's search parameters known to the engine, each with the part of its expression that
 * concerns one type.
 *
 * A parameter such as `clinical-identifier` is a union over 30 types. Evaluated whole it takes half
 * a millisecond a resource; the part of one type takes 4 µs.
 */
export function loadR4SearchParameters(): void {
  if (globalSchema.types["Observation"]?.searchParams?.["part-of"]) return;
  loadR4Structures();
  for (const resource of readR4Definitions("search-parameters")) {
    if (resource.resourceType !== "SearchParameter" || !resource.expression) continue;
    for (const type of resource.base) indexSearchParameter(partOfType(resource, type));
  }
}

function partOfType(parameter: SearchParameter, type: SearchParameter["base"][number]): SearchParameter {
  const parts = splitUnion(parameter.expression ?? "").filter((part) =>
    part.replace(/^\(+/, "").startsWith(`${type}.`),
  );
  const expression = parts.length > 0 ? parts.join(" | ") : (parameter.expression ?? "");
  return { ...parameter, base: [type], expression };
}

/** Splits `a | b` where the bar stands outside of parentheses. */
function splitUnion(expression: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < expression.length; at++) {
    const character = expression[at];
    if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "|" && depth === 0) {
      parts.push(expression.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...parts, expression.slice(start).trim()];
}

/** Result parameters that every type takes, https://hl7.org/fhir/R4/search.html#return */
const RESULT_PARAMETERS = new Set(
  "_count _offset _sort _summary _total _include _revinclude _format _pretty".split(" "),
);

/** A search that cannot be done, and the parameter that is to blame. */
export type SearchRefusal = { readonly parameter: string; readonly reason: "unknown" | "value" };

/**
 * Parses the query of a search for `type`, for instance `code=a|b&_count=10`.
 *
 * An unknown parameter is refused rather than ignored, as R4 lets a server do, because a search that
 * ignores half of its question gives a wrong answer that looks right.
 * https://hl7.org/fhir/R4/search.html#errors
 */
export function parseSearch(type: string, query: string): { search: FhirSearch } | { refused: SearchRefusal } {
  loadR4SearchParameters();
  for (const name of new Set(new URLSearchParams(query).keys())) {
    const code = name.split(/[:.]/, 1)[0] ?? name;
    if (!RESULT_PARAMETERS.has(code) && !isSearchParameter(type, code))
      return { refused: { parameter: code, reason: "unknown" } };
  }
  try {
    return { search: parseSearchRequest(`${type}?${query}`) };
  } catch {
    return { refused: { parameter: "", reason: "value" } };
  }
}

function isSearchParameter(type: string, code: string): boolean {
  return globalSchema.types[type]?.searchParams?.[code] !== undefined;
}

/** A search parameter as a CapabilityStatement lists it. */
export type ListedParameter = Pick<SearchParameter, "code" | "type">;

/** What the engine finds of every type. */
const OF_EVERY_TYPE: readonly ListedParameter[] = [
  { code: "_id", type: "token" },
  { code: "_lastUpdated", type: "date" },
  { code: "_profile", type: "uri" },
  { code: "_security", type: "token" },
  { code: "_source", type: "uri" },
  { code: "_tag", type: "token" },
];

/**
 * The search parameters of types, for a CapabilityStatement. Read from R4's own list and not from the engine, which would have to
 * learn all structures first: every start of a server asks.
 */
export function searchParametersOf<T extends Resource["resourceType"]>(
  types: readonly T[],
): ReadonlyMap<T, readonly ListedParameter[]> {
  const all = readR4Definitions("search-parameters");
  const ofType = (type: T) =>
    all.flatMap((one) =>
      one.resourceType === "SearchParameter" && one.expression && one.base.includes(type) ? [one] : [],
    );
  return new Map(types.map((type) => [type, [...OF_EVERY_TYPE, ...ofType(type)]]));
}
