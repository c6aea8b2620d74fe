import type { Request, Response } from "express";
import { readBundle, readVersion } from "../../store/index.ts";
import { auditRead } from "../audit-read.ts";
import { etagOf } from "../case-response.ts";
import { sendResource, sendUnknownCase } from "../outcome-response.ts";
import { selectTypes } from "../select-types.ts";
import type { Service } from "./service.ts";

/** `GET /cases/{id}/bundle`: what a case became, as it was stored. */
export async function readCaseBundle(service: Service, request: Request, response: Response): Promise<void> {
  const { id } = request.params as { id: string };
  const { version, _type } = request.query as { version?: string; _type?: string };
  const found = await readVersion(service.intake.store, id, version === undefined ? undefined : Number(version));
  if (!found?.bundle) {
    sendUnknownCase(response);
    return;
  }
  await auditRead(service, request, response, {
    action: "bundle-read",
    target: id,
    detail: { version: found.version },
  });
  response.set("ETag", etagOf(found.version));
  sendResource(response, 200, selectTypes(readBundle(found.bundle), _type));
}
