import { code } from "../../codegen/index.ts";
import { presenceOf } from "../ask.ts";
import { asSingle } from "../items.ts";
import { empty, present, value, type Context, type Operand } from "../operand.ts";

/** A single value that is no boolean counts as true. https://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections */
export function truth(operand: Operand, context: Context): Operand {
  const one = asSingle(operand, context);
  if (one.type === "boolean" || one === empty) return one;
  if (one.type === undefined) return value(code`${context.use("truthOf")}(${one.code})`, "boolean");
  return one.mayBeEmpty
    ? value(code`(${presenceOf(one, context)} ? true : undefined)`, "boolean")
    : present(code`true`, "boolean");
}

/** The operators of three-valued logic as a value. https://hl7.org/fhirpath/N1/#boolean-logic */
export function emitLogic(
  operator: "and" | "or" | "xor" | "implies",
  left: Operand,
  right: Operand,
  context: Context,
): Operand {
  const [a, b] = [truth(left, context), truth(right, context)];
  if (a.mayBeEmpty || b.mayBeEmpty) return value(code`${context.use(operator)}(${a.code}, ${b.code})`, "boolean");
  switch (operator) {
    case "and":
      return present(code`(${a.code} && ${b.code})`, "boolean");
    case "or":
      return present(code`(${a.code} || ${b.code})`, "boolean");
    case "xor":
      return present(code`(${a.code} !== ${b.code})`, "boolean");
    case "implies":
      return present(code`(!${a.code} || ${b.code})`, "boolean");
  }
}
