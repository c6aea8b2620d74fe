import { readCases, type CaseText } from "../case/index.ts";
import { toOperationOutcome, type Result } from "../fhir/index.ts";
import { builtPipeline, type IntakeOptions, type Pipeline, type ProcessedCase } from "../pipeline.ts";
import type { ExitCode } from "./exit-code.ts";
import { openInput, readAll } from "./input.ts";
import { printDocument, printLine } from "./output.ts";
import { openProgress } from "./progress.ts";

/**
 * Takes every case of an input through the pipeline and prints one answer for each, in order.
 *
 * A case at fault is answered by its OperationOutcome; in NDJSON it spoils only itself.
 *
 * @param answer   makes the answer of a good case, which it also gets as it was read
 * @param pipeline the way in, where it is not that of the build
 */
export async function answerCases(
  name: string,
  options: IntakeOptions,
  answer: (made: ProcessedCase, text: CaseText) => Result<object> | Promise<Result<object>>,
  pipeline: Pipeline = builtPipeline,
): Promise<ExitCode> {
  const input = await openInput(name);
  const settle = async (text: CaseText): Promise<Result<object>> => {
    const made = await pipeline.process(text.bytes, { ...options, line: text.line });
    return made.ok ? answer(made.value, text) : made;
  };

  if (input.format === "json") {
    const answered = await settle({ bytes: await readAll(input), line: 1 });
    await printDocument(answered.ok ? answered.value : toOperationOutcome(answered.issues));
    return answered.ok ? 0 : 1;
  }

  let code: ExitCode = 0;
  const progress = openProgress("cases");
  for await (const text of readCases(progress.watch(input).bytes)) {
    const answered = await settle(text);
    if (!answered.ok) code = 1;
    await printLine(answered.ok ? answered.value : toOperationOutcome(answered.issues));
    progress.advance();
  }
  progress.close();
  return code;
}
