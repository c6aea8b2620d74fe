import type { Request, Response } from "express";
import { recordAudit, type AuditEntry } from "../store/index.ts";
import { readIntakeRequest } from "./intake-request.ts";
import type { Service } from "./route/service.ts";

/**
 * Notes in the audit that patient data is about to be handed out, before it is: nothing is read that the audit does not hold.
 *
 * @throws StoreFault when the store cannot be written
 */
export async function auditRead(
  { intake }: Service,
  request: Request,
  response: Response,
  read: Pick<AuditEntry, "action" | "target" | "detail">,
): Promise<void> {
  const { actor } = readIntakeRequest(request, response);
  await recordAudit(intake.store, { actor, ...read });
}
