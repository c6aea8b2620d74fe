import { code, type Code } from "../codegen/index.ts";
import { readElement } from "./element.ts";
import { functions } from "./function/index.ts";
import { emitBinary, emitConditionOperator } from "./operators.ts";
import { asList, asSingle, empty, kindOf, present, value, type Context, type Operand } from "./operand.ts";
import { ExpressionFault, type Expression } from "./tree.ts";

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
    case "empty":
      return empty;
    case "variable":
      return emitVariable(expression.name, context, expression.at);
    case "this":
      if (context.focus === undefined)
        throw new ExpressionFault(
          "fhirpath/unsupported",
          "$this has no value in an expression of a target.",
          expression.at,
        );
      return context.focus;
    case "index":
    case "total":
      throw new ExpressionFault("fhirpath/unsupported", `$${expression.kind} is not supported.`, expression.at);
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
      return made(expression, context, { emit, emitCondition });
    }
    case "type":
      return emitTypeOperator(expression, context);
    case "binary":
      return emitBinary(expression, context, { emit, emitCondition });
  }
}

/**
 * Writes an expression as a JavaScript condition: a boolean is itself, anything else counts when it is there, and empty is
 * false (as HL7's engine reads `where` and `check`).
 */
export function emitCondition(expression: Expression, context: Context): Code {
  const operator = emitConditionOperator(expression, context, { emit, emitCondition });
  if (operator !== undefined) return operator;
  const operand = emit(expression, context);
  if (operand.isList || operand.type === undefined) return code`${context.use("isTrue")}(${asList(operand, context)})`;
  if (operand.type === "boolean") return operand.mayBeEmpty ? code`${operand.code} === true` : operand.code;
  return operand.mayBeEmpty ? code`${operand.code} != null` : code`true`;
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

function emitVariable(name: string, context: Context, at: number): Operand {
  const found = context.variable(name);
  if (found === undefined)
    throw new ExpressionFault("fhirpath/unknown-variable", `No variable is called ${name} here.`, at);
  if (typeof found === "string") throw new ExpressionFault("fhirpath/unsupported", found, at);
  return found;
}

function emitPath(expression: Expression & { kind: "path" }, context: Context): Operand {
  if (expression.input !== undefined)
    return emitStep(emit(expression.input, context), expression.name, context, expression.at);
  // As in HL7's engine a variable comes before an element of the focus.
  if (context.variable(expression.name) !== undefined) return emitVariable(expression.name, context, expression.at);
  if (context.focus === undefined)
    throw new ExpressionFault(
      "fhirpath/unknown-variable",
      `No variable is called ${expression.name} here.`,
      expression.at,
    );
  if (context.focus.type === expression.name) return context.focus;
  return emitStep(context.focus, expression.name, context, expression.at);
}

function emitStep(input: Operand, field: string, context: Context, at: number): Operand {
  if (input === empty) return empty;
  if (input.type === undefined) {
    throw new ExpressionFault(
      "fhirpath/type",
      `The type before .${field} is not known here: name it with ofType().`,
      at,
    );
  }
  const element = context.model.type(input.type)?.elements.get(field);
  if (element === undefined)
    throw new ExpressionFault("fhirpath/unknown-element", `${input.type} has no element ${field}.`, at);
  return readElement(input, element, element.types, context);
}

function emitItem(input: Operand, index: Operand, context: Context): Operand {
  return value(code`${asList(input, context)}[${asSingle(index, context).code}]`, input.type);
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
  const call: Expression = {
    kind: "call",
    input: expression.input,
    name: expression.operator === "is" ? "is" : "ofType",
    args: [{ kind: "path", name: expression.type, at: expression.at }],
    at: expression.at,
  };
  return emit(call, context);
}
