import type { Request, Response } from "express";
import { MAX_DOCUMENT_BYTES } from "../../case/index.ts";
import { printJson } from "../../json/index.ts";
import { sendIssues, sendResource, statusOf } from "../outcome-response.ts";
import { readBody } from "../read-body.ts";
import type { Service } from "./service.ts";

/** `POST /explain`: where everything that a case becomes comes from; nothing is stored or sent. */
export async function explainCaseRoute(
  { intake, explain }: Service,
  request: Request,
  response: Response,
): Promise<void> {
  const { as, ...question } = request.query as { as?: "provenance"; element?: string; field?: string };
  const { caseSystem } = intake;
  const bytes = await readBody(request, MAX_DOCUMENT_BYTES);
  const made = await explain(bytes, question, caseSystem === undefined ? {} : { caseSystem });
  if (!made.ok) sendIssues(response, statusOf(made.issues), made.issues);
  else if (as === "provenance") sendResource(response, 200, made.value.provenance);
  else response.status(200).type("application/json").send(printJson(made.value.explanation));
}
