import type { Bundle, BundleEntry, Resource } from "@medplum/fhirtypes";
import { identifiersOf, identityQuery, parseIdentityUrl, replaceReferences } from "../fhir/index.ts";
import type { Identity } from "../fhir/index.ts";
import { policyFor } from "./destination.ts";
import type { FhirDestination } from "./destination.ts";
import { deriveServerId } from "./server-id.ts";

/** One entry of the mapped bundle, with its place there and the identity that its request names. */
export interface Part {
  /** Index in the mapped bundle. */
  readonly index: number;
  readonly fullUrl: string;
  readonly resource: Resource;
  /** Absent for what has no identifier (Provenance), which the neutral form sends as a POST. */
  readonly identity?: Identity;
}

/** A bundle in a destination's form, and which part of the mapped bundle each entry came from. */
export interface Rewritten {
  readonly bundle: Bundle;
  readonly parts: readonly Part[];
}

/** Reads the parts of a bundle in neutral form. @throws when an entry has no fullUrl or resource: our own bug */
export function readParts(bundle: Bundle): readonly Part[] {
  return (bundle.entry ?? []).map(({ fullUrl, resource, request }, index) => {
    if (fullUrl === undefined || !resource)
      throw new Error(`entry ${String(index)} of a conformant bundle has no fullUrl or resource`);
    const identity = request?.method === "PUT" ? parseIdentityUrl(request.url) : undefined;
    return { index, fullUrl, resource, ...(identity && { identity: owningIdentity(resource, identity) }) };
  });
}

/** The RIS and the PACS know an imaging study by its study UID, never by our name for it. */
function owningIdentity(resource: Resource, identity: Identity): Identity {
  if (resource.resourceType !== "ImagingStudy") return identity;
  const study = identifiersOf(resource).find(({ system }) => system === "urn:dicom:uid");
  return study?.value === undefined ? identity : { type: "ImagingStudy", system: "urn:dicom:uid", value: study.value };
}

/**
 * Gives the bundle in the form that the destination's strategy and policies ask for. Pure: the same
 * bundle and destination give the same bytes.
 *
 * With `client-id` every resource is a PUT to its derived id and references are literal. With
 * `conditional` the neutral form stays, and what has no identifier is a plain POST: only `client-id`
 * keeps a Provenance that is sent twice from being stored twice.
 *
 * @param found for parts under the policy `match`: index to the `Type/id` found at the destination;
 *   these parts are left out and references to them are literal
 * @throws when `client-id` has no secret: the caller's bug
 */
export function rewrite(
  bundle: Bundle,
  destination: FhirDestination,
  found: ReadonlyMap<number, string> = new Map(),
): Rewritten {
  const parts = readParts(bundle);
  const sent = parts.filter(({ index }) => !found.has(index));
  const references = new Map<string, string>();
  const entries = sent.map((part) => ({ part, form: formOf(part, bundle, destination) }));
  for (const { part, form } of entries) if (form.id !== undefined) references.set(part.fullUrl, form.request.url);
  for (const part of parts) {
    const reference = found.get(part.index);
    if (reference !== undefined) references.set(part.fullUrl, reference);
  }
  const replace = (reference: string): string => references.get(reference) ?? reference;
  const entry = entries.map(({ part, form }) => {
    const resource = replaceReferences(part.resource, replace);
    return {
      fullUrl: part.fullUrl,
      resource: form.id === undefined ? resource : withId(resource, form.id),
      request: form.request,
    };
  });
  return { bundle: { resourceType: "Bundle", type: "transaction", entry }, parts: sent };
}

interface Form {
  readonly request: NonNullable<BundleEntry["request"]>;
  readonly id?: string;
}

function formOf(part: Part, bundle: Bundle, destination: FhirDestination): Form {
  const type = part.resource.resourceType;
  if (part.identity && policyFor(destination, type) !== "upsert") {
    return { request: { method: "POST", url: type, ifNoneExist: identityQuery(part.identity) } };
  }
  if (destination.strategy === "conditional") {
    return { request: bundle.entry?.[part.index]?.request ?? { method: "POST", url: type } };
  }
  if (destination.idSecret === undefined) throw new Error("the strategy client-id needs idSecret");
  const identity = parseIdentityUrl(bundle.entry?.[part.index]?.request?.url ?? "");
  // A resource without identifier is known by its fullUrl, which is a URI (R4 datatypes.html#identifier).
  const known = identity ?? { type, system: "urn:ietf:rfc:3986", value: part.fullUrl };
  const id = deriveServerId(destination.idSecret, known);
  return { request: { method: "PUT", url: `${type}/${id}` }, id };
}

/** FHIR's JSON reads best with the id right after the resource type. */
function withId(resource: Resource, id: string): Resource {
  const { resourceType, ...content } = resource;
  return { resourceType, id, ...content } as Resource;
}
