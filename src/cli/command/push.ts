import type { CaseText } from "../../case/index.ts";
import { askDestination, deliverTo, derivedIds, type FhirDestination } from "../../delivery/index.ts";
import { projectOnCase } from "../../explain/index.ts";
import { toOperationOutcome, type Result } from "../../fhir/index.ts";
import type { IntakeOptions, ProcessedCase } from "../../pipeline.ts";
import { answerCases } from "../answer-cases.ts";
import type { ExitCode } from "../exit-code.ts";
import { printDocument } from "../output.ts";
import type { WayIn } from "../way-in.ts";

/** `kypho push`: cases in, delivered to a FHIR server; prints what the server did with each resource, or which field it refused. */
export async function pushCommand(
  file: string,
  destination: FhirDestination,
  intake: IntakeOptions,
  { pipeline, site }: WayIn,
): Promise<ExitCode> {
  const ability = await askDestination(destination);
  if (!ability.ok) {
    await printDocument(toOperationOutcome(ability.issues));
    return 1;
  }
  const deliver = async (made: ProcessedCase, { bytes, line }: CaseText): Promise<Result<object>> => {
    const { caseId, bundle } = made;
    const delivered = await deliverTo(destination, bundle, ability.value);
    if (delivered.ok) return { ok: true, value: { caseId, ...delivered.value } };
    const judged = { bytes, options: { ...intake, line }, bundle, ids: derivedIds(bundle, destination) };
    return { ok: false, issues: await (site?.project ?? projectOnCase)(delivered.issues, judged) };
  };
  return answerCases(file, intake, deliver, pipeline);
}
