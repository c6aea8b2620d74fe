import { code, type Code } from "../codegen/index.ts";
import { both, either, opposite, presenceOf } from "./ask.ts";
import { asList, asSingle } from "./items.ts";
import type { Context, Emit, Operand } from "./operand.ts";
import {
  emitAmong,
  emitEqual,
  emitOrdered,
  emitUnequal,
  literalsOf,
  oppositeOf,
  type Inequality,
} from "./operator/index.ts";
import type { Expression } from "./tree.ts";

/**
 * Writes an expression as a JavaScript condition: a boolean is itself, anything else counts when it is there, and empty is
 * false (as HL7's engine reads `where` and `check`).
 */
export function emitCondition(expression: Expression, context: Context, how: Emit): Code {
  const shorter = conditionOf(expression, context, how);
  if (shorter !== undefined) return shorter;
  return trueOf(how.emit(expression, context), context);
}

function trueOf(operand: Operand, context: Context): Code {
  if (operand.whenTrue !== undefined) return operand.whenTrue;
  if (operand.isList || operand.type === undefined) return code`${context.use("isTrue")}(${asList(operand, context)})`;
  if (operand.type === "boolean") return operand.mayBeEmpty ? code`${operand.code} === true` : operand.code;
  return presenceOf(operand, context);
}

/** Writes the condition that an expression is false, which nothing is not. */
export function emitRefutation(expression: Expression, context: Context, how: Emit): Code {
  const shorter = refutationOf(expression, context, how);
  if (shorter !== undefined) return shorter;
  return falseOf(how.emit(expression, context), context);
}

function falseOf(operand: Operand, context: Context): Code {
  if (operand.isList || operand.type === undefined) return code`${context.use("isFalse")}(${asList(operand, context)})`;
  if (operand.type !== "boolean") return code`false`;
  return operand.mayBeEmpty ? code`${operand.code} === false` : opposite(operand.code);
}

function conditionOf(expression: Expression, context: Context, how: Emit): Code | undefined {
  const holds = (side: Expression) => conditionOf(side, context, how) ?? trueOf(single(side, context, how), context);
  const fails = (side: Expression) => refutationOf(side, context, how) ?? falseOf(single(side, context, how), context);
  if (expression.kind === "call" && expression.name === "not") return ofInput(expression, fails);
  if (expression.kind !== "binary") return undefined;
  const { operator, left, right } = expression;
  switch (operator) {
    case "and":
      return both(...chain(expression).map(holds));
    case "or":
      return either(...chain(expression).map(holds));
    case "implies":
      return either(fails(left), holds(right));
    case "in":
      return among(expression, context, how);
    case "=":
      return sameTruth(expression, context, how) ?? emitEqual(...operands(expression, context, how), context);
    case "!=":
      return emitUnequal(...operands(expression, context, how), context);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return ordered(operator, expression, context, how);
    default:
      return undefined;
  }
}

function refutationOf(expression: Expression, context: Context, how: Emit): Code | undefined {
  const holds = (side: Expression) => conditionOf(side, context, how) ?? trueOf(single(side, context, how), context);
  const fails = (side: Expression) => refutationOf(side, context, how) ?? falseOf(single(side, context, how), context);
  if (expression.kind === "call" && expression.name === "not") return ofInput(expression, holds);
  if (expression.kind !== "binary") return undefined;
  const { operator, left, right } = expression;
  switch (operator) {
    case "and":
      return either(...chain(expression).map(fails));
    case "or":
      return both(...chain(expression).map(fails));
    case "implies":
      return both(holds(left), fails(right));
    case "=":
      return emitUnequal(...operands(expression, context, how), context);
    case "!=":
      return emitEqual(...operands(expression, context, how), context);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return ordered(oppositeOf(operator), expression, context, how);
    default:
      return undefined;
  }
}

/** An operand of logic, which must be one value. A map's engine does not mind several. */
function single(expression: Expression, context: Context, how: Emit): Operand {
  const operand = how.emit(expression, context);
  return context.scope === undefined ? operand : asSingle(operand, context);
}

type Binary = Expression & { kind: "binary" };

/** The operands of `a or b or c`. */
function chain(expression: Binary): readonly Expression[] {
  const { operator } = expression;
  return [expression.left, expression.right].flatMap((side) =>
    side.kind === "binary" && side.operator === operator ? chain(side) : [side],
  );
}

const operands = ({ left, right }: Binary, context: Context, how: Emit): [Operand, Operand] => [
  how.emit(left, context),
  how.emit(right, context),
];

/** `x.exists() = (a or b)`: the right side must hold, or must fail, as the left one says. */
function sameTruth({ left, right }: Binary, context: Context, how: Emit): Code | undefined {
  const isLogic = right.kind === "binary" && ["and", "or", "implies"].includes(right.operator);
  const known = isLogic && context.scope !== undefined ? how.emit(left, context) : undefined;
  if (known?.type !== "boolean" || known.isList || known.mayBeEmpty) return undefined;
  return code`(${known.code} ? ${how.emitCondition(right, context)} : ${how.emitRefutation(right, context)})`;
}

function ordered(operator: Inequality, expression: Binary, context: Context, how: Emit): Code | undefined {
  const [left, right] = operands(expression, context, how);
  return emitOrdered(operator, left, right, context);
}

function among({ left, right }: Binary, context: Context, how: Emit): Code | undefined {
  const literals = context.scope === undefined ? undefined : literalsOf(right);
  return (
    literals &&
    emitAmong(
      how.emit(left, context),
      literals.map((one) => how.emit(one, context)),
      context,
    )
  );
}

/** What a function is asked of, in one of the ways to write it: `not()` is the other way of its input. */
function ofInput(call: Expression & { kind: "call" }, write: (expression: Expression) => Code): Code | undefined {
  // A wrong count of arguments is the function's to refuse.
  if (call.args.length > 0) return undefined;
  return write(call.input ?? { kind: "this", at: call.at });
}
