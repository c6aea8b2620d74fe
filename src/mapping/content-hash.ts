import type { Bundle } from "@medplum/fhirtypes";

/**
 * The hash of the document that a bundle was mapped from, as its Provenance tells: SHA-256 of the canonical form, hex.
 *
 * @throws Error when the bundle does not end with a Provenance that has one: a fault of the map
 */
export function contentHashOf(bundle: Bundle): string {
  const last = bundle.entry?.at(-1)?.resource;
  const hash = last?.resourceType === "Provenance" ? last.entity?.[0]?.what.identifier?.value : undefined;
  if (hash === undefined) throw new Error("A mapped bundle ends with a Provenance that names its source.");
  return hash;
}
