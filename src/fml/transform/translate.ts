import { code, literal } from "../../codegen/index.ts";
import { kindOf } from "../../fhirpath/index.ts";
import { expressionContext, refuse } from "../emit/scope.ts";
import { translationsOf, type Translation } from "../terminology.ts";
import { hasParameters, literalOf, parameterOf, type EmitTransform } from "./transform.ts";

/** `translate(x, conceptMap, 'code' | 'Coding')`: the ConceptMap becomes a table of the module; an unknown code gives nothing. */
export const translate: EmitTransform = (call) => {
  if (!hasParameters(call, 3)) return undefined;
  const { scope, transform, rule } = call;
  const operand = parameterOf(call, 0);
  const url = literalOf(call, 1, "the ConceptMap's url");
  const field = literalOf(call, 2, "the field");
  if (operand === undefined || url === undefined || field === undefined) return undefined;
  if (field !== "code" && field !== "coding" && field !== "Coding") {
    refuse(
      scope,
      "fml/unsupported",
      `translate() gives "code" or "Coding", found "${field}".`,
      transform.parameters[2]?.at ?? transform.at,
    );
    return;
  }
  if (kindOf(operand.type) !== "string") {
    refuse(scope, "fml/type", `translate() takes a string, found ${operand.type ?? "an unknown type"}.`, transform.at);
    return;
  }
  const map = scope.writer.linked.world.conceptMap(url);
  if (map === undefined) return undefined; // The linker has said so.
  const isCode = field === "code";
  const rows = [...translationsOf(map)].map(([from, to]) => [
    from,
    to === "ambiguous" ? null : isCode ? to.code : codingOf(to),
  ]);
  const hint = `${isCode ? "codes" : "codings"}_${url.slice(url.lastIndexOf("/") + 1)}`;
  const entries = rows.map((row) => code`${literal(row)},`);
  const list = code`[\n  ${entries}\n]`;
  const table = scope.writer.hoist(
    hint,
    isCode ? code`new Map(${list})` : code`new Map(${scope.writer.use("frozen")}(${list}))`,
  );
  const { origin } = expressionContext(scope, rule, undefined);
  const hasGaps = rows.some(([, to]) => to === null);
  const found = hasGaps
    ? code`${scope.writer.use("translated")}(${table}, ${operand.code}, ${origin})`
    : code`${table}.get(${operand.code})`;
  return { kind: "value", operand: { code: found, type: isCode ? "code" : "Coding", isList: false, mayBeEmpty: true } };
};

const codingOf = ({ system, code: of }: Exclude<Translation, "ambiguous">) => ({
  ...(system === undefined ? {} : { system }),
  code: of,
});
