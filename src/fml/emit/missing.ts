import { code, type Code } from "../../codegen/index.ts";
import type { Operand } from "../../fhirpath/index.ts";
import type { Scope } from "./scope.ts";
import { run } from "./writer.ts";

/** A variable that a transform left without a value: HL7's engine fails there. */
export function reportMissing(operand: Operand, scope: Scope, origin: Code): Code {
  return code`if (${operand.code} == null) ${scope.writer.use("report")}(${run}, ${origin}, "fml/missing-value", "Expected a value from a transform, found none.");`;
}
