import type { Response } from "express";
import { isOfQuestion } from "../explain/index.ts";
import type { Issue } from "../fhir/index.ts";
import { toOperationOutcome } from "../fhir/index.ts";
import { printJson } from "../json/index.ts";
import type { StoreFault } from "../store/index.ts";

/** Sends a FHIR resource. */
export function sendResource(response: Response, status: number, resource: object): void {
  response.status(status).type("application/fhir+json; charset=utf-8").send(printJson(resource));
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
  return issues.some((issue) => issue.severity === "fatal" || isOfQuestion(issue)) ? 400 : 422;
}

/** An issue with the request itself, found before any case or resource was looked at. */
export function requestIssue(rule: string, code: Issue["code"], message: string): Issue {
  return { severity: "error", code, rule: `http/${rule}`, message };
}

/** Answers that the store holds no such case, or not that version of it any more. */
export function sendUnknownCase(response: Response): void {
  sendIssues(response, 404, [requestIssue("case-unknown", "not-found", "A stored case was expected, found none.")]);
}

/** Answers that the outbox holds no such delivery. */
export function sendUnknownDelivery(response: Response): void {
  sendIssues(response, 404, [requestIssue("delivery-unknown", "not-found", "A delivery was expected, found none.")]);
}

/** Answers that no further cases are taken for now. */
export function sendBusy(response: Response, reason: string): void {
  response.set("Retry-After", BUSY_RETRY_AFTER);
  sendIssues(response, 503, [
    requestIssue("busy", "throttled", `Room for further cases was expected, found none for: ${reason}.`),
  ]);
}

const BUSY_RETRY_AFTER = "10";

/** Seconds after which a store that failed is worth another try. */
const RETRY_AFTER = "5";

/** Answers that the storage is in trouble: nothing that was acknowledged is lost, and asking again is safe. */
export function sendStoreFault(response: Response, fault: StoreFault): void {
  response.set("Retry-After", RETRY_AFTER);
  sendIssues(response, 503, fault.issues);
}
