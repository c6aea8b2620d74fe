import { code } from "../../codegen/index.ts";
import { asSingle, kindOf, present, value } from "../operand.ts";
import { ExpressionFault } from "../tree.ts";
import { arity, inputOf, type EmitFunction } from "./function.ts";

const convert =
  (helper: string, type: string): EmitFunction =>
  (call, context, how) => {
    arity(call, 0);
    const input = asSingle(inputOf(call, context, how), context);
    if (kindOf(input.type) === "complex")
      throw new ExpressionFault("fhirpath/type", `${call.name}() cannot convert ${input.type ?? ""}.`, call.at);
    if (kindOf(input.type) === type) return { ...input, type };
    return value(code`${context.use(helper)}(${input.code})`, type);
  };

const toText: EmitFunction = (call, context, how) => {
  const made = convert("toText", "string")(call, context, how);
  const input = asSingle(inputOf(call, context, how), context);
  return input.mayBeEmpty || input.type === undefined ? made : present(made.code, "string");
};

/** https://hl7.org/fhirpath/N1/#conversion */
export const conversion: Readonly<Record<string, EmitFunction>> = {
  toString: toText,
  toInteger: convert("toInteger", "integer"),
  toDecimal: convert("toDecimal", "decimal"),
  toBoolean: convert("toBoolean", "boolean"),
};
