import type { Ability } from "../server/index.ts";
import { isTransactional } from "../server/index.ts";
import type { FhirDestination, Strategy } from "../destination.ts";
import type { Exchange } from "../answer/index.ts";
import type { FhirRequest } from "../server/index.ts";
import { deriveServerId } from "../server-id.ts";
import type { Part } from "./part.ts";

/** What is known of a resource at a destination. */
export interface Known {
  readonly id: string;
  readonly versionId?: string;
  readonly etag?: string;
  /** Of its content there; absent while nobody has looked. */
  readonly hash?: string;
}

/** How what is sent travels. */
export type CarrierName = "transaction" | "batch" | "single";

/** One version of a case on its way to one destination. */
export interface Shipment {
  readonly destination: FhirDestination;
  readonly strategy: Strategy;
  readonly ability: Ability;
  readonly carrier: CarrierName;
  readonly parts: readonly Part[];
  readonly partOf: ReadonlyMap<string, Part>;
  /** The ids that we give parts, by fullUrl, as far as they were asked for. */
  readonly derivedIds: Map<string, string>;
  /** By fullUrl; it grows with every answer. */
  readonly known: Map<string, Known>;
  readonly send: (request: FhirRequest) => Promise<Exchange>;
  /** Takes the patient's data out of what a server said. */
  readonly withhold: (text: string) => string;
}

/** What carries a strategy: ids of ours need no transaction, and where there is none they go one by one. */
export function carrierFor(strategy: Strategy, ability: Ability): CarrierName {
  if (strategy !== "client-id") return strategy;
  return isTransactional(ability) ? "transaction" : "single";
}

/** The id that we give a part at this destination; undefined where the server gives it one. */
export function derivedId({ strategy, destination, derivedIds }: Shipment, part: Part): string | undefined {
  if (strategy !== "client-id" || part.policy === "match") return undefined;
  if (destination.idSecret === undefined) throw new Error("the strategy client-id needs idSecret");
  const { fullUrl, resource, identity } = part;
  // A resource without identifier is known by its fullUrl, which is a URI (R4 datatypes.html#identifier).
  const known = identity ?? { type: resource.resourceType, system: "urn:ietf:rfc:3986", value: fullUrl };
  // Every reference to it asks again.
  const id = derivedIds.get(fullUrl) ?? deriveServerId(destination.idSecret, known);
  derivedIds.set(fullUrl, id);
  return id;
}

/** The literal reference to a part, as far as its id is known or ours. */
export function literalReference(shipment: Shipment, part: Part): string | undefined {
  const id = shipment.known.get(part.fullUrl)?.id ?? derivedId(shipment, part);
  return id === undefined ? undefined : `${part.resource.resourceType}/${id}`;
}
