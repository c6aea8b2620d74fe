import type { Request, Response } from "express";
import { requestIssue, sendIssues, sendResource } from "../outcome-response.ts";
import type { Service } from "./service.ts";

/** `GET /fhir/{kind}/{id}`: one definition of ours. */
export function readDefinition(service: Service, request: Request, response: Response): void {
  const { kind, id } = request.params as { kind: string; id: string };
  const definition = service.definitions.read(kind, id);
  if (definition) sendResource(response, 200, definition);
  else sendIssues(response, 404, [requestIssue("not-found", "not-found", `There is no ${kind} of this id.`)]);
}
