import type { Argument, Condition, Group, MapTree, Parameter, Rule, Source, Target } from "./tree.ts";

/** A map as the R4 resource, for the package: any FML engine can run it. https://hl7.org/fhir/R4/structuremap.html */
export interface StructureMap {
  readonly resourceType: "StructureMap";
  readonly id: string;
  readonly url: string;
  readonly name: string;
  readonly structure?: readonly { readonly url: string; readonly mode: string; readonly alias?: string }[];
  readonly import?: readonly string[];
  readonly contained?: readonly unknown[];
  readonly group: readonly MapGroup[];
  readonly [element: string]: unknown;
}

export interface MapGroup {
  readonly name: string;
  readonly extends?: string;
  readonly typeMode: string;
  readonly input: readonly { readonly name: string; readonly type?: string; readonly mode: string }[];
  readonly rule?: readonly MapRule[];
}

export interface MapRule {
  readonly name: string;
  readonly source: readonly MapSource[];
  readonly target?: readonly MapTarget[];
  readonly rule?: readonly MapRule[];
  readonly dependent?: readonly { readonly name: string; readonly variable: readonly string[] }[];
}

export interface MapSource {
  readonly context: string;
  readonly min?: number;
  readonly max?: string;
  readonly type?: string;
  readonly element?: string;
  readonly listMode?: string;
  readonly variable?: string;
  readonly condition?: string;
  readonly check?: string;
  readonly logMessage?: string;
  readonly defaultValueString?: string;
  readonly defaultValueInteger?: number;
  readonly defaultValueDecimal?: unknown;
  readonly defaultValueBoolean?: boolean;
  readonly defaultValueExpression?: { readonly language: string; readonly expression?: string };
}

export interface MapTarget {
  readonly context?: string;
  readonly contextType?: string;
  readonly element?: string;
  readonly variable?: string;
  readonly listMode?: readonly string[];
  readonly listRuleId?: string;
  readonly transform?: string;
  readonly parameter?: readonly MapParameter[];
}

export interface MapParameter {
  readonly valueId?: string;
  readonly valueString?: string;
  readonly valueInteger?: number;
  readonly valueDecimal?: unknown;
  readonly valueBoolean?: boolean;
}

/**
 * Gives a map as its resource.
 *
 * What R4's resource has no words for: an expression as a default is a defaultValueExpression, and a literal that a group is
 * called with stands in `dependent.variable` as it is written, in quotes.
 */
export function toStructureMap(map: MapTree): StructureMap {
  return {
    resourceType: "StructureMap",
    id: map.url.slice(map.url.lastIndexOf("/") + 1),
    ...some(
      "contained",
      map.conceptMaps.map(({ url, ...rest }) => ({ ...rest, id: url.slice(1), status: "draft" })),
    ),
    url: map.url,
    name: map.name,
    status: "draft",
    ...some(
      "structure",
      map.uses.map(({ url, mode, alias }) => ({ url, mode, ...(alias === undefined ? {} : { alias }) })),
    ),
    ...some(
      "import",
      map.imports.map(({ url }) => url),
    ),
    group: map.groups.map(toGroup),
  };
}

function some(field: string, list: readonly unknown[]): Record<string, unknown> {
  return list.length === 0 ? {} : { [field]: list };
}

function toGroup(group: Group): MapGroup {
  return {
    name: group.name,
    ...(group.extends === undefined ? {} : { extends: group.extends.name }),
    typeMode: group.typeMode ?? "none",
    input: group.inputs.map(({ name, type, mode }) => ({ name, ...(type === undefined ? {} : { type }), mode })),
    rule: group.rules.map(toRule),
  };
}

function toRule(rule: Rule): MapRule {
  return {
    name: rule.name,
    source: [rule.source, ...rule.otherSources].map(toSource),
    ...some("target", rule.targets.map(toTarget)),
    ...some("rule", rule.rules.map(toRule)),
    ...some(
      "dependent",
      rule.dependents.map(({ name, variables }) => ({ name, variable: variables.map(argumentText) })),
    ),
  };
}

/** A variable by its name, a literal as it is written. */
function argumentText({ name, literal }: Argument): string {
  return literal?.kind === "string" ? quoted(name) : name;
}

/** A text as a literal of a map. */
export function quoted(text: string): string {
  const inside = text.replaceAll(/[\\'\n\r\t\f]/g, (letter) => `\\${escapes[letter] ?? letter}`);
  return `'${inside}'`;
}
const escapes: Readonly<Record<string, string>> = { "\n": "n", "\r": "r", "\t": "t", "\f": "f" };

const textOf = (field: string, condition: Condition | undefined) =>
  condition === undefined ? {} : { [field]: condition.text };

function toSource(source: Source): MapSource {
  return {
    context: source.context,
    ...(source.min === undefined || source.max === undefined ? {} : { min: source.min, max: source.max }),
    ...(source.type === undefined ? {} : { type: source.type.name }),
    ...(source.defaultValue === undefined ? {} : toDefault(source.defaultValue)),
    ...(source.element === undefined ? {} : { element: source.element.name }),
    ...(source.listMode === undefined ? {} : { listMode: source.listMode }),
    ...(source.variable === undefined ? {} : { variable: source.variable }),
    ...textOf("condition", source.where),
    ...textOf("check", source.check),
    ...textOf("logMessage", source.log),
  };
}

function toDefault(given: Parameter): Partial<MapSource> {
  const value = toParameter(given);
  switch (given.kind) {
    case "variable":
    case "expression":
      return { defaultValueExpression: { language: "text/fhirpath", expression: given.text } };
    case "string":
      return { defaultValueString: given.text };
    case "integer":
      return { defaultValueInteger: Number(given.text) };
    case "decimal":
      return { defaultValueDecimal: value.valueDecimal };
    case "boolean":
      return { defaultValueBoolean: given.text === "true" };
  }
}

function toTarget(target: Target): MapTarget {
  return {
    ...(target.context === undefined ? {} : { context: target.context, contextType: "variable" }),
    ...(target.element === undefined ? {} : { element: target.element.name }),
    ...(target.variable === undefined ? {} : { variable: target.variable }),
    ...some("listMode", target.listModes),
    ...(target.share === undefined ? {} : { listRuleId: target.share }),
    ...(target.transform === undefined
      ? {}
      : { transform: target.transform.name, ...some("parameter", target.transform.parameters.map(toParameter)) }),
  };
}

function toParameter(parameter: Parameter): MapParameter {
  switch (parameter.kind) {
    case "variable":
      return { valueId: parameter.text };
    case "integer":
      return { valueInteger: Number(parameter.text) };
    case "decimal":
      return {
        valueDecimal:
          String(Number(parameter.text)) === parameter.text ? Number(parameter.text) : rawJson(parameter.text),
      };
    case "boolean":
      return { valueBoolean: parameter.text === "true" };
    case "string":
    case "expression":
      return { valueString: parameter.text };
  }
}

const rawJson = (text: string) => (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
