import { code, type Code } from "../../codegen/index.ts";
import { asList, present, value, type Context, type Operand } from "../operand.ts";
import { truth, type Emit } from "../operators.ts";
import type { Expression } from "../tree.ts";
import { argument, arity, inputOf, type EmitFunction } from "./function.ts";

/** A function of one item that tells whether a criterion holds for it. */
export function predicate(criterion: Expression, type: string | undefined, context: Context, how: Emit): Code {
  const names = context.names.inner();
  const item = names.fresh("item");
  const focus: Operand = { code: item, type, isList: false, mayBeEmpty: false, isName: true };
  return code`(${item}) => ${how.emitCondition(criterion, { ...context, focus, names })}`;
}

const exists: EmitFunction = (call, context, how) => {
  arity(call, 0, 1);
  const input = inputOf(call, context, how);
  const [criterion] = call.args;
  if (criterion !== undefined)
    return present(code`${asList(input, context)}.some(${predicate(criterion, input.type, context, how)})`, "boolean");
  return present(isThere(input, true), "boolean");
};

const isEmpty: EmitFunction = (call, context, how) => {
  arity(call, 0);
  return present(isThere(inputOf(call, context, how), false), "boolean");
};

function isThere(input: Operand, wanted: boolean): Code {
  if (input.isList) return wanted ? code`(${input.code}.length > 0)` : code`(${input.code}.length === 0)`;
  if (!input.mayBeEmpty) return code`${wanted}`;
  return wanted ? code`(${input.code} != null)` : code`(${input.code} == null)`;
}

const hasValue: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const input = inputOf(call, context, how);
  return present(input.isList ? code`(${input.code}.length === 1)` : isThere(input, true), "boolean");
};

const not: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const input = truth(inputOf(call, context, how), context);
  return input.mayBeEmpty
    ? value(code`${context.use("not")}(${input.code})`, "boolean")
    : present(code`!${input.code}`, "boolean");
};

const count: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const input = inputOf(call, context, how);
  if (input.isList) return present(code`${input.code}.length`, "integer");
  return present(input.mayBeEmpty ? code`(${input.code} == null ? 0 : 1)` : code`1`, "integer");
};

const all: EmitFunction = (call, context, how) => {
  arity(call, 1);
  const input = inputOf(call, context, how);
  return present(
    code`${asList(input, context)}.every(${predicate(argument(call, 0), input.type, context, how)})`,
    "boolean",
  );
};

const over =
  (method: Code, wanted: Code): EmitFunction =>
  (call, context, how) => {
    arity(call, 0);
    return present(
      code`${asList(inputOf(call, context, how), context)}.${method}((item) => item === ${wanted})`,
      "boolean",
    );
  };

const isDistinct: EmitFunction = (call, context, how) => {
  arity(call, 0);
  const list = asList(inputOf(call, context, how), context);
  return present(code`((list) => ${context.use("distinct")}(list).length === list.length)(${list})`, "boolean");
};

/** https://hl7.org/fhirpath/N1/#existence */
export const existence: Readonly<Record<string, EmitFunction>> = {
  exists,
  empty: isEmpty,
  hasValue,
  not,
  count,
  all,
  allTrue: over(code`every`, code`true`),
  allFalse: over(code`every`, code`false`),
  anyTrue: over(code`some`, code`true`),
  anyFalse: over(code`some`, code`false`),
  isDistinct,
};
