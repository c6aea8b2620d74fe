import type { Issue } from "../fhir/index.ts";
import { processCase } from "../pipeline.ts";
import { readBundle, readVersion, saveBundle } from "../store/index.ts";
import { documentOptions, type Intake, type IntakeAnswer, type IntakeRequest } from "./intake.ts";
import { answerOf, refuse } from "./refusal.ts";
import { submissionOf } from "./submit-case.ts";

/**
 * Takes a new version of a stored case. A document that says what the current version says makes none.
 *
 * @param follows the version that the sender knows, `undefined` for whichever is current
 * @throws StoreFault when the store cannot be written
 */
export async function reviseCase(
  intake: Intake,
  caseId: string,
  bytes: Uint8Array,
  follows: number | undefined,
  request: IntakeRequest,
): Promise<IntakeAnswer> {
  const held = await readVersion(intake.store, caseId);
  if (!held?.bundle) return refuse("unknown");
  const made = processCase(bytes, { ...documentOptions(intake, request), previous: readBundle(held.bundle) });
  if (!made.ok) return { outcome: "refused", reason: "document", issues: made.issues };
  if (made.value.caseId.toLowerCase() !== caseId.toLowerCase()) {
    return { outcome: "refused", reason: "case-id-differs", issues: [CASE_ID_DIFFERS] };
  }
  const effect = await saveBundle(intake.store, {
    ...submissionOf(intake, bytes, made.value, request),
    cause: "revised",
    follows: follows ?? held.version,
    ...(made.value.isRepeat && { repeats: held.version }),
  });
  return answerOf(made.value.caseId, effect, made.warnings);
}

const CASE_ID_DIFFERS: Issue = {
  severity: "error",
  code: "value",
  rule: "intake/case-id-differs",
  message: "The case number of the address was expected in the document, found another.",
  path: "KyphoplastyCase.caseId",
  pointer: "/caseId",
};
