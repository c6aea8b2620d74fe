import { code } from "../../codegen/index.ts";
import { asNode } from "../items.ts";
import { isNumeric, isTemporal, kindOf, present, value, type Context, type Operand } from "../operand.ts";
import { narrowed } from "./comparison.ts";
import { ExpressionFault } from "../tree.ts";

export type Calculation = "+" | "-" | "*" | "/" | "div" | "mod";

const helpers: Readonly<Record<Calculation, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  div: "wholeQuotient",
  mod: "remainder",
};

/** `+` and kin on two single values. https://hl7.org/fhirpath/N1/#math-2 */
export function emitArithmetic(
  operator: Calculation,
  one: Operand,
  other: Operand,
  context: Context,
  at: number,
): Operand {
  const [left, right] = [narrowed(one, other, context), narrowed(other, one, context)];
  const kinds = [kindOf(left.type), kindOf(right.type)];
  const isSure = !left.mayBeEmpty && !right.mayBeEmpty && !["/", "div", "mod"].includes(operator);
  if (operator === "+" && kinds.every((kind) => kind === "string")) {
    if (isSure) return present(code`(${left.code} + ${right.code})`, "string");
    return value(code`((a, b) => (a == null || b == null ? undefined : a + b))(${left.code}, ${right.code})`, "string");
  }
  if (kinds.every(isNumeric)) {
    const type = operator === "div" || (operator !== "/" && !kinds.includes("decimal")) ? "integer" : "decimal";
    return {
      ...value(code`${context.use(helpers[operator])}(${left.code}, ${right.code})`, type),
      mayBeEmpty: !isSure,
    };
  }
  const typed = context.scope === undefined ? undefined : withTypes(operator, left, right, context);
  if (typed !== undefined) return typed;
  throw new ExpressionFault(
    "fhirpath/type",
    `${operator} needs two numbers, found ${left.type ?? "an unknown type"} and ${right.type ?? "an unknown type"}.`,
    at,
  );
}

/** What only types decide: dates with quantities of time, quantities, and values whose type is open. */
function withTypes(operator: Calculation, left: Operand, right: Operand, context: Context): Operand | undefined {
  const isQuantity = ({ type }: Operand) => type !== undefined && context.model.isA(type, "Quantity");
  if (isTemporal(kindOf(left.type)) && isQuantity(right) && (operator === "+" || operator === "-")) {
    const sign = operator === "+" ? 1 : -1;
    return value(code`${context.use("addTime")}(${left.code}, ${right.code}, ${sign})`, left.type);
  }
  const isOpen = left.type === undefined || right.type === undefined;
  if (!isOpen && !(isQuantity(left) && isQuantity(right))) return undefined;
  return {
    ...value(
      code`${context.use("calculate")}(${operator}, ${asNode(left, context)}, ${asNode(right, context)}, ${context.scope ?? ""})`,
      undefined,
    ),
    form: "nodes",
  };
}
