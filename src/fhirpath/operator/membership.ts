import { code, join, literal, type Code } from "../../codegen/index.ts";
import { anything, ask, askEach, either } from "../ask.ts";
import { asList, asNode, asNodes, asSingle, boxed, isPath, nodeList } from "../items.ts";
import { empty, isTemporal, kindOf, lazyList, list, present, value, type Context, type Operand } from "../operand.ts";
import type { Expression } from "../tree.ts";

/** `in` and, with its sides changed, `contains`: empty when there is no item. https://hl7.org/fhirpath/N1/#collections-2 */
export function emitMember(item: Operand, collection: Operand, context: Context): Operand {
  const one = asSingle(item, context);
  const made = memberOf(one, collection, context);
  return one.mayBeEmpty ? value(made, "boolean") : present(made, "boolean");
}

function memberOf(one: Operand, collection: Operand, context: Context): Code {
  if (context.scope === undefined || !needsTypes(one, collection))
    return code`${context.use("isMember")}(${boxed(one, context)}, ${asList(collection, context)})`;
  const all = asNodes(collection, context);
  return code`${context.use("isMemberNode")}(${asNode(one, context)}, ${all}, ${context.scope})`;
}

/** Says whether values are compared by more than their JavaScript values: dates by their precision, quantities by unit. */
function needsTypes(...operands: readonly Operand[]): boolean {
  return operands.some(({ type, form }) => form === "nodes" || isTemporal(kindOf(type)) || type === "Quantity");
}

/** Members up to this many are compared one by one. */
const FEW = 6;

/** The condition that a value is one of some literals, where it is shorter than the value of `in`. */
export function emitAmong(item: Operand, members: readonly Operand[], context: Context): Code | undefined {
  if (item.isList || kindOf(item.type) !== "string" || !members.every(({ type }) => type === "string"))
    return undefined;
  const constants = members.map(({ constant }) => String(constant));
  if (isPath(item.code) && constants.length <= FEW)
    return code`(${join(
      constants.map((constant) => code`${item.code} === ${constant}`),
      " || ",
    )})`;
  return code`${context.hoist("members", code`new Set(${literal(constants)})`)}.has(${item.code})`;
}

/** The literals of `'a' | 'b'`; undefined where anything else is among them. */
export function literalsOf(expression: Expression): readonly Expression[] | undefined {
  if (expression.kind === "literal") return [expression];
  if (expression.kind !== "binary" || expression.operator !== "|") return undefined;
  const sides = [literalsOf(expression.left), literalsOf(expression.right)];
  return sides.every((side) => side !== undefined) ? sides.flat() : undefined;
}

/** `|`: both collections without repeats. https://hl7.org/fhirpath/N1/#union-collections */
export function emitUnion(left: Operand, right: Operand, context: Context): Operand {
  const all = emitCombined(left, right, context);
  const { scope } = context;
  if (scope === undefined) return list(code`${context.use("distinct")}(${all.code})`, all.type);
  const distinct = needsTypes(all)
    ? () => code`${context.use("distinctNodes")}(${asNodes(all, context)}, ${scope})`
    : () => code`${context.use("distinct")}(${all.code})`;
  const isOpen = needsTypes(all) || all.form === "nodes";
  return joinedList(left, right, distinct, isOpen ? { type: undefined, form: "nodes" } : rest(all), context);
}

/** Both collections, one after the other. */
export function emitCombined(left: Operand, right: Operand, context: Context): Operand {
  if (left === empty && right.isList) return right;
  if (right === empty && left.isList) return left;
  const type = left.type === right.type ? left.type : undefined;
  const made = () => code`[...${asList(left, context)}, ...${asList(right, context)}]`;
  if (context.scope === undefined) return list(made(), type);
  const nodes = () => code`[...${asNodes(left, context)}, ...${asNodes(right, context)}]`;
  if (type === undefined) return joinedList(left, right, nodes, { type, form: "nodes" }, context);
  const isBoxed = [left, right].some(({ form, sidecar }) => form === "boxed" || sidecar !== undefined);
  return joinedList(left, right, made, { type, ...(isBoxed ? { form: "boxed" as const } : {}) }, context);
}

const rest = ({ type, form }: Operand): Rest => ({ type, ...(form === undefined ? {} : { form }) });
type Rest = Pick<Operand, "type" | "form">;

/** A collection made of two: there is something where one of them has something. */
function joinedList(left: Operand, right: Operand, write: () => Code, shape: Rest, context: Context): Operand {
  const whole = lazyList(write, {
    ...shape,
    ask(quantifier, test, names) {
      if (test !== anything) return askEach(quantifier, whole, test, context, names);
      return quantifier === "every"
        ? code`true`
        : either(ask("some", left, test, context, names), ask("some", right, test, context, names));
    },
  });
  return whole;
}

/** `intersect`: the items that both have, once each. https://hl7.org/fhirpath/N1/#intersectother-collection-collection */
export function emitIntersection(left: Operand, right: Operand, context: Context): Operand {
  const { scope } = context;
  if (needsTypes(left, right) || left.type === undefined)
    return nodeList(
      () =>
        code`${context.use("intersectNodes")}(${asNodes(left, context)}, ${asNodes(right, context)}, ${scope ?? ""})`,
    );
  const whole = lazyList(() => code`${context.use("intersect")}(${asList(left, context)}, ${asList(right, context)})`, {
    ...rest(left),
    ask(quantifier, test, names) {
      if (test !== anything || quantifier === "every") return askEach(quantifier, whole, test, context, names);
      return code`${context.use("overlaps")}(${asList(left, context)}, ${asList(right, context)})`;
    },
  });
  return whole;
}
