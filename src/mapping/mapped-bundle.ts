import type { Bundle } from "@medplum/fhirtypes";
import type { Staged } from "../fhir/index.ts";

/**
 * A transaction in the neutral form, as the maps and the identity step make it; only `mapCase` makes one, and the step `revise` another of it.
 *
 * Entries have no `resource.id`; `fullUrl` is `urn:uuid:` of the derived id, and references inside the
 * bundle use it and point backwards only. The bundle knows no destination.
 */
export type MappedBundle = Staged<"mapped", Bundle>;
