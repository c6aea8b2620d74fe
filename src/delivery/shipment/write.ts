import type { Resource } from "@medplum/fhirtypes";
import { identityQuery } from "../../fhir/index.ts";
import type { Asked } from "../answer/index.ts";
import { withReferences, type Part } from "./part.ts";
import { derivedId, literalReference, type Known, type Shipment } from "./shipment.ts";

/** How a part is written: its request, in the form that a Bundle's entry has. */
export interface Write {
  readonly part: Part;
  readonly method: "PUT" | "POST";
  readonly url: string;
  readonly resource: Resource;
  readonly ifMatch?: string;
  readonly ifNoneExist?: string;
}

/**
 * Says how a part is written with what is known now: what the server holds is put to its id, on condition of the version that
 * we know; what it does not hold goes to an id of ours, or is created where our identifier is not there yet.
 */
export function writeOf(shipment: Shipment, part: Part): Write {
  const resource = withReferences(part, (fullUrl) => {
    const target = shipment.partOf.get(fullUrl);
    return target && literalReference(shipment, target);
  });
  return named(shipment, part, requestOf(shipment, part, resource));
}

function requestOf(shipment: Shipment, part: Part, resource: Resource): Write {
  const type = resource.resourceType;
  const known = shipment.known.get(part.fullUrl);
  const id = known?.id ?? derivedId(shipment, part);
  if (id !== undefined) {
    // A first version has no condition: R4 knows If-None-Match for reads alone (http.html#cread), R5 was the first to let it keep an
    // update from being one (FHIR-28495), and a server of R4 that does not know it writes all the same. The id is what keeps a
    // repeat from doubling, and the lease, asked for right before the first byte, what keeps a late sender away.
    const ifMatch = known && tagOf(shipment, type, known);
    const write = { part, method: "PUT", url: `${type}/${id}`, resource: withId(resource, id) } as const;
    return ifMatch === undefined ? write : { ...write, ifMatch };
  }
  const create = { part, method: "POST", url: type, resource } as const;
  return part.searchedBy && canCreateIfNone(shipment, type)
    ? { ...create, ifNoneExist: identityQuery(part.searchedBy) }
    : create;
}

/**
 * What has no identifier is named by a tag, where ids are the server's and it finds resources by tags: then it is created where
 * that tag is not there yet.
 */
function named(shipment: Shipment, part: Part, write: Write): Write {
  const { resource, method } = write;
  const type = resource.resourceType;
  const isTagged = shipment.strategy !== "client-id" && (shipment.ability.tagged ?? []).includes(type);
  if (part.searchedBy || !isTagged || !canCreateIfNone(shipment, type)) return write;
  const tag = [...(resource.meta?.tag ?? []), { system: URI, code: part.fullUrl }];
  const tagged = { ...write, resource: { ...resource, meta: { ...resource.meta, tag } } as Resource };
  return method === "POST"
    ? { ...tagged, ifNoneExist: `_tag=${encodeURIComponent(`${URI}|${part.fullUrl}`)}` }
    : tagged;
}

/** The system of what is a URI itself, https://hl7.org/fhir/R4/identifier-registry.html */
const URI = "urn:ietf:rfc:3986";

/** Whether the server itself makes sure, in the same step, that our identifier is not there yet. */
export function canCreateIfNone({ strategy, ability }: Shipment, type: string): boolean {
  if (ability.keepsConditions === false) return false;
  return strategy === "client-id" || ability.conditionalCreate.includes(type);
}

/** What the answer to a write has to be read with. */
export function askedOf({ ifMatch, ifNoneExist }: Write): Asked {
  return {
    condition: ifMatch !== undefined ? "if-match" : ifNoneExist !== undefined ? "identity" : "none",
    unit: "resource",
  };
}

function tagOf({ ability }: Shipment, type: string, { etag, versionId }: Known): string | undefined {
  if (!ability.versioned.includes(type)) return undefined;
  return etag ?? (versionId === undefined ? undefined : `W/"${versionId}"`);
}

/** FHIR's JSON reads best with the id right after the resource type. */
function withId(resource: Resource, id: string): Resource {
  const { resourceType, ...content } = resource;
  return { resourceType, id, ...content } as Resource;
}
