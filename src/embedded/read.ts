import type { Bundle, BundleLink } from "@medplum/fhirtypes";
import { isR4ResourceType } from "../fhir/index.ts";
import { findResources } from "./find.ts";
import { Refusal } from "./refusal.ts";
import type { ResourceStore, Stored } from "./resource-store.ts";

/** Reads the current version. @throws Refusal 404 when there never was one, 410 after a deletion */
export function readCurrent(store: ResourceStore, type: string, id: string): Stored {
  assertType(type);
  const version = store.versions(type, id).at(-1);
  if (!version)
    throw new Refusal(404, "not-found", "unknown", "A stored resource was expected at this url, found none.");
  if (!version.resource)
    throw new Refusal(410, "deleted", "deleted", "A resource was expected at this url, it was deleted.");
  return version.resource;
}

/** Reads one version. @throws Refusal 404 for an unknown one, 410 for one that is a deletion */
export function readVersion(store: ResourceStore, type: string, id: string, versionId: string): Stored {
  assertType(type);
  const version = store.versions(type, id).find((candidate) => candidate.versionId === versionId);
  if (!version)
    throw new Refusal(404, "not-found", "unknown", "A stored version was expected at this url, found none.");
  if (!version.resource) throw new Refusal(410, "deleted", "deleted", "This version is the deletion of the resource.");
  return version.resource;
}

/** Lists all versions, newest first; a deletion is an entry without resource. */
export function readHistory(store: ResourceStore, type: string, id: string, base: string): Bundle {
  assertType(type);
  const versions = store.versions(type, id);
  if (versions.length === 0)
    throw new Refusal(404, "not-found", "unknown", "A stored resource was expected, found none.");
  return {
    resourceType: "Bundle",
    type: "history",
    total: versions.length,
    entry: versions.toReversed().map(({ versionId, lastUpdated, resource }) => ({
      fullUrl: `${base}/${type}/${id}`,
      ...(resource && { resource }),
      request: { method: resource ? "PUT" : "DELETE", url: `${type}/${id}` },
      response: { status: resource ? "200" : "204", etag: `W/"${versionId}"`, lastModified: lastUpdated },
    })),
  };
}

/**
 * Answers a search with one page, its total and links to the pages around it.
 *
 * @param base the server's base url, without a slash at the end
 * https://hl7.org/fhir/R4/http.html#paging
 */
export async function readSearch(store: ResourceStore, type: string, query: string, base: string): Promise<Bundle> {
  assertType(type);
  const { bundle, count, offset, total } = await findResources(store, type, query);
  const pageAt = (relation: string, at: number): BundleLink => {
    const parameters = new URLSearchParams(query);
    if (relation !== "self") {
      parameters.set("_offset", String(at));
      parameters.set("_count", String(count));
    }
    return { relation, url: `${base}/${type}?${parameters.toString()}` };
  };
  const link = [pageAt("self", offset)];
  if (count > 0 && offset + count < total) link.push(pageAt("next", offset + count));
  if (count > 0 && offset > 0) link.push(pageAt("previous", Math.max(0, offset - count)));
  const entry = (bundle.entry ?? []).flatMap(({ resource, search }) =>
    resource?.id
      ? [
          {
            fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
            resource,
            search: search ?? { mode: "match" as const },
          },
        ]
      : [],
  );
  return { resourceType: "Bundle", type: "searchset", total, link, ...(entry.length > 0 && { entry }) };
}

function assertType(type: string): void {
  if (!isR4ResourceType(type)) {
    throw new Refusal(404, "not-supported", "type-unknown", "A resource type of R4 was expected in the url.");
  }
}
