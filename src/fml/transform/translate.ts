import { code, literal, type Code } from "../../codegen/index.ts";
import { kindOf, type Operand } from "../../fhirpath/index.ts";
import { refuse, reportTo } from "../emit/scope.ts";
import { sourcesOf, withSources } from "../emit/sources.ts";
import { codingTranslationsOf, translationsOf, type ConceptMap, type Translation } from "../terminology.ts";
import { hasParameters, literalOf, parameterOf, type EmitTransform, type TransformCall } from "./transform.ts";

type Found = Exclude<Translation, "ambiguous">;

/** What `translate()` can give: the element's type in FHIR, and the value in the table. */
const outputs: ReadonlyMap<string, { readonly type: string; readonly value: (to: Found) => unknown }> = new Map([
  ["code", { type: "code", value: ({ code: of }) => of }],
  ["system", { type: "uri", value: ({ system }) => system ?? null }],
  ["display", { type: "string", value: ({ display }) => display ?? null }],
  ["coding", { type: "Coding", value: codingOf }],
  ["Coding", { type: "Coding", value: codingOf }],
  ["CodeableConcept", { type: "CodeableConcept", value: (to) => ({ coding: [codingOf(to)] }) }],
]);

function codingOf({ system, code: of }: Found): object {
  return { ...(system === undefined ? {} : { system }), code: of };
}

/**
 * `translate(x, conceptMap, output)`: the ConceptMap becomes a table of the module; an unknown code gives nothing.
 *
 * x is a code, a Coding, or a CodeableConcept of which the first Coding counts that has a translation. Without an output it is what
 * the element takes.
 */
export const translate: EmitTransform = (call) => {
  if (!hasParameters(call, 2, 3)) return undefined;
  const { scope, transform, rule } = call;
  const operand = parameterOf(call, 0);
  const url = literalOf(call, 1, "the ConceptMap's url");
  const name = transform.parameters.length === 3 ? literalOf(call, 2, "the field") : wantedOutput(call);
  if (operand === undefined || url === undefined || name === undefined) return undefined;
  const output = outputs.get(name);
  if (output === undefined) {
    const known = [...outputs.keys()].map((one) => `"${one}"`).join(", ");
    const at = transform.parameters[2]?.at ?? transform.at;
    refuse(scope, "fml/unsupported", `translate() gives ${known}, found "${name}".`, at);
    return;
  }
  const map = scope.writer.linked.conceptMap(scope.linked.map, url);
  if (map === undefined) return undefined; // The linker has said so.
  const key = keyOf(operand, call);
  if (key === undefined) return undefined;
  const { table, hasGaps } = hoistTable(
    map,
    url,
    name,
    key.isByCoding ? codingTranslationsOf(map) : translationsOf(map),
    call,
  );
  const { use } = scope.writer;
  const origin = reportTo(scope, rule);
  const found = key.isMany
    ? code`${use("translatedFirst")}(${table}, ${key.code}, ${origin})`
    : hasGaps
      ? code`${use("translated")}(${table}, ${key.code}, ${origin})`
      : code`${table}.get(${key.code})`;
  const made: Operand = { code: found, type: output.type, isList: false, mayBeEmpty: true };
  return { kind: "value", operand: scope.writer.isTraced ? withRow(made, operand, map, key, call) : made };
};

/** In a traced module a value knows the row of the ConceptMap that it came through. */
function withRow(made: Operand, from: Operand, map: ConceptMap, key: Key, { scope }: TransformCall): Operand {
  const { writer } = scope;
  const translations = [...(key.isByCoding ? codingTranslationsOf(map) : translationsOf(map))];
  const rows = translations.flatMap(([code_, to]) =>
    to === "ambiguous" ? [] : [[...to.row, code_.replace(/^.*\|/, ""), to.code] as const],
  );
  writer.traceRows(map.url, rows);
  const numbers = translations.filter(([, to]) => to !== "ambiguous").map(([code_], index) => [code_, index]);
  const name = map.url.slice(Math.max(map.url.lastIndexOf("/"), map.url.lastIndexOf("#")) + 1);
  const table = writer.hoist(`rows_${name}`, code`new Map(${literal(numbers)})`);
  const number = key.isMany ? code`${writer.use("firstRow")}(${table}, ${key.code})` : code`${table}.get(${key.code})`;
  const row = { conceptMap: map.url, number };
  return withSources(
    made,
    sourcesOf(from).map((part) => ({ ...part, rows: [...part.rows, row] })),
  );
}

interface Key {
  readonly code: Code;
  readonly isByCoding: boolean;
  readonly isMany: boolean;
}

/** The output for the one type that an element takes. */
function wantedOutput({ place }: TransformCall): string {
  const [only, ...others] = place?.element.types ?? [];
  return others.length === 0 && (only === "Coding" || only === "CodeableConcept") ? only : "code";
}

/** What is looked up: a code, or system and code of a Coding. */
function keyOf(operand: Operand, { scope, transform }: TransformCall): Key | undefined {
  if (kindOf(operand.type) === "string") return { code: operand.code, isByCoding: false, isMany: false };
  const { use } = scope.writer;
  if (operand.type === "Coding")
    return { code: code`${use("codingKey")}(${operand.code})`, isByCoding: true, isMany: false };
  if (operand.type === "CodeableConcept")
    return { code: code`${use("codingKeys")}(${operand.code})`, isByCoding: true, isMany: true };
  refuse(
    scope,
    "fml/type",
    `translate() takes a code, a Coding or a CodeableConcept, found ${operand.type ?? "an unknown type"}.`,
    transform.at,
  );
  return undefined;
}

function hoistTable(
  map: ConceptMap,
  url: string,
  output: string,
  translations: ReadonlyMap<string, Translation>,
  { scope }: TransformCall,
): { readonly table: Code; readonly hasGaps: boolean } {
  const value = outputs.get(output)?.value ?? codingOf;
  // A translation without a display gives nothing; without a single target it is an issue, for which null stands.
  const rows = [...translations]
    .map(([from, to]) => ({ from, isAmbiguous: to === "ambiguous", to: to === "ambiguous" ? null : value(to) }))
    .filter(({ isAmbiguous, to }) => isAmbiguous || to !== null);
  const entries = rows.map(({ from, to }) => code`${literal([from, to])},`);
  const list = code`[\n  ${entries}\n]`;
  const isObject = rows.some(({ to }) => typeof to === "object" && to !== null);
  const hint = `${isObject ? "codings" : `${output}s`}_${map.url.slice(Math.max(url.lastIndexOf("/"), url.lastIndexOf("#")) + 1)}`;
  const table = scope.writer.hoist(
    hint,
    isObject ? code`new Map(${scope.writer.use("frozen")}(${list}))` : code`new Map(${list})`,
  );
  return { table, hasGaps: rows.some(({ isAmbiguous }) => isAmbiguous) };
}
