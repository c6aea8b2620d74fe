import { code } from "../../codegen/index.ts";
import { asNode, asSingle } from "../items.ts";
import { kindOf, present, value, type Context, type Emit, type Operand } from "../operand.ts";
import { ExpressionFault } from "../tree.ts";
import { arity, inputOf, scopeOf, type Call, type EmitFunction } from "./function.ts";

/** The one value that is converted; of a node its value. */
function inputValue(call: Call, context: Context, how: Emit): Operand {
  const input = asSingle(inputOf(call, context, how), context);
  if (input.form === "nodes") return value(code`${context.use("plain")}(${input.code})`, undefined);
  if (kindOf(input.type) === "complex")
    throw new ExpressionFault("fhirpath/type", `${call.name}() cannot convert ${input.type ?? ""}.`, call.at);
  return input;
}

/** A value alone: nothing that is converted keeps its id and extensions. */
function withoutSidecar(
  { sidecar: _sidecar, presence: _presence, item: _item, ...input }: Operand,
  type: string,
): Operand {
  return { ...input, type };
}

const convert =
  (helper: string, type: string): EmitFunction =>
  (call, context, how) => {
    arity(call, 0);
    const input = inputValue(call, context, how);
    if (kindOf(input.type) === type) return withoutSidecar(input, type);
    return value(code`${context.use(helper)}(${input.code})`, type);
  };

const toText: EmitFunction = (call, context, how) => {
  const input = asSingle(inputOf(call, context, how), context);
  if (input.type !== undefined && context.scope !== undefined && context.model.isA(input.type, "Quantity"))
    return value(code`${context.use("quantityText")}(${input.code})`, "string");
  const made = convert("toText", "string")(call, context, how);
  return input.mayBeEmpty || input.type === undefined ? made : present(made.code, "string");
};

/** `toQuantity()`, of a number, a text (`4 'mg'`, `4 days`) or a Quantity. */
const toQuantity: EmitFunction = (call, context, how) => {
  arity(call, 0, 1);
  scopeOf(call, context);
  if (call.args.length > 0)
    throw new ExpressionFault("fhirpath/unsupported", "toQuantity() with a unit is not supported.", call.at);
  const input = asSingle(inputOf(call, context, how), context);
  return value(code`${context.use("toQuantity")}(${asNode(input, context)})`, "Quantity");
};

/** `convertsToInteger()` and kin: whether the conversion gives anything. Empty for nothing. */
const converts =
  (target: string): EmitFunction =>
  (call, context, how) => {
    const input = asSingle(inputOf(call, context, how), context);
    const converted = how.emit({ ...call, name: target }, context);
    return value(code`(${input.code} != null ? ${converted.code} != null : undefined)`, "boolean");
  };

const direct: Readonly<Record<string, EmitFunction>> = {
  toString: toText,
  toInteger: convert("toInteger", "integer"),
  toDecimal: convert("toDecimal", "decimal"),
  toBoolean: convert("toBoolean", "boolean"),
  toDate: convert("toDate", "date"),
  toDateTime: convert("toDateTime", "dateTime"),
  toTime: convert("toTime", "time"),
  toQuantity,
};

/** https://hl7.org/fhirpath/N1/#conversion */
export const conversion: Readonly<Record<string, EmitFunction>> = {
  ...direct,
  ...Object.fromEntries(Object.keys(direct).map((name) => [name.replace("to", "convertsTo"), converts(name)])),
};
