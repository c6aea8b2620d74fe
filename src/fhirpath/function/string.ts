import { code } from "../../codegen/index.ts";
import { asSingle, isTemporal, kindOf, present, value, type Context, type Operand } from "../operand.ts";
import type { Emit } from "../operators.ts";
import { ExpressionFault } from "../tree.ts";
import { argument, arity, inputOf, type Call, type EmitFunction } from "./function.ts";

/** The string that a function works on. */
function textInput(call: Call, context: Context, how: Emit): Operand {
  return text(asSingle(inputOf(call, context, how), context), call, context);
}

function textArgument(call: Call, index: number, context: Context, how: Emit): Operand {
  return text(asSingle(how.emit(argument(call, index), context), context), call, context);
}

function text(operand: Operand, call: Call, context: Context): Operand {
  const kind = kindOf(operand.type);
  if (kind === "string" || isTemporal(kind)) return operand;
  if (kind === "unknown") return value(code`${context.use("toText")}(${operand.code})`, "string");
  throw new ExpressionFault("fhirpath/type", `${call.name}() needs a string, found ${operand.type ?? ""}.`, call.at);
}

/** A function of the run time that takes the input and one string. */
const withText =
  (helper: string, type: string): EmitFunction =>
  (call, context, how) => {
    arity(call, 1);
    const input = textInput(call, context, how);
    const other = textArgument(call, 0, context, how);
    return {
      ...value(code`${context.use(helper)}(${input.code}, ${other.code})`, type),
      mayBeEmpty: input.mayBeEmpty || other.mayBeEmpty,
    };
  };

/** A method or property of JavaScript's own strings. */
const own =
  (method: "length" | "toUpperCase()" | "toLowerCase()" | "trim()", type: string): EmitFunction =>
  (call, context, how) => {
    arity(call, 0);
    const input = textInput(call, context, how);
    const step = {
      length: code`length`,
      "toUpperCase()": code`toUpperCase()`,
      "toLowerCase()": code`toLowerCase()`,
      "trim()": code`trim()`,
    }[method];
    return input.mayBeEmpty ? value(code`${input.code}?.${step}`, type) : present(code`${input.code}.${step}`, type);
  };

const substring: EmitFunction = (call, context, how) => {
  arity(call, 1, 2);
  const input = textInput(call, context, how);
  const start = asSingle(how.emit(argument(call, 0), context), context);
  const length =
    call.args[1] === undefined ? code`` : code`, ${asSingle(how.emit(call.args[1], context), context).code}`;
  return value(code`${context.use("substring")}(${input.code}, ${start.code}${length})`, "string");
};

const replace: EmitFunction = (call, context, how) => {
  arity(call, 2);
  const [input, part, by] = [
    textInput(call, context, how),
    textArgument(call, 0, context, how),
    textArgument(call, 1, context, how),
  ];
  const mayBeEmpty = input.mayBeEmpty || part.mayBeEmpty || by.mayBeEmpty;
  return { ...value(code`${context.use("replace")}(${input.code}, ${part.code}, ${by.code})`, "string"), mayBeEmpty };
};

const matches: EmitFunction = (call, context, how) => {
  arity(call, 1);
  const pattern = argument(call, 0);
  if (pattern.kind !== "literal" || pattern.type !== "string") {
    throw new ExpressionFault(
      "fhirpath/unsupported",
      "matches() needs its pattern as a literal, so that it can be checked when it is compiled.",
      pattern.at,
    );
  }
  try {
    new RegExp(pattern.text, "su");
  } catch {
    throw new ExpressionFault("fhirpath/syntax", "The pattern of matches() is no regular expression.", pattern.at);
  }
  const input = textInput(call, context, how);
  const made = code`${context.use("matches")}(${input.code}, ${context.hoist("pattern", code`new RegExp(${pattern.text}, "su")`)})`;
  return { ...value(made, "boolean"), mayBeEmpty: input.mayBeEmpty };
};

/** https://hl7.org/fhirpath/N1/#string-manipulation */
export const string: Readonly<Record<string, EmitFunction>> = {
  contains: withText("includes", "boolean"),
  startsWith: withText("startsWith", "boolean"),
  endsWith: withText("endsWith", "boolean"),
  indexOf: withText("indexOf", "integer"),
  length: own("length", "integer"),
  upper: own("toUpperCase()", "string"),
  lower: own("toLowerCase()", "string"),
  trim: own("trim()", "string"),
  substring,
  replace,
  matches,
};
