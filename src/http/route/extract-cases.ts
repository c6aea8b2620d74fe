import type { Request, Response } from "express";
import { parseExactly, toOperationOutcome, type Issue, type Result } from "../../fhir/index.ts";
import { requestIssue, sendIssues, statusOf } from "../outcome-response.ts";
import { refuseHeavy } from "../refuse-heavy.ts";
import { MAX_RESOURCE_BYTES, readBody } from "../read-body.ts";
import type { Service } from "./service.ts";

/** `POST /extract`: resources in, the cases that they were made of out; each with what had no place in it. */
export async function extractCasesRoute(service: Service, request: Request, response: Response): Promise<void> {
  const read = readResources(await readBody(request, MAX_RESOURCE_BYTES), request);
  const extracted = read.ok ? await service.extract(read.value) : read;
  if (!extracted.ok) {
    sendIssues(response, read.ok ? statusOf(extracted.issues) : 400, extracted.issues);
    return;
  }
  const cases = extracted.value.map(({ document, unplaced }) => ({
    case: document,
    outcome: toOperationOutcome(unplaced),
  }));
  response.status(200).json({ cases, outcome: toOperationOutcome(extracted.warnings ?? []) });
}

function readResources(bytes: Uint8Array, request: Request): Result<readonly unknown[]> {
  const heavy = refuseHeavy(bytes);
  if (heavy) return { ok: false, issues: [heavy] };
  const isLines = Boolean(request.is(["application/fhir+ndjson", "application/x-ndjson"]));
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const documents = isLines ? text.split("\n").filter((line) => line.trim() !== "") : [text];
    return { ok: true, value: documents.map(parseExactly) };
  } catch {
    return { ok: false, issues: [UNREADABLE] };
  }
}

const UNREADABLE: Issue = requestIssue(
  "resource",
  "structure",
  "A FHIR resource or Bundle in JSON was expected, or one on each line.",
);
