import type { Request, Response } from "express";
import { countDead, retryDead } from "../../store/index.ts";
import { readDeliveryFilter } from "../delivery-filter.ts";
import { readIntakeRequest } from "../intake-request.ts";
import type { Service } from "./service.ts";

/** `POST /deliveries/retry`: sends all dead deliveries that fit again, or says how many there are. */
export async function retryDeliveriesRoute({ intake }: Service, request: Request, response: Response): Promise<void> {
  const { dryRun } = request.query as { readonly dryRun?: string };
  const filter = readDeliveryFilter(request);
  const { actor } = readIntakeRequest(request, response);
  const isDryRun = dryRun === "true";
  const count = isDryRun ? await countDead(intake.store, filter) : await retryDead(intake.store, { filter, actor });
  response.json({ count, isDryRun });
}
