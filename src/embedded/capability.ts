import type { CapabilityStatement, CapabilityStatementRestResource, ResourceType } from "@medplum/fhirtypes";
import { searchParametersOf, type ListedParameter } from "../fhir/index.ts";

/** The types that the statement lists; the server takes every other type of R4 in the same way. */
const LISTED_TYPES = [
  "Patient",
  "Procedure",
  "Observation",
  "Condition",
  "ImagingStudy",
  "Device",
  "MedicationAdministration",
  "Consent",
  "Provenance",
  "Practitioner",
  "Organization",
  "Location",
  "Encounter",
] as const satisfies readonly ResourceType[];

/** Says what the embedded server can do, https://hl7.org/fhir/R4/capabilitystatement.html */
export function describeServer(base: string, startedAt: Date): CapabilityStatement {
  return {
    resourceType: "CapabilityStatement",
    status: "active",
    date: startedAt.toISOString(),
    kind: "instance",
    software: { name: "kypho-fhir embedded server" },
    implementation: { description: "FHIR server in memory, for demonstration and tests", url: base },
    fhirVersion: "4.0.1",
    format: ["json"],
    rest: [
      {
        mode: "server",
        interaction: [{ code: "transaction" }, { code: "batch" }],
        resource: [...searchParametersOf(LISTED_TYPES)].map(([type, parameters]) => describeType(type, parameters)),
      },
    ],
  };
}

function describeType(type: ResourceType, parameters: readonly ListedParameter[]): CapabilityStatementRestResource {
  return {
    type,
    interaction: (["read", "vread", "update", "delete", "history-instance", "create", "search-type"] as const).map(
      (code) => ({ code }),
    ),
    versioning: "versioned-update",
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalRead: "not-match",
    conditionalUpdate: true,
    conditionalDelete: "single",
    referencePolicy: ["literal", "logical", "local", "enforced"],
    searchParam: parameters.flatMap(({ code, type: kind }) =>
      kind === "reference" || kind === "string" || kind === "uri" || kind === "token" || kind === "date"
        ? [{ name: code, type: kind }]
        : [],
    ),
  };
}
