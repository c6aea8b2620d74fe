import type { Bundle } from "@medplum/fhirtypes";
import type { FhirDestination } from "./destination.ts";
import { deriveServerId } from "./server-id.ts";
import { readParts } from "./shipment/index.ts";

/**
 * The ids that resources have at a destination where they are ours to give, as `Type/id`, each with its entry in the bundle: a server's
 * words name them.
 */
export function derivedIds(bundle: Bundle, destination: FhirDestination): ReadonlyMap<string, number> {
  const { idSecret } = destination;
  if (idSecret === undefined) return new Map();
  return new Map(
    readParts(bundle, destination).map(({ index, resource: { resourceType: type }, identity, fullUrl }) => {
      const known = identity ?? { type, system: "urn:ietf:rfc:3986", value: fullUrl };
      return [`${type}/${deriveServerId(idSecret, known)}`, index];
    }),
  );
}
