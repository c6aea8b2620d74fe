import type { Request, Response } from "express";
import { readDelivery } from "../../store/index.ts";
import { describeAttempt, describeListed } from "../delivery-response.ts";
import { withProjectedAttempts } from "../project-deliveries.ts";
import { sendUnknownDelivery } from "../outcome-response.ts";
import type { Service } from "./service.ts";

/** `GET /deliveries/{id}`: a delivery with every attempt, and the fields behind what was refused. */
export async function readDeliveryRoute(service: Service, request: Request, response: Response): Promise<void> {
  const { id } = request.params as { id: string };
  const found = await readDelivery(service.intake.store, Number(id));
  if (!found) {
    sendUnknownDelivery(response);
    return;
  }
  const { attempts, ...delivery } = await withProjectedAttempts(service, found);
  response.json({ ...describeListed(delivery), attempts: attempts.map(describeAttempt) });
}
