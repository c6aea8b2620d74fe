import type { Names } from "../../codegen/index.ts";
import type { Context, Emit, Operand, Test } from "../operand.ts";
import { some } from "../operator/index.ts";
import type { Expression } from "../tree.ts";

/** The context in which an expression is asked of one item. */
export const ofItem = (context: Context, item: Operand, names: Names): Context => ({ ...context, focus: item, names });

/** The test whether a criterion holds for an item. */
export const criterionTest =
  (criterion: Expression, context: Context, how: Emit): Test =>
  (item, names) =>
    how.emitCondition(criterion, ofItem(context, item, names));

/** Says whether an expression counts the items it is asked of, so that they must stand in one array. */
export const usesIndex = (expression: Expression) => some(expression, ({ kind }) => kind === "index");

/**
 * The type that a criterion lets through: `is(Patient)` and `$this is Patient`, alone or before an `and`. What follows then
 * reads the elements of that type.
 */
export function typeAsked(criterion: Expression): Expression | undefined {
  if (criterion.kind === "binary" && criterion.operator === "and") return typeAsked(criterion.left);
  if (criterion.kind === "call" && criterion.name === "is" && (criterion.input?.kind ?? "this") === "this")
    return criterion.args[0];
  if (criterion.kind === "type" && criterion.operator === "is" && criterion.input.kind === "this")
    return { kind: "path", name: criterion.type, at: criterion.at };
  return undefined;
}
