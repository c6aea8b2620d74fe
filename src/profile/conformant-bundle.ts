import type { Bundle } from "@medplum/fhirtypes";
import type { Staged } from "../fhir/index.ts";

/** A bundle as a map made it, not yet checked. */
export type MappedBundle = Staged<"mapped", Bundle>;

/** A bundle that every profile it declares has accepted. Only `checkProfiles` makes one. */
export type ConformantBundle = Staged<"conformant", Bundle>;
