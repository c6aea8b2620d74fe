import { refuse } from "../emit/scope.ts";
import { hasParameters, literalOf, type EmitTransform } from "./transform.ts";

/** `create('Type')`: an empty object of a type, an alias or a url; without it, of the element's only type. */
export const create: EmitTransform = (call) => {
  if (!hasParameters(call, 0, 1)) return undefined;
  const { scope, transform, place } = call;
  if (transform.parameters.length === 0) {
    const [only, ...more] = place?.element.types ?? [];
    if (only === undefined || more.length > 0) {
      refuse(scope, "fml/parameter", "create() needs a type, as its element may have several.", transform.at);
      return;
    }
    return { kind: "object", type: only, byTransform: false };
  }
  const name = literalOf(call, 0, "a type");
  if (name === undefined) return undefined;
  const type = scope.writer.linked.type(scope.linked.map, name);
  if (type === undefined) {
    refuse(scope, "fml/unknown-type", `No type is called ${name}.`, transform.at);
    return;
  }
  if (type.kind === "primitive" || type.isAbstract) {
    refuse(scope, "fml/type", `create() makes objects, and ${name} is none.`, transform.at);
    return;
  }
  return { kind: "object", type: type.name, byTransform: false };
};
