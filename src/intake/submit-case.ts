import type { ProcessedCase } from "../pipeline.ts";
import { saveBundle, type CaseChange } from "../store/index.ts";
import { documentOptions, pipelineOf, type Intake, type IntakeAnswer, type IntakeRequest } from "./intake.ts";
import { answerOf } from "./refusal.ts";

/**
 * Takes a new case; the same content again changes nothing.
 *
 * Resolves once the case is on disk.
 *
 * @throws StoreFault when the store cannot be written
 */
export async function submitCase(intake: Intake, bytes: Uint8Array, request: IntakeRequest): Promise<IntakeAnswer> {
  const made = await pipelineOf(intake).process(bytes, documentOptions(intake, request));
  if (!made.ok) return { outcome: "refused", reason: "document", issues: made.issues };
  const effect = await saveBundle(intake.store, submissionOf(intake, bytes, made.value, request));
  return answerOf(made.value.caseId, effect, made.warnings);
}

/** The change that stores a processed case for the first time. */
export function submissionOf(
  { software, destinations }: Intake,
  bytes: Uint8Array,
  made: ProcessedCase,
  { actor, idempotencyKey }: IntakeRequest,
): CaseChange {
  return {
    ...made,
    cause: "submitted",
    document: new TextDecoder().decode(bytes),
    actor,
    software,
    destinations,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
}
