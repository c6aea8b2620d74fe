import { code } from "../../codegen/index.ts";
import { kindOf } from "../../fhirpath/index.ts";
import { refuse, reportTo } from "../emit/scope.ts";
import { hasParameters, literalOf, parameterOf, type EmitTransform, type TransformCall } from "./transform.ts";

/** `cast(x, 'type')`, or `cast(x)` to the type of the element: to a primitive; a value that does not fit is an issue of the run. */
export const cast: EmitTransform = (call) => {
  if (!hasParameters(call, 1, 2)) return undefined;
  const { scope, transform, rule } = call;
  const operand = parameterOf(call, 0);
  const type = wantedType(call);
  if (operand === undefined || type === undefined) return undefined;
  if (scope.writer.linked.world.model.type(type)?.kind !== "primitive" || kindOf(operand.type) === "complex") {
    refuse(
      scope,
      "fml/type",
      `cast() converts primitives, found ${operand.type ?? "a value"} to ${type}.`,
      transform.at,
    );
    return;
  }
  if (isSafe(operand.type, type)) return { kind: "value", operand: { ...operand, type } };
  const origin = reportTo(scope, rule);
  const kind = kindOf(type);
  const to = kind === "date" || kind === "dateTime" ? type : kind;
  return {
    kind: "value",
    operand: {
      code: code`${scope.writer.use("cast")}(${operand.code}, ${to}, ${origin})`,
      type,
      isList: false,
      mayBeEmpty: true,
    },
  };
};

/** The type that is named, or the only one that the element takes. */
function wantedType(call: TransformCall): string | undefined {
  const [only, ...others] = call.place?.element.types ?? [];
  return call.transform.parameters.length === 1 && others.length === 0 && only !== undefined
    ? only
    : literalOf(call, 1, "the type");
}

/** Every value of one type has the form of the other. */
function isSafe(from: string | undefined, to: string): boolean {
  if (from === to || (from === "date" && to === "dateTime") || (from === "instant" && to === "dateTime")) return true;
  const kinds = [kindOf(from), kindOf(to)];
  return kinds[0] === kinds[1] && (kinds[0] === "string" || kinds[0] === "integer" || kinds[0] === "decimal");
}
