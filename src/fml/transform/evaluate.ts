import { refuse } from "../emit/scope.ts";
import { evaluated, hasParameters, parameterOf, type EmitTransform } from "./transform.ts";

/** `(expression)` and `evaluate(source, expression)`: nothing gives nothing, two results are an issue of the run. */
export const evaluate: EmitTransform = (call) => {
  if (!hasParameters(call, 1, 2)) return undefined;
  const { scope, transform, rule } = call;
  const expression = transform.parameters.at(-1);
  if (expression?.kind !== "expression") {
    refuse(scope, "fml/parameter", "evaluate() needs an expression.", transform.at);
    return;
  }
  const focus = transform.parameters.length === 2 ? parameterOf(call, 0) : undefined;
  if (transform.parameters.length === 2 && focus === undefined) return undefined;
  if (expression.tree.kind === "literal" && transform.parameters.length === 2) {
    refuse(
      scope,
      "fml/parameter",
      "HL7's engine takes a quoted expression for a mere string: write it without quotes.",
      expression.at,
    );
    return;
  }
  const operand = evaluated(expression, focus, scope, rule);
  return operand === undefined ? undefined : { kind: "value", operand };
};
