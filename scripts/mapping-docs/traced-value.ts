import type { MapTree } from "../../src/fml/index.ts";
import { readPlaces } from "./read-expression.ts";
import type { Origin, Scope, TracedValue } from "./trace.ts";

type Transform = NonNullable<MapTree["groups"][number]["rules"][number]["targets"][number]["transform"]>;
type Parameter = Transform["parameters"][number];

/** A value that stands in the map itself; `text` shows it in quotes. */
function constant(parameter: Parameter): TracedValue {
  const text = parameter.kind === "string" ? `'${parameter.text}'` : parameter.text;
  return { origins: [], text, isLiteral: true };
}

/** The bare value of a constant. */
export function literal({ text }: TracedValue): string {
  return text.startsWith("'") ? text.slice(1, -1) : text;
}

/** What a transform gives, said in places of the case and constants. */
export function readValue(
  transform: Transform,
  scope: Scope,
  child: (pointer: string, name: string) => string,
): TracedValue {
  const values = transform.parameters.map((parameter) => readParameter(parameter, scope, child));
  const [first, second] = values;
  if (first === undefined) throw new Error(`${transform.name}() has no parameter`);
  switch (transform.name) {
    case "copy":
    case "cast":
    case "truncate":
      return first;
    case "translate":
      return translated(first, literal(second ?? first));
    case "append":
      return appended(values);
    default:
      return { origins: originsOf(values), text: values.map(({ text }) => text).join(", "), isLiteral: false };
  }
}

function translated(value: TracedValue, url: string): TracedValue {
  const id = url.slice(url.lastIndexOf("/") + 1);
  const origins = value.origins.map(({ pointer, conceptMaps }) => ({ pointer, conceptMaps: [...conceptMaps, id] }));
  return { origins, text: value.text, isLiteral: false };
}

function appended(values: readonly TracedValue[]): TracedValue {
  return { origins: originsOf(values), text: values.map(piece).join(""), isLiteral: false };
}

/** A value inside a pattern: places of the case stand in braces. */
function piece(value: TracedValue): string {
  if (value.isLiteral) return literal(value);
  return value.text.startsWith("/") ? `{${value.text}}` : value.text;
}

function readParameter(
  parameter: Parameter,
  scope: Scope,
  child: (pointer: string, name: string) => string,
): TracedValue {
  if (parameter.kind === "variable") {
    const bound = scope.get(parameter.text);
    if (bound?.kind !== "value") throw new Error(`variable ${parameter.text} holds no value`);
    return bound.value;
  }
  if (parameter.kind !== "expression") return constant(parameter);
  const variable = (name: string) => {
    const bound = scope.get(name);
    return bound?.kind === "value" ? bound.value.pointer : undefined;
  };
  const fields = readPlaces(parameter.tree, { context: undefined, variable, child });
  const origins = fields.map((pointer) => ({ pointer, conceptMaps: [] }));
  return { origins, text: fields.length === 1 ? (fields[0] ?? "") : parameter.text, isLiteral: false };
}

/** The origins of several values, each place once. */
function originsOf(values: readonly TracedValue[]): Origin[] {
  const origins = new Map<string, Origin>();
  for (const origin of values.flatMap((value) => value.origins))
    if (!origins.has(origin.pointer)) origins.set(origin.pointer, origin);
  return [...origins.values()];
}
