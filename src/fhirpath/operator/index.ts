/**
 * The operators of FHIRPath: from two operands to one, with what is known of its type.
 *
 * Each is written as a value, which may be empty, and where that is shorter as the condition that it is true or that it is
 * false. https://hl7.org/fhirpath/N1/#operations
 */
import { code, join } from "../../codegen/index.ts";
import { asSingle } from "../items.ts";
import { lazyList, type Context, type Emit, type Operand } from "../operand.ts";
import type { Expression } from "../tree.ts";
import { emitArithmetic } from "./arithmetic.ts";
import { emitJoin } from "./concatenate.ts";
import { emitEquality, emitEquivalence } from "./equality.ts";
import { lasting } from "./lasting.ts";
import { emitLogic } from "./logic.ts";
import { emitMember, emitUnion, literalsOf } from "./membership.ts";
import { emitOrder } from "./order.ts";

export { textPiece } from "./concatenate.ts";
export { emitEqual, emitUnequal } from "./equality.ts";
export { some } from "./lasting.ts";
export { truth } from "./logic.ts";
export { emitAmong, emitCombined, emitIntersection, emitUnion, literalsOf } from "./membership.ts";
export { emitOrdered, oppositeOf } from "./order.ts";
export type { Inequality } from "./order.ts";

/** Writes a binary operator as a value. */
export function emitBinary(expression: Expression & { kind: "binary" }, context: Context, how: Emit): Operand {
  const { operator, at } = expression;
  const left = how.emit(expression.left, context);
  const right = how.emit(expression.right, context);
  switch (operator) {
    case "and":
    case "or":
    case "xor":
    case "implies":
      return emitLogic(operator, left, right, context);
    case "=":
    case "!=":
      return emitEquality(operator, left, right, context);
    case "~":
    case "!~":
      return emitEquivalence(operator, left, right, context);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return emitOrder(operator, asSingle(left, context), asSingle(right, context), context, at);
    case "|":
      return emitUnion(left, right, context);
    case "in":
      return emitMember(left, membersOf(expression.right, right, context, how), context);
    case "contains":
      return emitMember(right, membersOf(expression.left, left, context, how), context);
    case "&":
      return emitJoin(asSingle(left, context), asSingle(right, context), context, at);
    case "+":
    case "-":
    case "*":
    case "/":
    case "div":
    case "mod":
      return emitArithmetic(operator, asSingle(left, context), asSingle(right, context), context, at);
  }
}

/** What a value is looked for among: literals stand in the module, and what depends on the resource alone is kept. */
function membersOf(expression: Expression, members: Operand, context: Context, how: Emit): Operand {
  if (context.scope === undefined) return members;
  const literals = literalsOf(expression)?.map((one) => how.emit(one, context));
  const type = literals?.[0]?.type;
  if (literals === undefined || type === undefined || literals.some((one) => one.type !== type))
    return lasting(expression, members, context);
  return lazyList(
    () =>
      context.hoist(
        "members",
        code`[${join(
          literals.map((one) => one.code),
          ", ",
        )}]`,
      ),
    { type },
  );
}
