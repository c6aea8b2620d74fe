import { code } from "../../codegen/index.ts";
import { parameterOf, hasParameters, type EmitTransform } from "./transform.ts";

/** `cp(value)` or `cp(system, value)`: a ContactPoint; without a system, what the value looks like. */
export const cp: EmitTransform = (call) => {
  if (!hasParameters(call, 1, 2)) return undefined;
  const count = call.transform.parameters.length;
  const value = parameterOf(call, count - 1);
  if (value === undefined) return undefined;
  const inferred = {
    code: code`${call.scope.writer.use("contactSystem")}(${value.code})`,
    type: "code",
    isList: false,
    mayBeEmpty: true,
  };
  const system = count === 2 ? parameterOf(call, 0) : inferred;
  if (system === undefined) return undefined;
  const fields = [
    { element: "system", value: system },
    { element: "value", value },
  ];
  return { kind: "object", type: "ContactPoint", fields, byTransform: true };
};
