import { code } from "../../codegen/index.ts";
import { kindOf } from "../../fhirpath/index.ts";
import { refuse, reportTo } from "../emit/scope.ts";
import { hasParameters, parameterOf, type EmitTransform, type Field } from "./transform.ts";

/** `qty(text)`, or `qty(value, unit)` and `qty(value, unit, system, code)`: a Quantity. */
export const qty: EmitTransform = (call) => {
  if (!hasParameters(call, 1, 4)) return undefined;
  const { scope, rule, transform } = call;
  const [first, ...rest] = transform.parameters.map((_, index) => parameterOf(call, index));
  if (first === undefined || rest.includes(undefined)) return undefined;
  if (transform.parameters.length === 1) {
    if (kindOf(first.type) !== "string") {
      refuse(scope, "fml/type", `qty() reads a string, found ${first.type ?? "a value"}.`, transform.at);
      return;
    }
    const made = code`${scope.writer.use("quantity")}(${first.code}, ${reportTo(scope, rule)})`;
    return { kind: "value", operand: { code: made, type: "Quantity", isList: false, mayBeEmpty: true } };
  }
  const names = ["value", "unit", "system", "code"];
  const fields = [first, ...rest].flatMap((value, index): Field[] =>
    value === undefined ? [] : [{ element: names[index] ?? "", value }],
  );
  return { kind: "object", type: "Quantity", fields, byTransform: true };
};
