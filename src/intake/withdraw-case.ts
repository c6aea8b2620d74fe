import { readBundle, readCase, readVersion, saveBundle } from "../store/index.ts";
import { pipelineOf, type Intake, type IntakeAnswer, type IntakeRequest } from "./intake.ts";
import { answerOf, refuse } from "./refusal.ts";

/**
 * Withdraws a stored case: everything of it becomes entered in error. Withdrawing it again changes nothing.
 *
 * @param follows the version that the sender knows, `undefined` for whichever is current
 * @throws StoreFault when the store cannot be written
 */
export async function withdrawStoredCase(
  intake: Intake,
  caseId: string,
  follows: number | undefined,
  { actor, idempotencyKey }: IntakeRequest,
): Promise<IntakeAnswer> {
  const { store, software, destinations } = intake;
  const [found, held] = [await readCase(store, caseId), await readVersion(store, caseId)];
  if (!found || !held?.bundle) return refuse("unknown");
  const made = await pipelineOf(intake).withdraw(readBundle(held.bundle), intake.now().toISOString());
  // A stored bundle was conformant, and so is its voided form: the profiles' own test holds that.
  if (!made.ok) throw new Error("A withdrawn case does not pass the checks.");
  const effect = await saveBundle(store, {
    cause: "withdrawn",
    caseId: found.caseId,
    caseSystem: found.caseSystem,
    contentHash: held.contentHash,
    bundle: made.value,
    follows: follows ?? held.version,
    actor,
    software,
    destinations,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  });
  return answerOf(found.caseId, effect);
}
