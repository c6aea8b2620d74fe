import type { Bundle } from "@medplum/fhirtypes";

/**
 * A collection of only the entries whose resource has one of these types, in the bundle's order.
 *
 * @param types separated by commas; without them the bundle is given as it is
 */
export function selectTypes(bundle: Bundle, types: string | undefined): Bundle {
  if (types === undefined) return bundle;
  const kept = new Set(types.split(","));
  const entry = (bundle.entry ?? []).flatMap(({ fullUrl, resource }) =>
    resource && kept.has(resource.resourceType) ? [{ ...(fullUrl !== undefined && { fullUrl }), resource }] : [],
  );
  return { resourceType: "Bundle", type: "collection", ...(entry.length > 0 && { entry }) };
}
