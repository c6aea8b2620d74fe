import { code, type Code } from "../../codegen/index.ts";
import { asList, asSingle } from "../items.ts";
import { isTemporal, kindOf, list, present, value, type Context, type Emit, type Operand } from "../operand.ts";
import { ExpressionFault, type Expression } from "../tree.ts";
import { argument, arity, inputOf, type Call, type EmitFunction } from "./function.ts";

/** The string that a function works on. */
function textInput(call: Call, context: Context, how: Emit): Operand {
  return text(asSingle(inputOf(call, context, how), context), call, context);
}

function textArgument(call: Call, index: number, context: Context, how: Emit): Operand {
  return text(asSingle(how.emit(argument(call, index), context), context), call, context);
}

function text(operand: Operand, call: Call, context: Context): Operand {
  if (operand.form === "nodes")
    return value(code`${context.use("toText")}(${context.use("plain")}(${operand.code}))`, "string");
  const kind = kindOf(operand.type);
  if (kind === "string" || isTemporal(kind)) return operand;
  if (kind === "unknown") return value(code`${context.use("toText")}(${operand.code})`, "string");
  throw new ExpressionFault("fhirpath/type", `${call.name}() needs a string, found ${operand.type ?? ""}.`, call.at);
}

/**
 * A test of the input, as a value and as a condition. An element that has an extension and no value passes none: HL7's
 * engine gives false there, and not nothing.
 */
function tested(input: Operand, test: Code, mayBeEmpty: boolean, context: Context): Operand {
  if (!mayBeEmpty) return present(test, "boolean");
  const { sidecar } = input;
  if (sidecar === undefined) return value(test, "boolean");
  return {
    ...value(code`(${test} ?? ${context.use("falseWith")}(${sidecar}))`, "boolean"),
    whenTrue: code`${test} === true`,
  };
}

const predicate =
  (helper: string): EmitFunction =>
  (call, context, how) => {
    arity(call, 1);
    const [input, other] = [textInput(call, context, how), textArgument(call, 0, context, how)];
    const test = code`${context.use(helper)}(${input.code}, ${other.code})`;
    return tested(input, test, input.mayBeEmpty || other.mayBeEmpty, context);
  };

const indexOf: EmitFunction = (call, context, how) => {
  arity(call, 1);
  const [input, other] = [textInput(call, context, how), textArgument(call, 0, context, how)];
  const made = value(code`${context.use("indexOf")}(${input.code}, ${other.code})`, "integer");
  return { ...made, mayBeEmpty: input.mayBeEmpty || other.mayBeEmpty };
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

/** The pattern that an argument holds, as a regular expression of the module. */
function pattern(call: Call, context: Context, write: (source: string) => string, flags: string): Code {
  const literal: Expression = argument(call, 0);
  if (literal.kind !== "literal" || literal.type !== "string") {
    throw new ExpressionFault(
      "fhirpath/unsupported",
      `${call.name}() needs its pattern as a literal, so that it can be checked when it is compiled.`,
      literal.at,
    );
  }
  const source = write(literal.text);
  // Unicode's rules where they allow the pattern; they refuse needless escapes such as `\@`, which R4's own patterns have.
  const found = [`${flags}u`, flags].find((one) => isPattern(source, one));
  if (found === undefined)
    throw new ExpressionFault("fhirpath/syntax", `The pattern of ${call.name}() is no regular expression.`, literal.at);
  return context.hoist("pattern", code`new RegExp(${source}, ${found})`);
}

function isPattern(source: string, flags: string): boolean {
  try {
    new RegExp(source, flags);
    return true;
  } catch {
    return false;
  }
}

/** `matches()` finds the pattern anywhere; `matchesFull()` wants all of the text. */
const matches =
  (write: (source: string) => string): EmitFunction =>
  (call, context, how) => {
    arity(call, 1);
    const found = pattern(call, context, write, "s");
    const input = textInput(call, context, how);
    return tested(input, code`${context.use("matches")}(${input.code}, ${found})`, input.mayBeEmpty, context);
  };

const replaceMatches: EmitFunction = (call, context, how) => {
  arity(call, 2);
  const found = pattern(call, context, (source) => source, "gs");
  const [input, by] = [textInput(call, context, how), textArgument(call, 1, context, how)];
  const mayBeEmpty = input.mayBeEmpty || by.mayBeEmpty;
  return {
    ...value(code`${context.use("replaceMatches")}(${input.code}, ${found}, ${by.code})`, "string"),
    mayBeEmpty,
  };
};

const toChars: EmitFunction = (call, context, how) => {
  arity(call, 0);
  return list(code`Array.from(${textInput(call, context, how).code} ?? "")`, "string");
};

const split: EmitFunction = (call, context, how) => {
  arity(call, 1);
  const [input, separator] = [textInput(call, context, how), textArgument(call, 0, context, how)];
  return list(code`${context.use("split")}(${input.code}, ${separator.code})`, "string");
};

const joined: EmitFunction = (call, context, how) => {
  arity(call, 0, 1);
  const input = inputOf(call, context, how);
  if (!["string", "unknown"].includes(kindOf(input.type)))
    throw new ExpressionFault("fhirpath/type", `join() needs strings, found ${input.type ?? ""}.`, call.at);
  const separator = call.args.length === 0 ? code`""` : textArgument(call, 0, context, how).code;
  return value(code`${context.use("joinTexts")}(${asList(input, context)}, ${separator})`, "string");
};

/** https://hl7.org/fhirpath/N1/#string-manipulation */
export const string: Readonly<Record<string, EmitFunction>> = {
  contains: predicate("includes"),
  startsWith: predicate("startsWith"),
  endsWith: predicate("endsWith"),
  indexOf,
  length: own("length", "integer"),
  upper: own("toUpperCase()", "string"),
  lower: own("toLowerCase()", "string"),
  trim: own("trim()", "string"),
  substring,
  replace,
  matches: matches((source) => source),
  matchesFull: matches((source) => `^(?:${source})$`),
  replaceMatches,
  toChars,
  split,
  join: joined,
};
