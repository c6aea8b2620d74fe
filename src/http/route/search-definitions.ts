import type { Request, Response } from "express";
import { sendResource } from "../outcome-response.ts";
import type { Service } from "./service.ts";

/** `GET /fhir/{kind}?url=…`: the definitions of one kind, or the one with a canonical URL. */
export function searchDefinitions(service: Service, request: Request, response: Response): void {
  const { kind } = request.params as { kind: string };
  const { url, _summary } = request.query as { url?: string; _summary?: string };
  const { entry, ...count } = service.definitions.search(kind, url);
  sendResource(response, 200, _summary === "count" || !entry?.length ? count : { ...count, entry });
}
