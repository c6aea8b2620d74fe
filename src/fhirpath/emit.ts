import { code, literal } from "../codegen/index.ts";
import * as condition from "./condition.ts";
import { functions } from "./function/index.ts";
import { asList, asSingle, oneOf } from "./items.ts";
import { emitBinary } from "./operator/index.ts";
import { empty, kindOf, present, value, type Context, type Emit, type Operand } from "./operand.ts";
import { emitStep } from "./step.ts";
import { ExpressionFault, type Expression } from "./tree.ts";

/** The ways to write an expression. */
export const how: Emit = {
  emit,
  emitCondition: (expression, context) => condition.emitCondition(expression, context, how),
  emitRefutation: (expression, context) => condition.emitRefutation(expression, context, how),
};

/**
 * Writes an expression as JavaScript: straight-line where types and cardinalities are known to be single, arrays and the
 * run time's functions elsewhere.
 *
 * @throws ExpressionFault for what is unknown or not supported
 */
export function emit(expression: Expression, context: Context): Operand {
  switch (expression.kind) {
    case "literal":
      return emitLiteral(expression.type, expression.text, context);
    case "quantity":
      return emitQuantity(expression, context);
    case "empty":
      return empty;
    case "variable":
      return emitVariable(expression.name, "percent", context, expression.at);
    case "this":
      return context.focus ?? missing("$this", "an expression of a target", expression.at);
    case "index":
      return context.index ?? missing("$index", "this place", expression.at);
    case "total":
      return context.total ?? missing("$total", "this place", expression.at);
    case "path":
      return emitPath(expression, context);
    case "item":
      return emitItem(emit(expression.input, context), emit(expression.index, context), context);
    case "sign":
      return emitSign(expression.sign, asSingle(emit(expression.input, context), context), context, expression.at);
    case "call": {
      const made = functions.get(expression.name);
      if (made === undefined)
        throw new ExpressionFault(
          "fhirpath/unsupported",
          `The function ${expression.name}() is not supported.`,
          expression.at,
        );
      return made(expression, context, how);
    }
    case "type":
      return emitTypeOperator(expression, context);
    case "binary":
      return emitBinary(expression, context, how);
  }
}

function missing(word: string, place: string, at: number): never {
  throw new ExpressionFault("fhirpath/unsupported", `${word} has no value in ${place}.`, at);
}

function emitLiteral(type: string, text: string, context: Context): Operand {
  if (type === "decimal") {
    const constant = Number(text);
    if (String(constant) === text) return { ...present(code`${constant}`, type), constant };
    return present(context.hoist("decimal", code`JSON.rawJSON(${text})`), type);
  }
  const constant = type === "integer" ? Number(text) : type === "boolean" ? text === "true" : text;
  return { ...present(code`${constant}`, type), constant };
}

/** A quantity with its UCUM code; a calendar's word stays in `unit`, since `1 month` is no `1 'mo'`. */
function emitQuantity(expression: Expression & { kind: "quantity" }, context: Context): Operand {
  if (context.scope === undefined)
    throw new ExpressionFault("fhirpath/unsupported", "Quantity literals are not supported.", expression.at);
  const { unit, isCalendar } = expression;
  const quantity = { value: Number(expression.value), unit, ...(isCalendar ? {} : { code: unit }) };
  return { ...present(context.hoist("quantity", literal(quantity)), "Quantity"), isName: true };
}

function emitVariable(name: string, written: "plain" | "percent", context: Context, at: number): Operand {
  const found = context.variable(name, written);
  if (found === undefined)
    throw new ExpressionFault("fhirpath/unknown-variable", `No variable is called ${name} here.`, at);
  if (typeof found === "string") throw new ExpressionFault("fhirpath/unsupported", found, at);
  return found;
}

function emitPath(expression: Expression & { kind: "path" }, context: Context): Operand {
  if (expression.input !== undefined)
    return emitStep(emit(expression.input, context), expression.name, context, expression.at);
  // As in HL7's engine a variable comes before an element of the focus.
  if (context.variable(expression.name, "plain") !== undefined)
    return emitVariable(expression.name, "plain", context, expression.at);
  if (context.focus === undefined)
    throw new ExpressionFault(
      "fhirpath/unknown-variable",
      `No variable is called ${expression.name} here.`,
      expression.at,
    );
  return (
    emitTypeName(context.focus, expression, context) ?? emitStep(context.focus, expression.name, context, expression.at)
  );
}

/** A path may start with the type of its focus: `Patient.name`. https://hl7.org/fhirpath/N1/#path-selection */
function emitTypeName(focus: Operand, path: Expression & { kind: "path" }, context: Context): Operand | undefined {
  if (focus.type === undefined || !/^[A-Z]/.test(path.name)) return undefined;
  if (focus.type === path.name) return focus;
  const { model } = context;
  const type = context.scope === undefined ? undefined : model.type(path.name);
  if (type === undefined || model.type(focus.type)?.elements.has(path.name) === true) return undefined;
  if (model.isA(focus.type, type.name)) return focus;
  return model.isA(type.name, focus.type)
    ? emitAs("ofType", { kind: "this", at: path.at }, path.name, path.at, context)
    : undefined;
}

function emitItem(input: Operand, index: Operand, context: Context): Operand {
  return oneOf(input, code`${asList(input, context)}[${asSingle(index, context).code}]`, context);
}

function emitSign(sign: "+" | "-", input: Operand, context: Context, at: number): Operand {
  const kind = kindOf(input.type);
  if (kind !== "integer" && kind !== "decimal")
    throw new ExpressionFault("fhirpath/type", `The sign ${sign} needs a number.`, at);
  if (sign === "+") return input;
  if (typeof input.constant === "number")
    return { ...present(code`${-input.constant}`, kind), constant: -input.constant };
  return { ...input, ...value(code`${context.use("subtract")}(0, ${input.code})`, kind), mayBeEmpty: input.mayBeEmpty };
}

function emitTypeOperator(expression: Expression & { kind: "type" }, context: Context): Operand {
  return emitAs(
    expression.operator === "is" ? "is" : "ofType",
    expression.input,
    expression.type,
    expression.at,
    context,
  );
}

/** A type operator as the function of the same meaning. */
function emitAs(name: "is" | "ofType", input: Expression, type: string, at: number, context: Context): Operand {
  return emit({ kind: "call", input, name, args: [{ kind: "path", name: type, at }], at }, context);
}
