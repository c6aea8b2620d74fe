import type { Bundle } from "@medplum/fhirtypes";
import type { Staged } from "../fhir/index.ts";

/** A bundle that every profile it declares has accepted. Only `checkProfiles` makes one. */
export type ConformantBundle = Staged<"conformant", Bundle>;
