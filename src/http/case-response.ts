import type { Request, Response } from "express";
import { toOperationOutcome } from "../fhir/index.ts";
import type { IntakeAnswer, IntakeRefusal } from "../intake/index.ts";
import type { StoredCase, StoredDelivery, StoredVersionInfo } from "../store/index.ts";
import { sendIssues, statusOf } from "./outcome-response.ts";

/** Sends what came of a submission, revision or withdrawal. */
export function sendAnswer(response: Response, answer: IntakeAnswer): void {
  const { version } = answer;
  if (version !== undefined) response.set("ETag", etagOf(version));
  const status = answerStatus(answer);
  if (answer.outcome === "refused") {
    sendIssues(response, status, answer.issues);
    return;
  }
  if (status === 201) response.location(`/cases/${answer.caseId}`);
  response.status(status).json(toStored(answer));
}

/** One result line of NDJSON: what the answer to this case alone would have been. */
export function toResultLine(line: number, answer: IntakeAnswer): string {
  const status = answerStatus(answer);
  return JSON.stringify(
    answer.outcome === "refused"
      ? { line, status, outcome: toOperationOutcome(answer.issues) }
      : { line, status, ...toStored(answer) },
  );
}

const STATUSES: Readonly<Record<Exclude<IntakeRefusal, "document">, number>> = {
  "case-id-differs": 422,
  "other-content": 409,
  withdrawn: 409,
  "other-identity": 409,
  "key-reused": 409,
  stale: 412,
  unknown: 404,
};

function answerStatus(answer: IntakeAnswer): number {
  if (answer.outcome === "stored") return answer.effect === "created" ? 201 : 200;
  return answer.reason === "document" ? statusOf(answer.issues) : STATUSES[answer.reason];
}

function toStored({ caseId, version, effect, warnings }: Extract<IntakeAnswer, { outcome: "stored" }>): object {
  return { caseId, version, effect, ...(warnings && { outcome: toOperationOutcome(warnings) }) };
}

/** The version of a case as an entity tag, https://www.rfc-editor.org/rfc/rfc9110#field.etag */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/** The version that `If-Match` names; `undefined` for `*` and for none. */
export function readIfMatch(request: Request): number | undefined {
  const version = /"(\d+)"/.exec(request.get("if-match") ?? "")?.[1];
  return version === undefined ? undefined : Number(version);
}

/** A case as openapi.yaml shows it. */
export function describeCase({ createdAt, changedAt, deliveries, ...found }: StoredCase): object {
  const { contentHash: _, ...shown } = found;
  return {
    ...shown,
    createdAt: instant(createdAt),
    changedAt: instant(changedAt),
    deliveries: deliveries.map(describeDelivery),
  };
}

/** A version of a case as openapi.yaml shows it. */
export function describeVersion({ createdAt, deliveries, ...version }: StoredVersionInfo): object {
  return { ...version, createdAt: instant(createdAt), deliveries: deliveries.map(describeDelivery) };
}

function describeDelivery({ dueAt, settledAt, outcome, reason, ...delivery }: StoredDelivery): object {
  return {
    ...delivery,
    ...(delivery.state === "pending" && { dueAt: instant(dueAt) }),
    ...(settledAt !== null && { settledAt: instant(settledAt) }),
    ...(outcome !== null && { outcome: JSON.parse(outcome) as object }),
    ...(reason !== null && { reason }),
  };
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
