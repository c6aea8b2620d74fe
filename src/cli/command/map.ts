import { selectTypes } from "../../http/index.ts";
import type { IntakeOptions, Pipeline } from "../../pipeline.ts";
import { answerCases } from "../answer-cases.ts";
import type { ExitCode } from "../exit-code.ts";

export interface MapOptions extends IntakeOptions {
  readonly type?: string;
}

/** `kypho map`: cases in, checked transaction Bundles out; nothing is stored or sent. */
export async function mapCommand(
  file: string,
  { type, ...intake }: MapOptions,
  pipeline?: Pipeline,
): Promise<ExitCode> {
  return answerCases(file, intake, ({ bundle }) => ({ ok: true, value: selectTypes(bundle, type) }), pipeline);
}
