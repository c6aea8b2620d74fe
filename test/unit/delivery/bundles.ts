import type { Bundle, BundleEntry, Resource } from "@medplum/fhirtypes";
import type { FhirDestination } from "../../../src/delivery/index.ts";
import type { ConformantBundle } from "../../../src/profile/index.ts";

export const CASE_SYSTEM = "urn:test:case";
export const PATIENT_SYSTEM = "urn:test:patient";
const fullUrl = (number: number): string => `urn:uuid:00000000-0000-5000-8000-${String(number).padStart(12, "0")}`;

/** A small bundle in neutral form: Patient, Procedure, ImagingStudy, Observation, Provenance. */
export function neutralBundle(height = 70): ConformantBundle {
  const subject = { reference: fullUrl(1) };
  const bundle: Bundle = {
    resourceType: "Bundle",
    type: "transaction",
    entry: [
      entry(1, PATIENT_SYSTEM, {
        resourceType: "Patient",
        identifier: [{ system: PATIENT_SYSTEM, value: "MRN-4711" }],
        name: [{ family: "Musterfrau" }],
        birthDate: "1950-03-01",
        gender: "female",
      }),
      entry(2, CASE_SYSTEM, {
        resourceType: "Procedure",
        identifier: [{ system: CASE_SYSTEM, value: "case-1/session" }],
        status: "completed",
        subject,
      }),
      entry(3, CASE_SYSTEM, {
        resourceType: "ImagingStudy",
        identifier: [
          { system: CASE_SYSTEM, value: "case-1/imaging-mr" },
          { system: "urn:dicom:uid", value: "urn:oid:1.2.3" },
        ],
        status: "unknown",
        subject,
      }),
      entry(4, CASE_SYSTEM, {
        resourceType: "Observation",
        identifier: [{ system: CASE_SYSTEM, value: "case-1/height-L1" }],
        status: "final",
        code: { text: "height" },
        subject,
        partOf: [{ reference: fullUrl(2) }],
        derivedFrom: [{ reference: fullUrl(3) }],
        valueQuantity: { value: height, unit: "%" },
      }),
      {
        fullUrl: fullUrl(5),
        resource: {
          resourceType: "Provenance",
          recorded: "2024-01-05T10:00:00Z",
          target: [{ reference: fullUrl(2) }],
          agent: [{ who: { display: "assembler" } }],
        },
        request: { method: "POST", url: "Provenance" },
      },
    ],
  };
  return bundle as ConformantBundle;
}

function entry(number: number, system: string, resource: Resource): BundleEntry {
  const value = (resource as { identifier: { value: string }[] }).identifier[0]?.value ?? "";
  const url = `${resource.resourceType}?identifier=${encodeURIComponent(`${system}|${value}`)}`;
  return { fullUrl: fullUrl(number), resource, request: { method: "PUT", url } };
}

export function destinationAt(baseUrl: string, more: Partial<FhirDestination> = {}): FhirDestination {
  return { baseUrl, idSecret: "secret of the test", timeoutMs: 30_000, ...more };
}

/** A decimal that is written with the very digits given, as JSON.rawJSON makes it. */
export function rawDecimal(text: string): number {
  return (JSON as unknown as { rawJSON(text: string): number }).rawJSON(text);
}
