import { code, type Code } from "../../codegen/index.ts";
import { both, presenceOf } from "../ask.ts";
import { asList, boxed, isPath } from "../items.ts";
import { present, value, type Context, type Operand } from "../operand.ts";
import { comparisonOf, narrowed, nodePair, number } from "./comparison.ts";

/** `=` and `!=` as a value. https://hl7.org/fhirpath/N1/#equality */
export function emitEquality(operator: "=" | "!=", left: Operand, right: Operand, context: Context): Operand {
  const comparison = comparisonOf(left, right, context);
  const isSure = !left.isList && !right.isList && !left.mayBeEmpty && !right.mayBeEmpty;
  if (isSure && comparison.by === "operator") {
    const sign = operator === "=" ? code`===` : code`!==`;
    if (comparison.kind === "decimal")
      return present(code`(${number(left, context)} ${sign} ${number(right, context)})`, "boolean");
    return present(code`(${left.code} ${sign} ${right.code})`, "boolean");
  }
  const made = equalityOf(left, right, context);
  return value(operator === "=" ? made : code`${context.use("not")}(${made})`, "boolean");
}

/** True, false or undefined. */
function equalityOf(left: Operand, right: Operand, context: Context): Code {
  switch (comparisonOf(left, right, context).by) {
    case "time":
      return code`${context.use("equalTimes")}(${asList(left, context)}, ${asList(right, context)})`;
    case "quantity":
    case "type":
      return code`${context.use("equalNodes")}(${nodePair(left, right, context)})`;
    case "operator":
      if (!left.isList && !right.isList)
        return code`${context.use("equalValues")}(${boxed(left, context)}, ${boxed(right, context)})`;
      return code`${context.use("equal")}(${asList(left, context)}, ${asList(right, context)})`;
    case "content":
      return code`${context.use("equal")}(${asList(left, context)}, ${asList(right, context)})`;
  }
}

/** `~` and `!~`, which are never empty. https://hl7.org/fhirpath/N1/#equivalence */
export function emitEquivalence(operator: "~" | "!~", left: Operand, right: Operand, context: Context): Operand {
  const { by } = comparisonOf(left, right, context);
  const made =
    context.scope !== undefined && by !== "operator"
      ? code`${context.use("equivalentNodes")}(${nodePair(left, right, context)})`
      : code`${context.use("equivalent")}(${asList(left, context)}, ${asList(right, context)})`;
  return present(operator === "~" ? made : code`!${made}`, "boolean");
}

/** The condition that `=` is true, where it is shorter than its value. */
export function emitEqual(one: Operand, other: Operand, context: Context): Code | undefined {
  const [left, right] = [narrowed(one, other, context), narrowed(other, one, context)];
  const pair = comparablePair(left, right, context);
  if (pair === undefined) return undefined;
  const plain = code`${pair.left} === ${pair.right}`;
  // Of a missing number JavaScript makes NaN, which equals nothing.
  if (pair.isNumber || !left.mayBeEmpty || !right.mayBeEmpty) return plain;
  return isPath(left.code) ? code`(${left.code} != null && ${plain})` : undefined;
}

/**
 * The condition that `=` is false, where it is shorter than its value: an empty side makes it neither. An element that has
 * an extension and no value is there, and is not equal.
 */
export function emitUnequal(left: Operand, right: Operand, context: Context): Code | undefined {
  const pair = comparablePair(left, right, context);
  const missing = [left, right].filter(({ mayBeEmpty }) => mayBeEmpty);
  if (pair === undefined || !missing.every((side) => isPath(side.code))) return undefined;
  return both(...missing.map((side) => presenceOf(side, context)), code`${pair.left} !== ${pair.right}`);
}

/** Two single values as JavaScript compares them. */
function comparablePair(left: Operand, right: Operand, context: Context) {
  const comparison = comparisonOf(left, right, context);
  if (left.isList || right.isList || comparison.by !== "operator") return undefined;
  const isNumber = comparison.kind === "decimal";
  const write = (side: Operand) => (isNumber ? number(side, context) : side.code);
  return { left: write(left), right: write(right), isNumber };
}
