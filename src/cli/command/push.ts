import { askDestination, deliverTo, type FhirDestination } from "../../delivery/index.ts";
import { toOperationOutcome, type Result } from "../../fhir/index.ts";
import type { IntakeOptions, Pipeline, ProcessedCase } from "../../pipeline.ts";
import { answerCases } from "../answer-cases.ts";
import type { ExitCode } from "../exit-code.ts";
import { printDocument } from "../output.ts";

/** `kypho push`: cases in, delivered to a FHIR server; prints what the server did with each resource. */
export async function pushCommand(
  file: string,
  destination: FhirDestination,
  intake: IntakeOptions,
  pipeline?: Pipeline,
): Promise<ExitCode> {
  const ability = await askDestination(destination);
  if (!ability.ok) {
    await printDocument(toOperationOutcome(ability.issues));
    return 1;
  }
  const deliver = async ({ caseId, bundle }: ProcessedCase): Promise<Result<object>> => {
    const delivered = await deliverTo(destination, bundle, ability.value);
    return delivered.ok ? { ok: true, value: { caseId, ...delivered.value } } : delivered;
  };
  return answerCases(file, intake, deliver, pipeline);
}
