import type { Issue } from "../fhir/index.ts";
import { readBundle, readCase, readVersion, saveBundle } from "../store/index.ts";
import { documentOptions, pipelineOf, type Intake, type IntakeAnswer, type IntakeRequest } from "./intake.ts";
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
  const { store } = intake;
  const [found, held] = [await readCase(store, caseId), await readVersion(store, caseId)];
  if (!found || !held?.bundle) return refuse("unknown");
  const options = documentOptions(intake, request);
  const { process } = pipelineOf(intake);
  const made = await process(bytes, { ...options, previous: readBundle(held.bundle) });
  // A document of another case cannot follow this one, and the checks of what came out would hide why.
  const alone = made.ok ? made : await process(bytes, options);
  if (alone.ok && !isSameName(alone.value.caseId, caseId)) {
    return { outcome: "refused", reason: "case-id-differs", issues: [CASE_ID_DIFFERS] };
  }
  if (alone.ok && (alone.value.caseId !== found.caseId || alone.value.caseSystem !== found.caseSystem)) {
    return refuse("other-identity", found.version);
  }
  if (!made.ok) return { outcome: "refused", reason: "document", issues: made.issues };
  const effect = await saveBundle(store, {
    ...submissionOf(intake, bytes, made.value, request),
    cause: "revised",
    follows: follows ?? held.version,
    ...(made.value.isRepeat && { repeats: held.version }),
  });
  return answerOf(made.value.caseId, effect, made.warnings);
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

const CASE_ID_DIFFERS: Issue = {
  severity: "error",
  code: "value",
  rule: "intake/case-id-differs",
  message: "The case number of the address was expected in the document, found another.",
  path: "KyphoplastyCase.caseId",
  pointer: "/caseId",
};
