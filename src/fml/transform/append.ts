import { code, sum, template, type Code } from "../../codegen/index.ts";
import { kindOf, textPiece } from "../../fhirpath/index.ts";
import { expressionContext, refuse } from "../emit/scope.ts";
import { hasParameters, parameterOf, type EmitTransform } from "./transform.ts";

/** `append(a, b, …)`: the texts of primitives behind each other, decimals with their digits. */
export const append: EmitTransform = (call) => {
  if (!hasParameters(call, 1, Infinity)) return undefined;
  const { scope, rule, transform } = call;
  const pieces: (string | Code)[] = [];
  for (let index = 0; index < transform.parameters.length; index++) {
    const operand = parameterOf(call, index);
    if (operand === undefined) return undefined;
    if (kindOf(operand.type) === "complex") {
      refuse(
        scope,
        "fml/type",
        "append() joins primitives, found an object.",
        transform.parameters[index]?.at ?? transform.at,
      );
      return;
    }
    if (operand.constant !== undefined) pieces.push(String(operand.constant));
    else {
      const piece = textPiece(operand, expressionContext(scope, rule, undefined));
      pieces.push(kindOf(operand.type) === "string" ? piece : template([piece]));
    }
  }
  if (pieces.every((piece) => typeof piece === "string")) {
    const constant = pieces.join("");
    return {
      kind: "value",
      operand: { code: code`${constant}`, type: "string", isList: false, mayBeEmpty: false, constant },
    };
  }
  return { kind: "value", operand: { code: sum(pieces), type: "string", isList: false, mayBeEmpty: false } };
};
