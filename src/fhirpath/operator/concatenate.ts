import { code, type Code } from "../../codegen/index.ts";
import { kindOf, present, type Context, type Operand } from "../operand.ts";
import { ExpressionFault } from "../tree.ts";

/** `&`: nothing counts as an empty string. https://hl7.org/fhirpath/N1/#string-concatenation */
export function emitJoin(left: Operand, right: Operand, context: Context, at: number): Operand {
  for (const { type } of [left, right]) {
    // As in HL7's engine, nothing is converted.
    if (!["string", "unknown"].includes(kindOf(type)))
      throw new ExpressionFault("fhirpath/type", `& joins strings, found ${type ?? ""}: use toString().`, at);
  }
  if (left.constant !== undefined && right.constant !== undefined) {
    const constant = String(left.constant) + String(right.constant);
    return { ...present(code`${constant}`, "string"), constant };
  }
  const pieces = [left, right].map((side) => textPiece(side, context));
  return present(code`(${pieces[0] ?? ""} + ${pieces[1] ?? ""})`, "string");
}

/** The text of a value inside a longer string: digits of decimals as written, nothing as an empty string. */
export function textPiece(operand: Operand, context: Context): Code {
  if (operand.form === "nodes") return code`(${context.use("toText")}(${context.use("plain")}(${operand.code})) ?? "")`;
  const kind = kindOf(operand.type);
  const plain = kind === "decimal" || kind === "unknown" ? code`${context.use("text")}(${operand.code})` : operand.code;
  if (!operand.mayBeEmpty) return plain;
  return kind === "decimal" || kind === "unknown"
    ? code`${context.use("text")}(${operand.code} ?? "")`
    : code`(${operand.code} ?? "")`;
}
