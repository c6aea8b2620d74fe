import { code, type Code } from "../../codegen/index.ts";
import { isPath } from "../items.ts";
import { kindOf, present, value, type Context, type Operand } from "../operand.ts";
import { ExpressionFault } from "../tree.ts";
import { comparisonOf, narrowed, nodeArguments, number } from "./comparison.ts";

export type Inequality = "<" | "<=" | ">" | ">=";

const signs: Readonly<
  Record<Inequality, { readonly js: Code; readonly helper: string; readonly opposite: Inequality }>
> = {
  "<": { js: code`<`, helper: "less", opposite: ">=" },
  "<=": { js: code`<=`, helper: "lessOrEqual", opposite: ">" },
  ">": { js: code`>`, helper: "greater", opposite: "<=" },
  ">=": { js: code`>=`, helper: "greaterOrEqual", opposite: "<" },
};

/** `<` and kin on two single values. https://hl7.org/fhirpath/N1/#comparison */
export function emitOrder(operator: Inequality, left: Operand, right: Operand, context: Context, at: number): Operand {
  const sign = signs[operator];
  const comparison = comparisonOf(left, right, context);
  refuseUnordered(operator, left, right, context, at);
  if (comparison.by === "operator" && !left.mayBeEmpty && !right.mayBeEmpty) {
    if (comparison.kind === "string") return present(code`(${left.code} ${sign.js} ${right.code})`, "boolean");
    return present(code`(${number(left, context)} ${sign.js} ${number(right, context)})`, "boolean");
  }
  const order = code`${context.use(sign.helper)}`;
  switch (comparison.by) {
    case "quantity":
    case "type":
      return value(code`${order}(${context.use("orderNodes")}(${nodeArguments(left, right, context)}))`, "boolean");
    case "time":
      return value(code`${order}(${context.use("orderTimes")}(${left.code}, ${right.code}))`, "boolean");
    case "operator":
    case "content":
      return value(code`${order}(${context.use("order")}(${left.code}, ${right.code}))`, "boolean");
  }
}

function refuseUnordered(operator: string, left: Operand, right: Operand, context: Context, at: number): void {
  const { by } = comparisonOf(left, right, context);
  if (by === "type" || by === "quantity") return;
  const kinds = [kindOf(left.type), kindOf(right.type)];
  const isOpen = kinds.includes("unknown");
  const isRefused =
    kinds.includes("complex") ||
    kinds.includes("boolean") ||
    (!isOpen && by === "content") ||
    (!isOpen && by === "time" && kinds.some((kind) => ["string", "integer", "decimal"].includes(kind)));
  if (!isRefused) return;
  throw new ExpressionFault(
    "fhirpath/type",
    `${operator} cannot compare ${left.type ?? "this"} with ${right.type ?? "this"}.`,
    at,
  );
}

/** The condition that a comparison is true, where it is shorter than its value. */
export function emitOrdered(operator: Inequality, one: Operand, other: Operand, context: Context): Code | undefined {
  const [left, right] = [narrowed(one, other, context), narrowed(other, one, context)];
  const comparison = comparisonOf(left, right, context);
  if (left.isList || right.isList || comparison.by !== "operator" || comparison.kind === "boolean") return undefined;
  const sign = signs[operator].js;
  // Of a missing number JavaScript makes NaN, and every comparison with that is false.
  if (comparison.kind !== "string") return code`${number(left, context)} ${sign} ${number(right, context)}`;
  const missing = [left, right].filter(({ mayBeEmpty }) => mayBeEmpty);
  if (missing.length === 0) return code`${left.code} ${sign} ${right.code}`;
  if (context.scope === undefined || !missing.every((side) => isPath(side.code))) return undefined;
  const there = missing.map((side) => code`${side.code} != null && `);
  return code`(${there[0] ?? ""}${there[1] ?? code``}${left.code} ${sign} ${right.code})`;
}

/** The comparison that is true when this one is false and nothing is missing. */
export const oppositeOf = (operator: Inequality): Inequality => signs[operator].opposite;
