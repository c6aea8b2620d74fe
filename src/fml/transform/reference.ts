import { code } from "../../codegen/index.ts";
import { refuse, reportTo } from "../emit/scope.ts";
import { hasParameters, parameterOf, type EmitTransform, type Made, type TransformCall } from "./transform.ts";

/** `reference(resource)`: the text `Type/id`, or a Reference with it where one is wanted. */
export const reference: EmitTransform = (call) => referring(call, "reference");

/** `pointer(resource)`: as `reference()`, but `urn:uuid:` where the id is a UUID, as within a Bundle. */
export const pointer: EmitTransform = (call) => referring(call, "pointer");

function referring(call: TransformCall, helper: "reference" | "pointer"): Made | undefined {
  if (!hasParameters(call, 1)) return undefined;
  const { scope, rule, transform, place } = call;
  const of = parameterOf(call, 0);
  if (of === undefined) return undefined;
  const { model } = scope.writer.linked.world;
  if (of.type !== undefined && !model.isA(of.type, "Resource")) {
    refuse(scope, "fml/type", `${transform.name}() takes a resource, found ${of.type}.`, transform.at);
    return;
  }
  // Only what the map itself makes may still get an id.
  const [parameter] = transform.parameters;
  const isOwn = parameter?.kind === "variable" && scope.variables.get(parameter.text)?.kind === "object";
  const operand = {
    code: code`${scope.writer.use(helper)}(${of.code}, ${isOwn}, ${reportTo(scope, rule)})`,
    type: "string",
    isList: false,
    mayBeEmpty: true,
  };
  const [only, ...others] = place?.element.types ?? [];
  if (only !== "Reference" || others.length > 0) return { kind: "value", operand };
  return { kind: "object", type: "Reference", fields: [{ element: "reference", value: operand }], byTransform: true };
}
