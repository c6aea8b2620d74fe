import { code } from "../../codegen/index.ts";
import { kindOf } from "../../fhirpath/index.ts";
import { refuse, reportTo } from "../emit/scope.ts";
import { escapeForms, type EscapeForm } from "../runtime/index.ts";
import { hasParameters, literalOf, parameterOf, type EmitTransform } from "./transform.ts";

/** `escape(text, from, to)`, or `escape(text, to)` from plain text: what is written so stands as it must stand there. */
export const escape: EmitTransform = (call) => {
  if (!hasParameters(call, 2, 3)) return undefined;
  const { scope, rule, transform } = call;
  const of = parameterOf(call, 0);
  const count = transform.parameters.length;
  const from = count === 3 ? literalOf(call, 1, "the form of the text") : "text";
  const to = literalOf(call, count - 1, "the form to write");
  if (of === undefined || from === undefined || to === undefined) return undefined;
  const unknown = [from, to].find((form) => !escapeForms.has(form as EscapeForm));
  if (unknown !== undefined) {
    const known = [...escapeForms].join(", ");
    refuse(scope, "fml/parameter", `escape() knows ${known}, found ${unknown}.`, transform.at);
    return;
  }
  if (kindOf(of.type) !== "string") {
    refuse(scope, "fml/type", `escape() takes a string, found ${of.type ?? "a value"}.`, transform.at);
    return;
  }
  const made = code`${scope.writer.use("escapeText")}(${of.code}, ${from}, ${to}, ${reportTo(scope, rule)})`;
  return { kind: "value", operand: { code: made, type: "string", isList: false, mayBeEmpty: true } };
};
