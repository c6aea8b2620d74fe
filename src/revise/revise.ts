import type { Bundle, BundleEntry, Observation, Provenance, Resource } from "@medplum/fhirtypes";
import { isSameJson, replaceReferences } from "../fhir/index.ts";
import { nameUrn, type MappedBundle } from "../mapping/index.ts";
import { isRetractable, voidResource } from "./void-resource.ts";

/**
 * Makes the next version of a case of what was sent last and of what its new document became.
 *
 * @param previous the bundle of the version before, voided parts included
 * @throws Error when a part has another type than before, or a bundle has no Patient or Provenance: a fault of the map
 */
export function revise(previous: Bundle, next: MappedBundle): MappedBundle {
  const before = new Map((previous.entry ?? []).map((entry) => [entry.fullUrl, entry]));
  const entries = next.entry ?? [];
  const provenance = lastProvenance(next);
  const living = entries.slice(0, -1).map((entry) => correct(before.get(entry.fullUrl), entry));
  const kept = new Set(living.map(({ fullUrl }) => fullUrl));
  const patients = { from: patientUrl(previous), to: patientUrl(next) };
  const voided = (previous.entry ?? [])
    .filter(({ fullUrl, resource }) => resource && isRetractable(resource) && !kept.has(fullUrl))
    .map((entry) => voidEntry(entry, patients));
  const parts = [...living, ...voided];
  return { ...next, entry: [...parts, nextProvenance(previous, provenance, parts)] };
}

/** Whether two bundles of a case say the same, whatever versions of maps and profiles made them. */
export function isSameContent(one: Bundle, other: Bundle): boolean {
  return isSameJson(one.entry?.slice(0, -1), other.entry?.slice(0, -1));
}

/**
 * An Observation that says something else than was sent is `corrected`, and stays so: its status tells that the record
 * changed after it was final. https://hl7.org/fhir/R4/valueset-observation-status.html
 */
function correct(before: BundleEntry | undefined, entry: BundleEntry): BundleEntry {
  const [old, now] = [before?.resource, entry.resource];
  if (!old || !now) return entry;
  if (old.resourceType !== now.resourceType) throw new Error("A part of a case keeps its type in every version.");
  if (old.resourceType !== "Observation" || now.resourceType !== "Observation") return entry;
  const wasCorrected = old.status === "corrected";
  if (!wasCorrected && isSameObservation(old, now)) return entry;
  return { ...entry, resource: { ...now, status: "corrected" } };
}

function isSameObservation(old: Observation, now: Observation): boolean {
  return isSameJson({ ...old, status: "" }, { ...now, status: "" });
}

/** All parts of a case follow it to another patient, the voided ones too, since a transaction has one subject. */
function voidEntry(entry: BundleEntry, patients: { readonly from: string; readonly to: string }): BundleEntry {
  const resource = voidResource(entry.resource as Resource);
  return {
    ...entry,
    resource: replaceReferences(resource, (reference) => (reference === patients.from ? patients.to : reference)),
  };
}

/**
 * The Provenance of the new version: named after the whole chain of versions, since a document that returns to an
 * earlier content is another version all the same.
 */
export function nextProvenance(previous: Bundle, entry: BundleEntry, parts: readonly BundleEntry[]): BundleEntry {
  const name = `${lastProvenance(previous).fullUrl ?? ""}/`;
  return {
    ...entry,
    fullUrl: nameUrn(name + (entry.fullUrl ?? "")),
    resource: {
      ...(entry.resource as Provenance),
      target: parts.map(({ fullUrl }) => ({ reference: fullUrl as string })),
    },
  };
}

/** The last entry of a case's bundle. */
export function lastProvenance(bundle: Bundle): BundleEntry & { readonly resource: Provenance } {
  const entry = bundle.entry?.at(-1);
  if (entry?.resource?.resourceType !== "Provenance") throw new Error("A bundle of a case ends with its Provenance.");
  return { ...entry, resource: entry.resource };
}

function patientUrl(bundle: Bundle): string {
  const entry = bundle.entry?.find(({ resource }) => resource?.resourceType === "Patient");
  if (entry?.fullUrl === undefined) throw new Error("A bundle of a case has a Patient.");
  return entry.fullUrl;
}
