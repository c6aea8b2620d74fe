import type { Request, Response } from "express";
import { actOnDelivery } from "../../store/index.ts";
import { readIntakeRequest } from "../intake-request.ts";
import { sendAction } from "../send-action.ts";
import type { Service } from "./service.ts";

/** `POST /deliveries/{id}/retry`: sends it again now. */
export async function retryDeliveryRoute({ intake }: Service, request: Request, response: Response): Promise<void> {
  const { id } = request.params as { id: string };
  const { actor } = readIntakeRequest(request, response);
  const effect = await actOnDelivery(intake.store, { id: Number(id), actor, action: "retry" });
  await sendAction(intake.store, response, Number(id), effect);
}
