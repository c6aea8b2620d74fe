import type { Condition, Group, MapTree, Parameter, Rule, Source, Target } from "./tree.ts";

/** A map as the R4 resource, for the package: any FML engine can run it. https://hl7.org/fhir/R4/structuremap.html */
export interface StructureMap {
  readonly resourceType: "StructureMap";
  readonly id: string;
  readonly url: string;
  readonly [element: string]: unknown;
}

export function toStructureMap(map: MapTree): StructureMap {
  return {
    resourceType: "StructureMap",
    id: map.url.slice(map.url.lastIndexOf("/") + 1),
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

function toGroup(group: Group): unknown {
  return {
    name: group.name,
    ...(group.extends === undefined ? {} : { extends: group.extends.name }),
    typeMode: group.typeMode ?? "none",
    input: group.inputs.map(({ name, type, mode }) => ({ name, ...(type === undefined ? {} : { type }), mode })),
    rule: group.rules.map(toRule),
  };
}

function toRule(rule: Rule): unknown {
  return {
    name: rule.name,
    source: [toSource(rule.source)],
    ...some("target", rule.targets.map(toTarget)),
    ...some("rule", rule.rules.map(toRule)),
    ...some(
      "dependent",
      rule.dependents.map(({ name, variables }) => ({ name, variable: variables.map((one) => one.name) })),
    ),
  };
}

const textOf = (field: string, condition: Condition | undefined) =>
  condition === undefined ? {} : { [field]: condition.text };

function toSource(source: Source): unknown {
  return {
    context: source.context,
    ...(source.min === undefined ? {} : { min: source.min, max: source.max }),
    ...(source.type === undefined ? {} : { type: source.type.name }),
    ...(source.defaultValue === undefined ? {} : { defaultValueString: source.defaultValue.text }),
    ...(source.element === undefined ? {} : { element: source.element.name }),
    ...(source.listMode === undefined ? {} : { listMode: source.listMode }),
    ...(source.variable === undefined ? {} : { variable: source.variable }),
    ...textOf("condition", source.where),
    ...textOf("check", source.check),
    ...textOf("logMessage", source.log),
  };
}

function toTarget(target: Target): unknown {
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

function toParameter(parameter: Parameter): unknown {
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
    case "date":
    case "dateTime":
    case "time":
      return { valueString: parameter.text };
  }
}

const rawJson = (text: string) => (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
