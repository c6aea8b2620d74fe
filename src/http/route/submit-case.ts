import type { Request, Response } from "express";
import type { Issue } from "../../fhir/index.ts";
import { toOperationOutcome } from "../../fhir/index.ts";
import type { PushReport } from "../../delivery/index.ts";
import { MAX_DOCUMENT_BYTES } from "../../case/index.ts";
import { answerLines } from "../answer-lines.ts";
import { sendIssues, statusOf } from "../outcome-response.ts";
import { readBody } from "../read-body.ts";
import type { Service } from "./service.ts";

type Submitted =
  | { readonly status: 200 | 201; readonly caseId: string; readonly report: PushReport }
  | { readonly status: 400 | 413 | 422 | 502; readonly issues: readonly Issue[] };

/** `POST /cases`: map, check and deliver; 201 when the destination took anything new, 200 when it held all of it. */
export async function submitCase(service: Service, request: Request, response: Response): Promise<void> {
  if (request.is("application/x-ndjson")) {
    await answerLines(request, response, async ({ bytes, line }) => toLine(line, await submit(service, bytes, line)));
    return;
  }
  const submitted = await submit(service, await readBody(request, response, MAX_DOCUMENT_BYTES));
  if ("report" in submitted) {
    const { status, caseId, report } = submitted;
    response.status(status).json({ caseId, ...report });
  } else sendIssues(response, submitted.status, submitted.issues);
}

async function submit(service: Service, bytes: Uint8Array, line?: number): Promise<Submitted> {
  const made = service.process(bytes, line);
  if (!made.ok) return { status: statusOf(made.issues), issues: made.issues };
  const delivered = await service.deliver(made.value.bundle);
  if (!delivered.ok) return { status: 502, issues: delivered.issues };
  const { created, updated } = delivered.value.totals;
  return { status: created + updated > 0 ? 201 : 200, caseId: made.value.caseId, report: delivered.value };
}

/** One result line: what the answer to this case alone would have been. */
function toLine(line: number, submitted: Submitted): object {
  if (!("report" in submitted))
    return { line, status: submitted.status, outcome: toOperationOutcome(submitted.issues) };
  const { status, caseId, report } = submitted;
  return { line, status, caseId, totals: report.totals };
}
