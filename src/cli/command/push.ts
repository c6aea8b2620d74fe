import { askDestination, deliverTo, type FhirDestination } from "../../delivery/index.ts";
import { toOperationOutcome } from "../../fhir/index.ts";
import type { IntakeOptions } from "../../pipeline.ts";
import { answerCases } from "../answer-cases.ts";
import type { ExitCode } from "../exit-code.ts";
import { printDocument } from "../output.ts";

/** `kypho push`: cases in, delivered to a FHIR server; prints what the server did with each resource. */
export async function pushCommand(
  file: string,
  destination: FhirDestination,
  intake: IntakeOptions,
): Promise<ExitCode> {
  const ability = await askDestination(destination);
  if (!ability.ok) {
    await printDocument(toOperationOutcome(ability.issues));
    return 1;
  }
  return answerCases(file, intake, async ({ caseId, bundle }) => {
    const delivered = await deliverTo(destination, bundle, ability.value);
    return delivered.ok ? { ok: true, value: { caseId, ...delivered.value } } : delivered;
  });
}
