import { hasParameters, parameterOf, type EmitTransform } from "./transform.ts";

/** `tgt.x = y`: the value as it is. https://hl7.org/fhir/R4/valueset-map-transform.html */
export const copy: EmitTransform = (call) => {
  if (!hasParameters(call, 1)) return undefined;
  const operand = parameterOf(call, 0);
  return operand === undefined ? undefined : { kind: "value", operand };
};
