import type { MapTree } from "../../src/fml/index.ts";
import type { CaseSchema } from "./case-fields.ts";
import { readPlaces } from "./read-expression.ts";
import { addElement, moveInto, type TargetElement } from "./target-element.ts";
import type { Bound, Decision, Link, Scope, Trace, TracedCondition, TracedValue } from "./trace.ts";
import { literal, readValue } from "./traced-value.ts";

type Group = MapTree["groups"][number];
type Rule = Group["rules"][number];
type Target = Rule["targets"][number];

/**
 * Follows every rule that the first group of a map reaches, without a case: a variable holds a place in the case or an
 * element of the Bundle, and each transform says which places an element is made from. A list counts as one entry.
 */
export function traceMap(main: MapTree, maps: readonly MapTree[], schema: CaseSchema): Trace {
  const links: Link[] = [];
  const decisions: Decision[] = [];
  const read = new Set<string>();
  const child = (pointer: string, name: string) =>
    `${pointer}/${name}${schema.isList(`${pointer}/${name}`) ? "[]" : ""}`;
  const [first] = main.groups;
  const [source, target] = first?.inputs ?? [];
  if (first === undefined || source === undefined || target === undefined)
    throw new Error(`${main.file}: no first group`);
  const start = new Map<string, Bound>([
    [source.name, { kind: "value", value: { pointer: "", origins: [], text: "", isLiteral: false } }],
    [target.name, { kind: "element", element: addElement(undefined, "Bundle", "Bundle") }],
  ]);
  traceRules(main, first.rules, start, []);
  return { links, decisions, read };

  function traceRules(
    map: MapTree,
    rules: readonly Rule[],
    scope: Scope,
    conditions: readonly TracedCondition[],
  ): TargetElement[] {
    return rules.flatMap((rule) => traceRule(map, rule, scope, conditions));
  }

  /** Gives the elements that the rule makes, the nested ones only where it makes none itself. */
  function traceRule(map: MapTree, rule: Rule, outer: Scope, above: readonly TracedCondition[]): TargetElement[] {
    const scope = new Map(outer);
    const value = readSource(rule, scope);
    if (rule.source.variable !== undefined) scope.set(rule.source.variable, { kind: "value", value });
    const condition = readCondition(map, rule, value, scope);
    const conditions = condition === undefined ? above : [...above, condition];
    const before = links.length;
    const made = rule.targets.flatMap((one) => traceTarget(map, rule, one, scope, conditions));
    const nested = [
      ...traceRules(map, rule.rules, scope, conditions),
      ...rule.dependents.flatMap((call) => traceCall(map, call, scope, conditions)),
    ];
    const elements = made.length > 0 ? made : nested;
    const place = { file: map.file, line: rule.at.line };
    if (condition !== undefined) decisions.push({ ...condition, elements });
    const { pointer } = value;
    const arrives = links.slice(before).some((link) => link.value.origins.some((origin) => origin.pointer === pointer));
    if (rule.source.element !== undefined && pointer !== undefined && !arrives)
      decisions.push({ ...place, fields: [pointer], text: "present", elements });
    return elements;
  }

  function readSource(rule: Rule, scope: Scope): TracedValue {
    const bound = scope.get(rule.source.context);
    if (bound?.kind !== "value") throw new Error(`rule ${rule.name}: ${rule.source.context} is no source`);
    const { element } = rule.source;
    if (element === undefined || bound.value.pointer === undefined) return bound.value;
    const pointer = child(bound.value.pointer, element.name);
    read.add(pointer);
    return { pointer, origins: [{ pointer, conceptMaps: [] }], text: pointer, isLiteral: false };
  }

  function readCondition(map: MapTree, rule: Rule, value: TracedValue, scope: Scope): TracedCondition | undefined {
    const { where } = rule.source;
    if (where === undefined) return undefined;
    const fields = readPlaces(where.tree, {
      context: value.pointer,
      variable: (name) => pointerOf(scope.get(name)),
      child,
    });
    for (const field of fields) read.add(field);
    return {
      file: map.file,
      line: rule.at.line,
      text: where.text.replaceAll(/\s+/g, " ").trim(),
      of: value.pointer ?? value.text,
      fields,
    };
  }

  function traceTarget(
    map: MapTree,
    rule: Rule,
    target: Target,
    scope: Map<string, Bound>,
    conditions: readonly TracedCondition[],
  ): TargetElement[] {
    const context = target.context === undefined ? undefined : scope.get(target.context);
    const name = target.element?.name;
    const bind = (bound: Bound) => {
      if (target.variable !== undefined) scope.set(target.variable, bound);
    };
    if (context !== undefined && context.kind !== "element")
      throw new Error(`rule ${rule.name}: ${target.context ?? ""} is no target`);
    const parent = context?.element;
    if (target.transform === undefined || target.transform.name === "create") {
      const type = target.transform?.parameters[0]?.text;
      const element = addElement(parent, name ?? "", type);
      if (name === "resource") element.conditionCount = conditions.length;
      bind({ kind: "element", element });
      return parent === undefined ? [] : [element];
    }
    const [first] = target.transform.parameters;
    const held = target.transform.name === "copy" && first?.kind === "variable" ? scope.get(first.text) : undefined;
    if (held?.kind === "element" && parent !== undefined && name !== undefined) {
      moveInto(parent, name, held.element);
      return [held.element];
    }
    const value = readValue(target.transform, scope, child);
    for (const { pointer } of value.origins) read.add(pointer);
    bind({ kind: "value", value });
    if (parent === undefined || name === undefined) return [];
    const element = addElement(parent, name);
    if (value.isLiteral) element.literal = literal(value);
    links.push({ file: map.file, line: rule.at.line, element, value, conditions });
    return [element];
  }

  function traceCall(
    map: MapTree,
    call: Rule["dependents"][number],
    scope: Scope,
    conditions: readonly TracedCondition[],
  ): TargetElement[] {
    const found = findGroup(map, call.name, maps);
    if (found === undefined) throw new Error(`${map.file}: no group is called ${call.name}`);
    const inner = new Map<string, Bound>();
    for (const [index, { name }] of found.group.inputs.entries()) {
      const bound = scope.get(call.variables[index]?.name ?? "");
      if (bound !== undefined) inner.set(name, bound);
    }
    return traceRules(found.map, found.group.rules, inner, conditions);
  }
}

function pointerOf(bound: Bound | undefined): string | undefined {
  return bound?.kind === "value" ? bound.value.pointer : undefined;
}

/** An own group comes before an imported one. */
function findGroup(
  from: MapTree,
  name: string,
  maps: readonly MapTree[],
  seen = new Set<MapTree>(),
): { map: MapTree; group: Group } | undefined {
  if (seen.has(from)) return undefined;
  seen.add(from);
  const group = from.groups.find((one) => one.name === name);
  if (group !== undefined) return { map: from, group };
  for (const { url } of from.imports) {
    const map = maps.find((one) => one.url === url);
    const found = map === undefined ? undefined : findGroup(map, name, maps, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
