import type { Issue } from "../fhir/index.ts";
import type { CaseEffect, CaseRefusal } from "../store/index.ts";
import type { IntakeAnswer } from "./intake.ts";

const REFUSALS: Readonly<Record<CaseRefusal, Issue>> = {
  "other-content": {
    severity: "error",
    code: "duplicate",
    rule: "intake/other-content",
    message: "A case number that is new, or the content that it holds already, was expected; PUT revises a case.",
  },
  withdrawn: {
    severity: "error",
    code: "deleted",
    rule: "intake/withdrawn",
    message: "A case that was not withdrawn was expected; PUT restores this one.",
  },
  "other-identity": {
    severity: "error",
    code: "conflict",
    rule: "intake/other-identity",
    message:
      "The case number was expected in the spelling and under the case system of the stored case; all identifiers depend on both.",
  },
  "key-reused": {
    severity: "error",
    code: "conflict",
    rule: "intake/key-reused",
    message: "An idempotency key of its own was expected, found one that was used for another request.",
  },
  stale: {
    severity: "error",
    code: "conflict",
    rule: "intake/stale",
    message: "The current version of the case was expected to be named, found another; read the case again.",
  },
  unknown: {
    severity: "error",
    code: "not-found",
    rule: "intake/unknown",
    message: "A stored case was expected, found none of this number.",
  },
};

/** Says in an issue why the store did not take a change. */
export function refuse(reason: CaseRefusal, version?: number): Extract<IntakeAnswer, { outcome: "refused" }> {
  return { outcome: "refused", reason, issues: [REFUSALS[reason]], ...(version !== undefined && { version }) };
}

/** What the store made of a change, as an answer. */
export function answerOf(caseId: string, effect: CaseEffect, warnings?: readonly Issue[]): IntakeAnswer {
  if (effect.outcome === "refused") return refuse(effect.reason, effect.version);
  return { ...effect, caseId, ...(warnings && { warnings }) };
}
