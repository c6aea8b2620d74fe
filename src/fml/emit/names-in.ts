import type { Expression } from "../../fhirpath/index.ts";
import type { Parameter, Source } from "../tree.ts";

/** The names that an expression may mean a variable by. */
function namesInExpression(expression: Expression): string[] {
  switch (expression.kind) {
    case "variable":
      return [expression.name];
    case "path":
      return expression.input === undefined ? [expression.name] : namesInExpression(expression.input);
    case "call":
      return [...(expression.input === undefined ? [] : [expression.input]), ...expression.args].flatMap(
        namesInExpression,
      );
    case "item":
      return [expression.input, expression.index].flatMap(namesInExpression);
    case "binary":
      return [expression.left, expression.right].flatMap(namesInExpression);
    case "sign":
    case "type":
      return namesInExpression(expression.input);
    default:
      return [];
  }
}

/** The variables that a parameter may read. */
export function namesInParameter(parameter: Parameter): string[] {
  if (parameter.kind === "expression") return namesInExpression(parameter.tree);
  return parameter.kind === "variable" ? [parameter.text] : [];
}

/** The variables that a source may read. */
export function namesInSource({ context, where, check, log, defaultValue }: Source): string[] {
  const trees = [where, check, log].flatMap((condition) => (condition === undefined ? [] : [condition.tree]));
  return [
    context,
    ...trees.flatMap(namesInExpression),
    ...(defaultValue === undefined ? [] : namesInParameter(defaultValue)),
  ];
}
