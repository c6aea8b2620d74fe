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
  const byUrl = new Map(shipment.parts.map((each) => [each.fullUrl, each]));
  const resource = withReferences(part, (fullUrl) => {
    const target = byUrl.get(fullUrl);
    return target && literalReference(shipment, target);
  });
  const type = resource.resourceType;
  const known = shipment.known.get(part.fullUrl);
  const id = known?.id ?? derivedId(shipment, part);
  if (id !== undefined) {
    const ifMatch = known && tagOf(shipment, type, known);
    const write = { part, method: "PUT", url: `${type}/${id}`, resource: withId(resource, id) } as const;
    return ifMatch === undefined ? write : { ...write, ifMatch };
  }
  const create = { part, method: "POST", url: type, resource } as const;
  return part.searchedBy && canCreateIfNone(shipment, type)
    ? { ...create, ifNoneExist: identityQuery(part.searchedBy) }
    : create;
}

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
