import type { Request, Response } from "express";
import { readCase, readHistory } from "../../store/index.ts";
import { describeVersion } from "../case-response.ts";
import { sendUnknownCase } from "../outcome-response.ts";
import type { Service } from "./service.ts";

/** `GET /cases/{id}/history`: every version of a case. */
export async function readCaseHistory({ intake }: Service, request: Request, response: Response): Promise<void> {
  const { id } = request.params as { id: string };
  const found = await readCase(intake.store, id);
  if (!found) {
    sendUnknownCase(response);
    return;
  }
  const versions = await readHistory(intake.store, id);
  response.json({ caseId: found.caseId, versions: versions.map(describeVersion) });
}
