import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Request, Response } from "express";
import { MAX_DOCUMENT_BYTES, readCases } from "../../case/index.ts";
import { toOperationOutcome } from "../../fhir/index.ts";
import { submitCase, submitLines } from "../../intake/index.ts";
import { StoreFault } from "../../store/index.ts";
import { sendAnswer, toResultLine } from "../case-response.ts";
import { decodedBody } from "../decoded-body.ts";
import { readIntakeRequest } from "../intake-request.ts";
import { readBody } from "../read-body.ts";
import type { Service } from "./service.ts";

/** `POST /cases`: map, check and store; 201 once a new case is on disk, 200 when it was there. */
export async function submitCaseRoute(service: Service, request: Request, response: Response): Promise<void> {
  const asked = readIntakeRequest(request, response);
  if (!request.is("application/x-ndjson")) {
    const bytes = await readBody(request, MAX_DOCUMENT_BYTES);
    sendAnswer(response, await submitCase(service.intake, bytes, asked));
    return;
  }
  // One key cannot stand for many cases; each is known by its number and content anyway.
  const { idempotencyKey: _, ...each } = asked;
  const results = submitLines(service.intake, readCases(decodedBody(request)), each, toResultLine);
  response.status(200).type("application/x-ndjson");
  await pipeline(Readable.from(toLines(results)), response);
}

/** A store that fails ends the answer with a line that says so: the status has long been sent. */
async function* toLines(results: AsyncIterable<string>): AsyncGenerator<string> {
  try {
    for await (const result of results) yield `${result}\n`;
  } catch (error) {
    if (!(error instanceof StoreFault)) throw error;
    yield `${JSON.stringify({ status: 503, outcome: toOperationOutcome(error.issues) })}\n`;
  }
}
