import type { Bundle } from "@medplum/fhirtypes";

/**
 * A collection of only the entries whose resource has one of these types, in the bundle's order.
 *
 * @param types separated by commas; without them the bundle is given as it is
 */
export function selectTypes(bundle: Bundle, types: string | undefined): Bundle {
  if (types === undefined) return bundle;
  const kept = new Set(types.split(","));
  const entry = (bundle.entry ?? []).flatMap(({ request: _, ...rest }) =>
    rest.resource && kept.has(rest.resource.resourceType) ? [rest] : [],
  );
  return { resourceType: "Bundle", type: "collection", ...(entry.length > 0 && { entry }) };
}
