import type { Request, Response } from "express";
import { readCase } from "../../store/index.ts";
import { describeCase, etagOf } from "../case-response.ts";
import { withProjectedDeliveries } from "../project-deliveries.ts";
import { sendUnknownCase } from "../outcome-response.ts";
import type { Service } from "./service.ts";

/** `GET /cases/{id}`: where a case is. */
export async function readCaseRoute(service: Service, request: Request, response: Response): Promise<void> {
  const { id } = request.params as { id: string };
  const found = await readCase(service.intake.store, id);
  if (found) {
    const projected = await withProjectedDeliveries(service, found);
    response.set("ETag", etagOf(found.version)).json(describeCase(projected));
  } else sendUnknownCase(response);
}
