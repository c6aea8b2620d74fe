import type { Request, Response } from "express";
import { MAX_DOCUMENT_BYTES } from "../../case/index.ts";
import { reviseCase } from "../../intake/index.ts";
import { readIfMatch, sendAnswer } from "../case-response.ts";
import { readIntakeRequest } from "../intake-request.ts";
import { readBody } from "../read-body.ts";
import type { Service } from "./service.ts";

/** `PUT /cases/{id}`: the next version of a stored case. */
export async function reviseCaseRoute({ intake }: Service, request: Request, response: Response): Promise<void> {
  const { id } = request.params as { id: string };
  const bytes = await readBody(request, MAX_DOCUMENT_BYTES);
  const asked = readIntakeRequest(request, response);
  sendAnswer(response, await reviseCase(intake, id, bytes, readIfMatch(request), asked));
}
