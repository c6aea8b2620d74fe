import { code } from "../../codegen/index.ts";
import { lazyList, type Context, type Operand } from "../operand.ts";
import type { Expression } from "../tree.ts";

/** Functions whose argument is asked of each item, so that `$this` and plain names in it are the item's. */
const OF_EACH_ITEM = new Set(["where", "select", "all", "exists", "repeat"]);
const OF_TYPES = new Set(["as", "is", "ofType"]);

/**
 * Works a collection out once a scope where it depends on nothing but the resource, since it may be asked for members again
 * and again: for each Reference (ref-1), for each contained resource (dom-3).
 */
export function lasting(expression: Expression, operand: Operand, context: Context): Operand {
  const { scope } = context;
  if (scope === undefined || !operand.isList || !isOfResource(expression)) return operand;
  return lazyList(
    () => {
      const made = context.hoist("once", code`(${scope}) => ${operand.code}`);
      return code`${context.use("lasting")}(${scope}, ${made})`;
    },
    { type: operand.type, ...(operand.form === undefined ? {} : { form: operand.form }) },
  );
}

function isOfResource(expression: Expression): boolean {
  switch (expression.kind) {
    case "literal":
    case "empty":
      return true;
    case "variable":
      return expression.name === "resource" || expression.name === "rootResource";
    case "path":
      return expression.input !== undefined && isOfResource(expression.input);
    case "call":
      return (
        expression.input !== undefined &&
        isOfResource(expression.input) &&
        (OF_TYPES.has(expression.name) ||
          expression.args.every((arg) => (OF_EACH_ITEM.has(expression.name) ? !asksContext(arg) : isOfResource(arg))))
      );
    case "binary":
      return isOfResource(expression.left) && isOfResource(expression.right);
    case "type":
      return isOfResource(expression.input);
    case "quantity":
    case "item":
    case "sign":
    case "this":
    case "index":
    case "total":
      return false;
  }
}

const asksContext = (expression: Expression) => some(expression, (node) => node.kind === "variable");

/** Says whether a node of the tree passes. */
export function some(expression: Expression, passes: (node: Expression) => boolean): boolean {
  return passes(expression) || partsOf(expression).some((part) => some(part, passes));
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "path":
      return expression.input === undefined ? [] : [expression.input];
    case "call":
      return expression.input === undefined ? expression.args : [expression.input, ...expression.args];
    case "item":
      return [expression.input, expression.index];
    case "sign":
    case "type":
      return [expression.input];
    case "binary":
      return [expression.left, expression.right];
    case "literal":
    case "quantity":
    case "empty":
    case "variable":
    case "this":
    case "index":
    case "total":
      return [];
  }
}
