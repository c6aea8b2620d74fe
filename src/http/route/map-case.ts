import type { Request, Response } from "express";
import { toOperationOutcome } from "../../fhir/index.ts";
import { MAX_DOCUMENT_BYTES } from "../../case/index.ts";
import { answerLines } from "../answer-lines.ts";
import { sendIssues, sendResource, statusOf } from "../outcome-response.ts";
import { readBody } from "../read-body.ts";
import { selectTypes } from "../select-types.ts";
import type { Service } from "./service.ts";

/** `POST /map`: a dry run; nothing is stored or sent. */
export async function mapCaseRoute(service: Service, request: Request, response: Response): Promise<void> {
  const { _type } = request.query as { _type?: string };
  if (request.is("application/x-ndjson")) {
    await answerLines(request, response, async ({ bytes, line }) => {
      const made = await service.process(bytes, line);
      return made.ok ? selectTypes(made.value.bundle, _type) : toOperationOutcome(made.issues);
    });
    return;
  }
  const made = await service.process(await readBody(request, MAX_DOCUMENT_BYTES));
  if (made.ok) sendResource(response, 200, selectTypes(made.value.bundle, _type));
  else sendIssues(response, statusOf(made.issues), made.issues);
}
