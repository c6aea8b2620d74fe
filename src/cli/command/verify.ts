import { readFileSync } from "node:fs";
import { readCases, validateCase } from "../../case/index.ts";
import { certify, readLosses } from "../../extraction/index.ts";
import { toOperationOutcome } from "../../fhir/index.ts";
import type { Site } from "../../site/index.ts";
import { packageFile } from "../../system/index.ts";
import type { ExitCode } from "../exit-code.ts";
import { openInput, readAll } from "../input.ts";
import { printDocument, printLine } from "../output.ts";
import { openProgress } from "../progress.ts";

/** Makes the certificate of one case. */
type Certify = Site["certify"];

/**
 * `kypho verify`: the certificate of each case that its resources hold all of it, but for the losses agreed to in
 * mappings/losses.json, or by the site.
 *
 * @returns 1 when a case is at fault or something was lost
 */
export async function verifyCommand(
  file: string,
  options: { readonly caseSystem?: string },
  site?: Site,
): Promise<ExitCode> {
  const certifyCase = site?.certify ?? openCertify();
  const answer = async (bytes: Uint8Array, line?: number): Promise<{ document: object; isGood: boolean }> => {
    const certificate = await certifyCase(bytes, { ...options, ...(line !== undefined && { line }) });
    if (!certificate.ok) return { document: toOperationOutcome(certificate.issues), isGood: false };
    return { document: certificate.value, isGood: certificate.value.complete };
  };

  const input = await openInput(file);
  if (input.format === "json") {
    const { document, isGood } = await answer(await readAll(input));
    await printDocument(document);
    return isGood ? 0 : 1;
  }
  let code: ExitCode = 0;
  const progress = openProgress("cases");
  for await (const { bytes, line } of readCases(progress.watch(input).bytes)) {
    const { document, isGood } = await answer(bytes, line);
    if (!isGood) code = 1;
    await printLine(document);
    progress.advance();
  }
  progress.close();
  return code;
}

function openCertify(): Certify {
  const losses = readLosses(readFileSync(packageFile("mappings/losses.json"), "utf8"));
  return (bytes, options) => {
    const valid = validateCase(bytes, options);
    const made = valid.ok ? certify(valid.value, losses) : valid;
    if (!valid.ok || !made.ok) return Promise.resolve(made as Extract<typeof made, { ok: false }>);
    return Promise.resolve({ ok: true, value: { caseId: valid.value.document.caseId, ...made.value } });
  };
}
