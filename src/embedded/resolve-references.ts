import type { Resource } from "@medplum/fhirtypes";
import { findReferences, parseReference, replaceReferences } from "../fhir/index.ts";
import { idsMatching } from "./find.ts";
import { Refusal } from "./refusal.ts";
import type { ResourceStore } from "./resource-store.ts";

/** What a reference may point at beyond what is stored: the targets of the same transaction. */
export interface Surroundings {
  readonly store: ResourceStore;
  /** fullUrl to `Type/id`, for every entry that has a fullUrl. */
  readonly byFullUrl: ReadonlyMap<string, string>;
  /** `Type/id` of all that the transaction writes or finds. */
  readonly written: ReadonlySet<string>;
  /** `Type/id` of all that the transaction deletes. */
  readonly removed: ReadonlySet<string>;
}

/**
 * Gives the resource with every reference literal: fullUrls and criteria become `Type/id`.
 *
 * @throws Refusal 400 for a reference to nothing, 404 for criteria without match, 412 for criteria
 *   with several
 * https://hl7.org/fhir/R4/http.html#trules
 */
export async function resolveReferences(resource: Resource, around: Surroundings): Promise<Resource> {
  const resolved = new Map<string, string>();
  for (const { reference, path } of findReferences(resource)) {
    if (!resolved.has(reference)) resolved.set(reference, await resolve(reference, path, around));
  }
  return replaceReferences(resource, (reference) => resolved.get(reference) ?? reference);
}

async function resolve(reference: string, path: string, around: Surroundings): Promise<string> {
  const entry = around.byFullUrl.get(reference);
  if (entry !== undefined) return entry;
  const target = parseReference(reference);
  switch (target?.kind) {
    case "contained":
    case "absolute":
      return reference;
    case "fullUrl":
      throw new Refusal(
        400,
        "not-found",
        "reference-broken",
        "A fullUrl of this bundle was expected, found none.",
        path,
      );
    case "conditional":
      return resolveCriteria(target.type, target.query, path, around.store);
    case "resource": {
      const key = `${target.type}/${target.id}`;
      const isThere =
        around.written.has(key) || (!around.removed.has(key) && around.store.current(target.type, target.id));
      if (isThere) return reference;
      throw new Refusal(
        400,
        "not-found",
        "reference-broken",
        "A stored resource was expected as target, found none.",
        path,
      );
    }
    case undefined:
      throw new Refusal(400, "value", "reference", "A reference as R4 writes it was expected.", path);
  }
}

async function resolveCriteria(type: string, query: string, path: string, store: ResourceStore): Promise<string> {
  const [id, another] = await idsMatching(store, type, query);
  if (id === undefined) {
    throw new Refusal(
      404,
      "not-found",
      "reference-no-match",
      "1 resource was expected to match the reference, found none.",
      path,
    );
  }
  if (another !== undefined) {
    throw new Refusal(
      412,
      "duplicate",
      "reference-several",
      "1 resource was expected to match the reference, found several.",
      path,
    );
  }
  return `${type}/${id}`;
}
