import type { Parameters, Resource } from "@medplum/fhirtypes";
import type { Request, Response } from "express";
import { isR4ResourceType } from "../../fhir/index.ts";
import { requestIssue, sendIssues } from "../outcome-response.ts";
import { refuseHeavy } from "../refuse-heavy.ts";
import { MAX_RESOURCE_BYTES, readBody } from "../read-body.ts";
import type { Service } from "./service.ts";

const SPEC = "https://hl7.org/fhir/R4/resource-operation-validate.html";

/**
 * `POST /fhir/{type}/$validate`: a resource, or Parameters that hold `resource` and `profile`.
 *
 * The answer is 200 also for a resource with errors: the operation itself succeeded.
 */
export async function validateResourceRoute(service: Service, request: Request, response: Response): Promise<void> {
  const { type } = request.params as { type: string };
  if (!isR4ResourceType(type)) {
    sendIssues(response, 404, [requestIssue("not-found", "not-found", "FHIR R4 has no resource of this type.")]);
    return;
  }
  const bytes = await readBody(request, MAX_RESOURCE_BYTES);
  const heavy = refuseHeavy(bytes);
  if (heavy) {
    sendIssues(response, 400, [heavy]);
    return;
  }
  const asked = readQuestion(bytes);
  if (asked?.resource.resourceType !== type) {
    const message = `A ${type} in JSON was expected, alone or as the parameter resource of Parameters.`;
    sendIssues(response, 400, [{ ...requestIssue("resource", "structure", message), spec: SPEC }]);
    return;
  }
  const { profile } = request.query as { profile?: string };
  const profiles = profile === undefined ? asked.profiles : [...asked.profiles, profile];
  sendIssues(response, 200, await service.check(asked.resource, profiles));
}

interface Question {
  readonly resource: Resource;
  readonly profiles: readonly string[];
}

function readQuestion(bytes: Uint8Array): Question | undefined {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  if (typeof body !== "object" || body === null || !("resourceType" in body)) return undefined;
  if (body.resourceType !== "Parameters") return { resource: body as Resource, profiles: [] };
  const parameters = (body as Parameters).parameter ?? [];
  const resource = parameters.find(({ name }) => name === "resource")?.resource;
  const profiles = parameters.flatMap(({ name, ...one }) =>
    name === "profile" ? [one.valueUri ?? one.valueCanonical ?? ""].filter(Boolean) : [],
  );
  // Parameters without the parameter `resource` are themselves what is to be checked.
  return { resource: resource ?? (body as Parameters), profiles };
}
