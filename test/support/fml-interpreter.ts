import { evalFhirPathTyped, toTypedValue, type TypedValue } from "@medplum/core";
import { propertyOf, type ElementModel, type Model } from "../../src/fhirpath/index.ts";
import type { ConceptMap, MapTree } from "../../src/fml/index.ts";

/** Slow and plain: the maps' meaning, rule by rule, over ordinary objects. The oracle for what the compiler writes. */
type Rule = MapTree["groups"][number]["rules"][number];
interface Value {
  readonly value: unknown;
  readonly type: string;
}
type Variables = ReadonlyMap<string, Value>;
type Fields = Record<string, unknown>;

export function interpret(map: MapTree, model: Model, conceptMaps: readonly ConceptMap[], source: unknown): unknown {
  const first = map.groups[0];
  const target: Fields = {};
  const variables = new Map<string, Value>();
  for (const { name, mode, type } of first?.inputs ?? []) {
    const known = model.type(map.uses.find(({ alias }) => alias === type)?.url ?? type ?? "");
    if (mode === "target" && known?.kind === "resource") target["resourceType"] = known.name;
    variables.set(name, { value: mode === "source" ? source : target, type: known?.name ?? "" });
  }
  runRules(first?.rules ?? [], variables);
  return pruned(target) ?? {};

  function runRules(rules: readonly Rule[], known: Variables): void {
    for (const rule of rules) for (const value of sources(rule, known)) runRule(rule, value, known);
  }

  function sources(rule: Rule, known: Variables): Value[] {
    const { context, element, type, where, listMode } = rule.source;
    const from = known.get(context);
    if (from === undefined) throw new Error(`No variable ${context}.`);
    const found = (element === undefined ? [from] : read(from, element.name)).filter(
      (one) => type === undefined || one.type === type.name,
    );
    const fitting = found.filter((one) => where === undefined || holds(where.text, one, bound(rule, one, known)));
    if (listMode === "first") return fitting.slice(0, 1);
    if (listMode === "not_first") return fitting.slice(1);
    if (listMode === "last") return fitting.slice(-1);
    return listMode === "not_last" ? fitting.slice(0, -1) : fitting;
  }

  function read({ value, type }: Value, name: string): Value[] {
    const element = model.type(type)?.elements.get(name);
    if (element === undefined) throw new Error(`No element ${name}.`);
    return element.types.flatMap((one) => {
      const found = (value as Fields)[propertyOf(element, one)];
      return (Array.isArray(found) ? found : found == null ? [] : [found]).map((item: unknown) => ({
        value: item,
        type: one,
      }));
    });
  }

  function bound(rule: Rule, value: Value, known: Variables): Variables {
    const { variable } = rule.source;
    return variable === undefined ? known : new Map([...known, [variable, value]]);
  }

  function runRule(rule: Rule, value: Value, outer: Variables): void {
    const known = new Map(bound(rule, value, outer));
    for (const aim of rule.targets) {
      const made = aim.transform === undefined ? undefined : transform(aim.transform, known);
      if (aim.transform !== undefined && made === undefined) continue;
      const set = aim.context === undefined ? made : put(known.get(aim.context), aim.element?.name ?? "", made);
      if (aim.variable !== undefined && set !== undefined) known.set(aim.variable, set);
    }
    runRules(rule.rules, known);
    for (const { name, variables: names } of rule.dependents)
      call(
        name,
        names.map((one) => known.get(one.name)),
      );
  }

  function call(name: string, args: readonly (Value | undefined)[]): void {
    const group = map.groups.find((one) => one.name === name);
    const inner = new Map<string, Value>();
    group?.inputs.forEach((input, index) => {
      const arg = args[index];
      if (arg !== undefined) inner.set(input.name, arg);
    });
    runRules(group?.rules ?? [], inner);
  }

  function put(parent: Value | undefined, name: string, given: Value | undefined): Value {
    const fields = parent?.value as Fields;
    const element = model.type(parent?.type ?? "")?.elements.get(name);
    if (element === undefined) throw new Error(`No element ${name}.`);
    const made = given ?? { value: existing(fields, element) ?? {}, type: element.types[0] ?? "" };
    const property = propertyOf(element, made.type);
    if (!element.isList) fields[property] = made.value;
    else fields[property] = [...((fields[property] ?? []) as unknown[]), made.value];
    return made;
  }

  function existing(fields: Fields, element: ElementModel): unknown {
    return element.isList ? undefined : fields[element.name];
  }

  function transform(
    { name, parameters }: NonNullable<Rule["targets"][number]["transform"]>,
    known: Variables,
  ): Value | undefined {
    const values = parameters.map((one): Value | undefined => {
      if (one.kind === "variable") return known.get(one.text);
      if (one.kind === "expression") return evaluate(one.text, undefined, known)[0];
      return {
        value:
          one.kind === "integer" || one.kind === "decimal"
            ? Number(one.text)
            : one.kind === "boolean"
              ? one.text === "true"
              : one.text,
        type: one.kind,
      };
    });
    const text = (index: number) => String(values[index]?.value);
    switch (name) {
      case "copy":
      case "evaluate":
        return values.at(-1);
      case "create": {
        const type = model.type(text(0));
        return { value: type?.kind === "resource" ? { resourceType: type.name } : {}, type: type?.name ?? "" };
      }
      case "append":
        return { value: values.map((one) => String(one?.value)).join(""), type: "string" };
      case "truncate":
        return { value: text(0).slice(0, Number(values[1]?.value)), type: "string" };
      case "cast":
        return { value: text(1) === "string" ? text(0) : values[0]?.value, type: text(1) };
      case "cc":
        return { value: { coding: [{ system: text(0), code: text(1) }] }, type: "CodeableConcept" };
      case "c":
        return { value: { system: text(0), code: text(1) }, type: "Coding" };
      case "translate":
        return translate(text(0), text(1), text(2));
      default:
        throw new Error(`No transform ${name}.`);
    }
  }

  function translate(code: string, url: string, field: string): Value | undefined {
    for (const group of conceptMaps.find((one) => one.url === url)?.group ?? []) {
      const found = group.element?.find((one) => one.code === code)?.target?.[0]?.code;
      if (found !== undefined)
        return field === "code"
          ? { value: found, type: "code" }
          : { value: { system: group.target, code: found }, type: "Coding" };
    }
    return undefined;
  }
}

function evaluate(expression: string, focus: Value | undefined, known: Variables): Value[] {
  const variables: Record<string, TypedValue> = {};
  for (const [name, { value }] of known) variables[`%${name}`] = toTypedValue(value);
  return evalFhirPathTyped(expression, focus === undefined ? [] : [toTypedValue(focus.value)], variables).map(
    ({ value, type }) => ({ value: value as unknown, type }),
  );
}

function holds(expression: string, focus: Value, known: Variables): boolean {
  const found = evaluate(expression, focus, known);
  return found.length === 1 && typeof found[0]?.value === "boolean" ? found[0].value : found.length > 0;
}

/** Without empty objects and lists, and without resources that have only their type. */
function pruned(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(pruned).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  const kept = Object.entries(value)
    .map(([field, item]) => [field, pruned(item)] as const)
    .filter(([, item]) => item !== undefined);
  return kept.every(([field]) => field === "resourceType") ? undefined : Object.fromEntries(kept);
}
