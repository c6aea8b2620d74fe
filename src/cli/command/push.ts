import { deliverTo, type FhirDestination } from "../../delivery/index.ts";
import type { IntakeOptions } from "../../pipeline.ts";
import { answerCases } from "../answer-cases.ts";
import type { ExitCode } from "../exit-code.ts";

/** `kypho push`: cases in, delivered to a FHIR server; prints what the server did with each resource. */
export async function pushCommand(
  file: string,
  destination: FhirDestination,
  intake: IntakeOptions,
): Promise<ExitCode> {
  return answerCases(file, intake, async ({ caseId, bundle }) => {
    const delivered = await deliverTo(destination, bundle);
    return delivered.ok ? { ok: true, value: { caseId, ...delivered.value } } : delivered;
  });
}
