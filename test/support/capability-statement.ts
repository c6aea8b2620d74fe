import type { CapabilityStatement } from "@medplum/fhirtypes";

/** What a server for tests says that it can do; what is left out it cannot. */
export interface ClaimedAbilities {
  readonly transaction?: boolean;
  readonly batch?: boolean;
  readonly updateCreate?: boolean;
  readonly conditionalCreate?: boolean;
  /** Tokens that may be searched by, `identifier` alone by default. */
  readonly searchParams?: readonly string[];
}

const TYPES = [
  "Patient",
  "Consent",
  "Device",
  "Condition",
  "Procedure",
  "MedicationAdministration",
  "ImagingStudy",
  "Observation",
  "Provenance",
] as const;

/** The CapabilityStatement of a server that takes every type of a case. */
export function capabilityStatement(abilities: ClaimedAbilities): CapabilityStatement {
  const { transaction = false, batch = false, updateCreate = false, conditionalCreate = false } = abilities;
  const { searchParams = ["identifier"] } = abilities;
  return {
    resourceType: "CapabilityStatement",
    status: "active",
    date: "2024-05-01",
    kind: "instance",
    fhirVersion: "4.0.1",
    format: ["json"],
    rest: [
      {
        mode: "server",
        interaction: [
          ...(transaction ? [{ code: "transaction" as const }] : []),
          ...(batch ? [{ code: "batch" as const }] : []),
        ],
        resource: TYPES.map((type) => ({
          type,
          interaction: [{ code: "read" }, { code: "create" }, { code: "update" }, { code: "search-type" }],
          versioning: "versioned-update",
          updateCreate,
          conditionalCreate,
          conditionalUpdate: conditionalCreate,
          searchParam: searchParams.map((name) => ({ name, type: "token" as const })),
        })),
      },
    ],
  };
}
