import type { Bundle, Resource } from "@medplum/fhirtypes";
import { findReferences, identifiersOf, parseIdentityUrl, replaceReferences, type Identity } from "../../fhir/index.ts";
import { policyFor, type FhirDestination, type OwnershipPolicy } from "../destination.ts";
import { contentHash } from "./content-hash.ts";

/** One entry of the mapped bundle, and how a destination knows it. */
export interface Part {
  /** Index in the mapped bundle. */
  readonly index: number;
  readonly fullUrl: string;
  readonly resource: Resource;
  readonly policy: OwnershipPolicy;
  /** Our own name for it, which ids are derived from; absent for what has no identifier (Provenance). */
  readonly identity?: Identity;
  /** What it is looked up by: of what another system owns, that system's name for it. */
  readonly searchedBy?: Identity;
  readonly hash: string;
}

/**
 * Reads the parts of a bundle in neutral form that a destination wants: those of its types, and what they refer to.
 *
 * @throws Error when an entry has no fullUrl or resource: our own bug
 */
export function readParts(bundle: Bundle, destination: FhirDestination): readonly Part[] {
  const parts = (bundle.entry ?? []).map(({ fullUrl, resource, request }, index): Part => {
    if (fullUrl === undefined || !resource)
      throw new Error(`entry ${String(index)} of a conformant bundle has no fullUrl or resource`);
    const identity = request?.method === "PUT" ? parseIdentityUrl(request.url) : undefined;
    const policy = policyFor(destination, resource.resourceType);
    const known = identity && {
      identity,
      searchedBy: policy === "upsert" ? identity : owningIdentity(resource, identity),
    };
    return { index, fullUrl, resource, policy, hash: contentHash(resource), ...known };
  });
  return destination.types ? wanted(parts, new Set(destination.types)) : parts;
}

/** The RIS and the PACS know an imaging study by its study UID, never by our name for it. */
function owningIdentity(resource: Resource, identity: Identity): Identity {
  if (resource.resourceType !== "ImagingStudy") return identity;
  const study = identifiersOf(resource).find(({ system }) => system === "urn:dicom:uid");
  return study?.value === undefined ? identity : { type: "ImagingStudy", system: "urn:dicom:uid", value: study.value };
}

/** A Provenance is about all parts, and only about those that are sent. */
function wanted(parts: readonly Part[], types: ReadonlySet<string>): readonly Part[] {
  const kept = new Set<string>();
  for (const { fullUrl, resource } of parts.toReversed()) {
    const isKept = kept.has(fullUrl) || types.has(resource.resourceType);
    if (!isKept) continue;
    kept.add(fullUrl);
    if (resource.resourceType === "Provenance") continue;
    for (const { reference } of findReferences(resource)) kept.add(reference);
  }
  return parts.filter(({ fullUrl }) => kept.has(fullUrl)).map((part) => withTargets(part, kept));
}

function withTargets(part: Part, kept: ReadonlySet<string>): Part {
  const { resource } = part;
  if (resource.resourceType !== "Provenance") return part;
  const target = resource.target.filter(({ reference }) => reference === undefined || kept.has(reference));
  const about = { ...resource, target };
  return { ...part, resource: about, hash: contentHash(about) };
}

/** A part's resource with what is known of references put in place. */
export function withReferences(part: Part, referenceOf: (fullUrl: string) => string | undefined): Resource {
  return replaceReferences(part.resource, (reference) => referenceOf(reference) ?? reference);
}
