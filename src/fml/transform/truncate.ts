import { code } from "../../codegen/index.ts";
import { kindOf } from "../../fhirpath/index.ts";
import { refuse } from "../emit/scope.ts";
import { hasParameters, parameterOf, type EmitTransform } from "./transform.ts";

/** `truncate(text, length)`: counts UTF-16 units, as HL7's engine does. */
export const truncate: EmitTransform = (call) => {
  if (!hasParameters(call, 2)) return undefined;
  const [text, length] = [parameterOf(call, 0), parameterOf(call, 1)];
  if (text === undefined || length === undefined) return undefined;
  if (kindOf(text.type) !== "string" || kindOf(length.type) !== "integer") {
    refuse(call.scope, "fml/type", "truncate() takes a string and an integer.", call.transform.at);
    return;
  }
  return {
    kind: "value",
    operand: { code: code`${text.code}.slice(0, ${length.code})`, type: "string", isList: false, mayBeEmpty: false },
  };
};
