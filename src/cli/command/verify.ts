import { readFileSync } from "node:fs";
import { readCases, validateCase, type ValidCase } from "../../case/index.ts";
import { certify, readLosses } from "../../extraction/index.ts";
import { toOperationOutcome, type Result } from "../../fhir/index.ts";
import { packageFile } from "../../system/index.ts";
import type { ExitCode } from "../exit-code.ts";
import { openInput, readAll } from "../input.ts";
import { printDocument, printLine } from "../output.ts";
import { openProgress } from "../progress.ts";

/**
 * `kypho verify`: the certificate of each case that its resources hold all of it, but for the losses agreed to in
 * mappings/losses.json.
 *
 * @returns 1 when a case is at fault or something was lost
 */
export async function verifyCommand(file: string, options: { readonly caseSystem?: string }): Promise<ExitCode> {
  const losses = readLosses(readFileSync(packageFile("mappings/losses.json"), "utf8"));
  const answer = (valid: Result<ValidCase>): { readonly document: object; readonly isGood: boolean } => {
    const certificate = valid.ok ? certify(valid.value, losses) : valid;
    if (!certificate.ok) return { document: toOperationOutcome(certificate.issues), isGood: false };
    const caseId = valid.ok ? { caseId: valid.value.document.caseId } : {};
    return { document: { ...caseId, ...certificate.value }, isGood: certificate.value.complete };
  };

  const input = await openInput(file);
  if (input.format === "json") {
    const { document, isGood } = answer(validateCase(await readAll(input), options));
    await printDocument(document);
    return isGood ? 0 : 1;
  }
  let code: ExitCode = 0;
  const progress = openProgress("cases");
  for await (const { bytes, line } of readCases(progress.watch(input).bytes)) {
    const { document, isGood } = answer(validateCase(bytes, { ...options, line }));
    if (!isGood) code = 1;
    await printLine(document);
    progress.advance();
  }
  progress.close();
  return code;
}
