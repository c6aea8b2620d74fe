import { code, type Code } from "../codegen/index.ts";
import type { Context, Emit } from "./operand.ts";
import type { Expression } from "./tree.ts";

/**
 * Writes the source text of the part that is to blame when an expression is not true; undefined where that is all of it.
 *
 * `text` is what the tree was read from.
 */
export function explain(text: string, tree: Expression, context: Context, how: Emit): Code | undefined {
  if (tree.kind !== "binary" || !["and", "or", "implies"].includes(tree.operator)) return undefined;
  const right = partOf(text, tree.right, tree.at + tree.operator.length, tree.to, context, how);
  // Not true, and yet its left side is not false: so it is the right one that lacks.
  if (tree.operator === "implies") return right;
  // No side is true, and the last is mostly the rule where the ones before are exceptions from it.
  if (tree.operator === "or") return right;
  const left = partOf(text, tree.left, tree.from, tree.at, context, how);
  return code`(${how.emitCondition(tree.left, context)} ? ${right} : ${left})`;
}

function partOf(text: string, tree: Expression, from: number, to: number, context: Context, how: Emit): Code {
  return explain(text, tree, context, how) ?? code`${text.slice(from, to).trim()}`;
}
