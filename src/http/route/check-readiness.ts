import type { Request, Response } from "express";
import { assertWritable } from "../../store/index.ts";
import { sendBusy } from "../outcome-response.ts";
import type { Service } from "./service.ts";

/** `GET /readyz`: whether cases are taken. The store is migrated before anything listens, so it only has to take a write. */
export async function checkReadiness(service: Service, _request: Request, response: Response): Promise<void> {
  const reason = service.isDraining() ? "draining" : service.pressure();
  if (reason !== undefined) {
    sendBusy(response, reason);
    return;
  }
  await assertWritable(service.intake.store);
  response.json({ status: "ok" });
}
