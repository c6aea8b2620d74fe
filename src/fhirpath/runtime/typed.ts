import { alike, same } from "./compare.ts";
import {
  add,
  compareDecimals,
  divide,
  isRaw,
  multiply,
  remainder,
  subtract,
  wholeQuotient,
  type Decimal,
} from "./decimal.ts";
import { Node } from "./node.ts";
import {
  addQuantities,
  alikeQuantities,
  isQuantityType,
  orderQuantities,
  parseQuantity,
  type QuantityValue,
} from "./quantity.ts";
import type { InvariantScope } from "./scope.ts";
import { compareTimes, isSamePrecision } from "./temporal.ts";
import { addTime } from "./time-arithmetic.ts";

const TEMPORAL = new Set(["date", "dateTime", "instant", "time"]);

const isNumber = (value: unknown): value is Decimal => typeof value === "number" || isRaw(value);
const isText = (value: unknown): value is string => typeof value === "string";

/** Both are texts, and one is a date or time: the other is read as one too. */
const areTimes = (a: Node, b: Node) =>
  (TEMPORAL.has(a.type) || TEMPORAL.has(b.type)) && isText(a.value) && isText(b.value);
const areQuantities = (a: Node, b: Node) => isQuantityType(a.type) && isQuantityType(b.type);

/** `=` of two items; an element without a value equals no value, and a quantity without one only its like. */
export function equalNode(a: Node, b: Node, scope: InvariantScope): boolean | undefined {
  if (areTimes(a, b) || (areQuantities(a, b) && hasAmount(a) && hasAmount(b))) {
    const order = orderNodes(a, b, scope);
    return order === undefined ? undefined : order === 0;
  }
  return same(a, b);
}

const hasAmount = ({ value }: Node) => (value as QuantityValue).value != null;

/** `=` of two collections whose types decide; empty also where one pair is open and none differs. */
export function equalNodes(a: readonly Node[], b: readonly Node[], scope: InvariantScope): boolean | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  if (a.length !== b.length) return false;
  let result: boolean | undefined = true;
  for (const [index, item] of a.entries()) {
    const other = b[index];
    const equal = other && equalNode(item, other, scope);
    if (equal === false) return false;
    if (equal === undefined) result = undefined;
  }
  return result;
}

/** Order of two single values by their types; undefined when one is missing, or nothing is known. */
export function orderNodes(a: Node | undefined, b: Node | undefined, scope: InvariantScope): number | undefined {
  if (a?.value == null || b?.value == null) return undefined;
  if (areQuantities(a, b)) return orderQuantities(a.value, b.value, scope);
  if (areTimes(a, b)) return compareTimes(a.value as string, b.value as string);
  if (isNumber(a.value) && isNumber(b.value)) return compareDecimals(a.value, b.value);
  if (!isText(a.value) || !isText(b.value)) return undefined;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

/** `~` of two collections: the order of items does not count. https://hl7.org/fhirpath/N1/#equivalence */
export function equivalentNodes(a: readonly Node[], b: readonly Node[], scope: InvariantScope): boolean {
  if (a.length !== b.length) return false;
  const rest = [...b];
  return a.every((item) => {
    const found = rest.findIndex((other) => alikeNode(item, other, scope));
    if (found >= 0) rest.splice(found, 1);
    return found >= 0;
  });
}

function alikeNode(a: Node, b: Node, scope: InvariantScope): boolean {
  if (areQuantities(a, b)) return alikeQuantities(a.value as QuantityValue, b.value as QuantityValue, scope);
  if (!areTimes(a, b)) return alike(a, b);
  const [left, right] = [a.value as string, b.value as string];
  return isSamePrecision(left, right) && compareTimes(left, right) === 0;
}

const arithmetic = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  div: wholeQuotient,
  mod: remainder,
} as const;

/** An operator of arithmetic on values whose types only the run time knows; nothing where they do not fit. */
export function calculate(
  operator: keyof typeof arithmetic,
  a: Node | undefined,
  b: Node | undefined,
  scope: InvariantScope,
): Node | undefined {
  if (a?.value == null || b?.value == null) return undefined;
  if (isNumber(a.value) && isNumber(b.value)) {
    const result = arithmetic[operator](a.value, b.value);
    return result === undefined ? undefined : new Node(result, Number.isInteger(result) ? "integer" : "decimal");
  }
  if (operator !== "+" && operator !== "-") return undefined;
  const sign = operator === "+" ? 1 : -1;
  const isQuantity = isQuantityType(b.type);
  if (isText(a.value) && TEMPORAL.has(a.type) && isQuantity) return nodeOf(addTime(a.value, b.value, sign), a.type);
  if (isQuantityType(a.type) && isQuantity) return nodeOf(addQuantities(a.value, b.value, sign, scope), "Quantity");
  return operator === "+" && isText(a.value) && isText(b.value) ? new Node(a.value + b.value, "string") : undefined;
}

const nodeOf = (value: unknown, type: string) => (value === undefined ? undefined : new Node(value, type));

/** `toQuantity()` https://hl7.org/fhirpath/N1/#toquantityunit-string-quantity */
export function toQuantity(item: Node | undefined): QuantityValue | undefined {
  if (item === undefined) return undefined;
  if (isQuantityType(item.type)) return item.value as QuantityValue;
  if (isNumber(item.value)) return { value: item.value, unit: "1", code: "1" };
  if (typeof item.value === "boolean") return { value: item.value ? 1 : 0, unit: "1", code: "1" };
  return isText(item.value) ? parseQuantity(item.value) : undefined;
}
