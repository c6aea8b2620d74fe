import type { Response } from "express";
import type { Issue } from "../fhir/index.ts";
import { toOperationOutcome } from "../fhir/index.ts";

/** Sends a FHIR resource. */
export function sendResource(response: Response, status: number, resource: object): void {
  response.status(status).type("application/fhir+json; charset=utf-8").send(JSON.stringify(resource));
}

/** Sends every issue as an OperationOutcome. */
export function sendIssues(response: Response, status: number, issues: readonly Issue[]): void {
  sendResource(response, status, toOperationOutcome(issues));
}

/**
 * The status that says what kind of fault the input has: 413 too large, 400 not readable as what it
 * should be, 422 readable and refused.
 */
export function statusOf(issues: readonly Issue[]): 400 | 413 | 422 {
  if (issues.some(({ rule }) => rule === "case/too-large")) return 413;
  return issues.some(({ severity }) => severity === "fatal") ? 400 : 422;
}

/** An issue with the request itself, found before any case or resource was looked at. */
export function requestIssue(rule: string, code: Issue["code"], message: string): Issue {
  return { severity: "error", code, rule: `http/${rule}`, message };
}
