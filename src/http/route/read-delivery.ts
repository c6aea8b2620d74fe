import type { Request, Response } from "express";
import { readDelivery } from "../../store/index.ts";
import { describeAttempt, describeListed } from "../delivery-response.ts";
import { sendUnknownDelivery } from "../outcome-response.ts";
import type { Service } from "./service.ts";

/** `GET /deliveries/{id}`: a delivery with every attempt. */
export async function readDeliveryRoute({ intake }: Service, request: Request, response: Response): Promise<void> {
  const { id } = request.params as { id: string };
  const found = await readDelivery(intake.store, Number(id));
  if (!found) {
    sendUnknownDelivery(response);
    return;
  }
  const { attempts, ...delivery } = found;
  response.json({ ...describeListed(delivery), attempts: attempts.map(describeAttempt) });
}
