import { code, literal } from "../../codegen/index.ts";
import type { Operand } from "../../fhirpath/index.ts";
import { refuse } from "../emit/scope.ts";
import { displaysOf } from "../terminology.ts";
import {
  hasParameters,
  literalOf,
  parameterOf,
  textConstant,
  type EmitTransform,
  type Field,
  type TransformCall,
} from "./transform.ts";

/** `c(system, code)`: a Coding; a code of a known CodeSystem gets its display, as in HL7's engine. */
export const c: EmitTransform = (call) => {
  const fields = coding(call);
  return fields === undefined ? undefined : { kind: "object", type: "Coding", fields, byTransform: true };
};

/** `cc(system, code)`: a CodeableConcept with that Coding; `cc(text)`: one of words alone. */
export const cc: EmitTransform = (call) => {
  if (call.transform.parameters.length === 1) {
    const value = parameterOf(call, 0);
    if (value === undefined) return undefined;
    return { kind: "object", type: "CodeableConcept", fields: [{ element: "text", value }], byTransform: true };
  }
  const fields = coding(call);
  return fields === undefined
    ? undefined
    : {
        kind: "object",
        type: "CodeableConcept",
        fields: [{ element: "coding", value: { type: "Coding", fields } }],
        byTransform: true,
      };
};

function coding(call: TransformCall): Field[] | undefined {
  if (!hasParameters(call, 2, 3)) return undefined;
  const { scope, transform } = call;
  const { world } = scope.writer.linked;
  const system = literalOf(call, 0, "the system");
  const of = parameterOf(call, 1);
  if (system === undefined || of === undefined) return undefined;
  if (/\/ValueSet\//.test(system)) {
    refuse(scope, "fml/unsupported", "The url of a ValueSet as a system is not supported.", transform.at);
    return;
  }
  if (transform.parameters.length > 2)
    scope.writer
      .issues(scope.linked.map)
      .warning("fml/display", "The display is not taken from here, as HL7's engine ignores it.", transform.at);
  const displays = displaysOf(world.codeSystem(system));
  const fields: Field[] = [
    { element: "system", value: textConstant(system) },
    { element: "code", value: of },
  ];
  const display = displayOf(of, displays, call);
  return display === undefined ? fields : [...fields, { element: "display", value: display }];
}

function displayOf(of: Operand, displays: ReadonlyMap<string, string>, call: TransformCall): Operand | undefined {
  if (of.constant !== undefined) {
    const found = displays.get(String(of.constant));
    return found === undefined ? undefined : textConstant(found);
  }
  if (displays.size === 0) return undefined;
  const table = call.scope.writer.hoist("displays", code`new Map(${literal([...displays])})`);
  return { code: code`${table}.get(${of.code})`, type: "string", isList: false, mayBeEmpty: true };
}
