import { readCases } from "../../case/index.ts";
import { explainDocument, type Question } from "../../explain/index.ts";
import { toOperationOutcome } from "../../fhir/index.ts";
import { listExplanation } from "../explain-listing.ts";
import type { Site } from "../../site/index.ts";
import type { ExitCode } from "../exit-code.ts";
import { openInput, readAll } from "../input.ts";
import { print, printDocument, printLine } from "../output.ts";

/** What is asked, and how the answer is written. */
export interface ExplainOptions extends Question {
  readonly caseSystem?: string;
  readonly json?: boolean;
  readonly provenance?: boolean;
}

const WIDTH = 150;

/** `kypho explain`: where each element of a case's resources comes from, and what became of its fields. */
export async function explainCommand(file: string, options: ExplainOptions, site?: Site): Promise<ExitCode> {
  const input = await openInput(file);
  const isOne = input.format === "json";
  const cases = isOne ? [{ line: 1, bytes: await readAll(input) }] : readCases(input.bytes);
  let code: ExitCode = 0;
  for await (const { bytes, line } of cases) {
    const explained = await explainOne(bytes, line, options, site?.explain ?? explainDocument);
    if (!explained.isGood) code = 1;
    if (typeof explained.answer === "string") await print(explained.answer);
    else await (isOne ? printDocument : printLine)(explained.answer);
  }
  return code;
}

interface Explained {
  readonly isGood: boolean;
  readonly answer: object | string;
}

type Explain = Site["explain"] | typeof explainDocument;

async function explainOne(
  bytes: Uint8Array,
  line: number,
  options: ExplainOptions,
  explain: Explain,
): Promise<Explained> {
  const { element, field, caseSystem, json = false, provenance = false } = options;
  const question = { ...(element !== undefined && { element }), ...(field !== undefined && { field }) };
  const explained = await explain(bytes, question, { line, ...(caseSystem !== undefined && { caseSystem }) });
  if (!explained.ok) return { isGood: false, answer: toOperationOutcome(explained.issues) };
  if (provenance) return { isGood: true, answer: explained.value.provenance };
  if (json) return { isGood: true, answer: explained.value.explanation };
  const answer = listExplanation(explained.value.explanation, {
    text: new TextDecoder().decode(bytes),
    firstLine: line,
    width: process.stdout.isTTY ? process.stdout.columns : WIDTH,
    colours: process.stdout.isTTY && !("NO_COLOR" in process.env && process.env["NO_COLOR"] !== ""),
    withReasons: element !== undefined || field !== undefined,
  });
  return { isGood: true, answer };
}
