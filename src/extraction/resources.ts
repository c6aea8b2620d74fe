import { isObject, objectsOf, textOf, type JsonObject } from "./json.ts";

/** A resource, where it stands in the input, and by what others may refer to it. */
export interface Found {
  readonly resource: JsonObject;
  /** FHIRPath from the input's root: `Bundle.entry[3].resource`. */
  readonly place: string;
  /** Its fullUrl, and `Type/id`. */
  readonly keys: readonly string[];
}

/** Lists the resources of a Bundle, or the one resource that the input is; what a search only remarked is left out. */
export function collectResources(input: unknown, at: string): readonly Found[] {
  if (!isObject(input) || typeof input["resourceType"] !== "string") return [];
  if (input["resourceType"] !== "Bundle") return [found(input, undefined, `${input["resourceType"]}${at}`)];
  return objectsOf(input["entry"]).flatMap((entry, index) => {
    const { resource, fullUrl, search } = entry;
    if (!isObject(resource) || (isObject(search) && search["mode"] === "outcome")) return [];
    const place = `Bundle${at}.entry[${index}].resource`;
    // A Bundle may hold others: a history, or the answer to a batch of searches.
    return resource["resourceType"] === "Bundle"
      ? collectResources(resource, at)
      : [found(resource, textOf(fullUrl), place)];
  });
}

function found(resource: JsonObject, fullUrl: string | undefined, place: string): Found {
  const id = textOf(resource["id"]);
  const keys: string[] = [];
  if (fullUrl !== undefined) keys.push(fullUrl);
  if (id !== undefined) keys.push(`${String(resource["resourceType"])}/${id}`);
  return { resource, place, keys };
}

const LITERAL = /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/;

/** `Type/id` of a reference, without the version and the base of the server where it has them; none where it is no such. */
export function literalIn(reference: string): string | undefined {
  return reference.includes("/") ? LITERAL.exec(reference)?.[1] : undefined;
}

/** By what a reference may mean a resource. */
export function keysOfReference(reference: string): readonly string[] {
  const literal = literalIn(reference);
  return literal === undefined ? [reference] : [reference, literal];
}
