import { code } from "../../codegen/index.ts";
import { reportTo } from "../emit/scope.ts";
import { hasParameters, type EmitTransform } from "./transform.ts";

/** `uuid()`: a new UUID, if the run gives any; a run that must give the same each time gives none. */
export const uuid: EmitTransform = (call) => {
  if (!hasParameters(call, 0)) return undefined;
  const { scope, rule } = call;
  const made = code`${scope.writer.use("newUuid")}(${reportTo(scope, rule)})`;
  return { kind: "value", operand: { code: made, type: "uuid", isList: false, mayBeEmpty: true } };
};
