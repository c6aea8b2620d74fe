import type { CapabilityStatement } from "@medplum/fhirtypes";
import type { Request, Response } from "express";
import { DEFINITION_KINDS } from "../definitions.ts";
import { sendResource } from "../outcome-response.ts";
import type { Service } from "./service.ts";

/** `GET /fhir/metadata`: what this service does as a FHIR server, https://hl7.org/fhir/R4/capabilitystatement.html */
export function readCapabilities(service: Service, _request: Request, response: Response): void {
  sendResource(response, 200, describe(service));
}

function describe(service: Service): CapabilityStatement {
  return {
    resourceType: "CapabilityStatement",
    status: "active",
    date: service.startedAt,
    kind: "instance",
    software: { name: "kypho-fhir", version: service.version },
    implementation: { description: "Adapter for percutaneous kyphoplasty: definitions and the check of resources" },
    fhirVersion: "4.0.1",
    format: ["application/fhir+json"],
    rest: [
      {
        mode: "server",
        resource: DEFINITION_KINDS.map((type) => ({
          type,
          interaction: [{ code: "read" }, { code: "search-type" }],
          searchParam: [{ name: "url", type: "uri" }],
        })),
        operation: [{ name: "validate", definition: "http://hl7.org/fhir/OperationDefinition/Resource-validate" }],
      },
    ],
  };
}
