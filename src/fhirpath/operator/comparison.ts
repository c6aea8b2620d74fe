import { code, type Code } from "../../codegen/index.ts";
import { asNode, asNodes, oneOfParts } from "../items.ts";
import { isNumeric, isTemporal, kindOf, type Context, type Kind, type Operand } from "../operand.ts";

/** How two operands are compared: by JavaScript's own operators, or by the run time. */
export type Comparison =
  | { readonly by: "operator"; readonly kind: "string" | "integer" | "decimal" | "boolean" }
  | { readonly by: "time" | "quantity" | "type" | "content" };

/** How two operands are compared, from what is known of their types. */
export function comparisonOf(left: Operand, right: Operand, { model, scope }: Context): Comparison {
  if (scope !== undefined) {
    if (left.form === "nodes" || right.form === "nodes") return { by: "type" };
    const isQuantity = ({ type }: Operand) => type !== undefined && model.isA(type, "Quantity");
    if (isQuantity(left) && isQuantity(right)) return { by: "quantity" };
  }
  const kinds = [kindOf(left.type), kindOf(right.type)];
  if (kinds.some(isTemporal)) return { by: "time" };
  const kind = commonKind(kinds);
  return kind === undefined ? { by: "content" } : { by: "operator", kind };
}

function commonKind(kinds: readonly Kind[]): "string" | "integer" | "decimal" | "boolean" | undefined {
  if (kinds.every(isNumeric)) return kinds.includes("decimal") ? "decimal" : "integer";
  const [kind] = kinds;
  return kinds.every((one) => one === kind) && (kind === "string" || kind === "boolean") ? kind : undefined;
}

/**
 * Of a value that may have several types only the parts that JavaScript can compare with the other side. Right where it is asked
 * whether a comparison is true, or what a calculation gives: with any other type it is not, and gives nothing.
 */
export function narrowed(operand: Operand, other: Operand, context: Context): Operand {
  const fitting = operand.parts?.filter((part) => comparisonOf(part, other, context).by === "operator") ?? [];
  const [first, ...rest] = fitting;
  if (first === undefined) return operand;
  if (rest.length === 0) return first;
  const kinds = fitting.map(({ type }) => kindOf(type));
  return oneOfParts(fitting, kinds.includes("decimal") ? "decimal" : kinds[0]);
}

/** A number that JavaScript can compare. */
export function number(operand: Operand, context: Context): Code {
  if (operand.constant !== undefined || (kindOf(operand.type) === "integer" && !operand.mayBeEmpty))
    return operand.code;
  return code`${context.use("num")}(${operand.code})`;
}

/** Both operands as arguments: collections of nodes. */
export const nodePair = (left: Operand, right: Operand, context: Context) =>
  code`${asNodes(left, context)}, ${asNodes(right, context)}, ${context.scope ?? ""}`;

/** Both operands, which are single, as arguments: a node or nothing each. */
export const nodeArguments = (left: Operand, right: Operand, context: Context) =>
  code`${asNode(left, context)}, ${asNode(right, context)}, ${context.scope ?? ""}`;
