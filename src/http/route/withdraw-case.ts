import type { Request, Response } from "express";
import { withdrawStoredCase } from "../../intake/index.ts";
import { readIfMatch, sendAnswer } from "../case-response.ts";
import { readIntakeRequest } from "../intake-request.ts";
import type { Service } from "./service.ts";

/** `DELETE /cases/{id}`: everything of the case becomes entered in error. */
export async function withdrawCaseRoute({ intake }: Service, request: Request, response: Response): Promise<void> {
  const { id } = request.params as { id: string };
  const asked = readIntakeRequest(request, response);
  sendAnswer(response, await withdrawStoredCase(intake, id, readIfMatch(request), asked));
}
