import type { Request, Response } from "express";
import { isOfQuestion } from "../../explain/index.ts";
import { printJson } from "../../json/index.ts";
import { readBundle, readCase, readVersion } from "../../store/index.ts";
import { auditRead } from "../audit-read.ts";
import { etagOf } from "../case-response.ts";
import { requestIssue, sendIssues, sendUnknownCase } from "../outcome-response.ts";
import type { Service } from "./service.ts";

/** `GET /cases/{id}/trace`: where everything in a stored version comes from. */
export async function readCaseTrace(service: Service, request: Request, response: Response): Promise<void> {
  const { intake, explain } = service;
  const { id } = request.params as { id: string };
  const { version: wanted, ...question } = request.query as { version?: string; element?: string; field?: string };
  const found = await readVersion(intake.store, id, wanted === undefined ? undefined : Number(wanted));
  const stored = await readCase(intake.store, id);
  if (found?.bundle == null || stored === undefined) {
    sendUnknownCase(response);
    return;
  }
  // The document may have been sent without its case system, and the service may fill in another by now.
  const options = { caseSystem: stored.caseSystem, version: readBundle(found.bundle) };
  const made = found.document === null ? undefined : await explain(Buffer.from(found.document), question, options);
  if (made?.ok === true) {
    const detail = { version: found.version };
    await auditRead(service, request, response, { action: "trace-read", target: id, detail });
    const text = printJson(made.value.explanation);
    response.set("ETag", etagOf(found.version)).status(200).type("application/json").send(text);
  } else if (made?.issues.some(isOfQuestion) === true) sendIssues(response, 400, made.issues);
  else {
    const message = "A version with a document that can still be mapped was expected.";
    sendIssues(response, 404, [requestIssue("trace-unknown", "not-found", message)]);
  }
}
