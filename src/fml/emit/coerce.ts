import { code } from "../../codegen/index.ts";
import { isTemporal, kindOf, type Kind, type Operand } from "../../fhirpath/index.ts";
import type { Position } from "../../fhir/index.ts";
import type { Rule } from "../tree.ts";
import { refuse, reportTo, type Scope } from "./scope.ts";

/**
 * Reads a primitive by the type of the element it is put into, as HL7's engine does: `'7'` is 7 in an integer, a decimal in a
 * string is its digits.
 */
export function coerce(operand: Operand, type: string, rule: Rule, scope: Scope, at: Position): Operand | undefined {
  const from = form(kindOf(operand.type));
  const to = form(kindOf(type));
  if (to === "complex") {
    refuse(scope, "fml/type", `Expected ${type}, found ${operand.type ?? "a value"}.`, at);
    return;
  }
  if (operand.constant !== undefined) return constant(operand.constant, type, to, scope, at);
  if (from === to) return { ...operand, type };
  const origin = reportTo(scope, rule);
  const { use } = scope.writer;
  const missing = operand.mayBeEmpty ? code`${operand.code} == null ? undefined : ` : code``;
  switch (to) {
    case "string":
      return { ...operand, type, code: code`${missing}${use("text")}(${operand.code})`, isName: false };
    case "boolean":
      return { ...operand, type, code: code`${missing}${use("coerceBoolean")}(${operand.code})`, isName: false };
    case "integer":
    case "decimal":
      if (from === "integer") return { ...operand, type };
      return {
        ...operand,
        type,
        code: code`${missing}${use("coerceNumber")}(${operand.code}, ${to === "integer"}, ${origin})`,
        mayBeEmpty: true,
        isName: false,
      };
    case "unknown": {
      refuse(scope, "fml/type", "The type of this element is not known.", at);
      return;
    }
  }
}

type Form = "string" | "integer" | "decimal" | "boolean" | "complex" | "unknown";
const form = (kind: Kind): Form => (isTemporal(kind) ? "string" : kind);

function constant(
  value: string | number | boolean,
  type: string,
  to: Form,
  scope: Scope,
  at: Position,
): Operand | undefined {
  const read = to === "string" ? String(value) : to === "boolean" ? String(value) === "true" : Number(value);
  const fits = to !== "integer" || Number.isInteger(read);
  if ((to === "integer" || to === "decimal") && (typeof value === "boolean" || !Number.isFinite(read) || !fits)) {
    refuse(scope, "fml/type", `The literal is no ${type}.`, at);
    return;
  }
  return { code: code`${read}`, type, isList: false, mayBeEmpty: false, constant: read };
}
