import { kindOf, type Operand } from "../../fhirpath/index.ts";
import type { LinkedGroup } from "../link.ts";
import type { Dependent, Rule, Target } from "../tree.ts";
import { findElement } from "./place.ts";
import { refuse, type Scope } from "./scope.ts";

/** Names that no map can write, for the two variables that a short rule leaves out. */
const SOURCE = " source";
const TARGET = " target";

/** The call of a group that was found by types, not by name. */
interface DefaultCall extends Dependent {
  readonly group: LinkedGroup;
}

/** The group that a call means, where it was found by types. */
export function defaultGroupOf(dependent: Dependent): LinkedGroup | undefined {
  return "group" in dependent ? (dependent as DefaultCall).group : undefined;
}

/** `src.a -> tgt.b`: how a becomes b is told by their types. https://hl7.org/fhir/R4/mapping-language.html#7.8.0.8 */
export function isShort(rule: Rule): boolean {
  const [target, ...more] = rule.targets;
  return (
    target !== undefined &&
    more.length === 0 &&
    rule.rules.length === 0 &&
    rule.dependents.length === 0 &&
    rule.source.element !== undefined &&
    target.element !== undefined &&
    (target.transform === undefined || isBareCreate(target)) &&
    target.share === undefined
  );
}

const isBareCreate = ({ transform }: Target) => transform?.name === "create" && transform.parameters.length === 0;

/**
 * Writes a short rule out: as the call of the default group for the two types, or as a copy where the value fits as it is.
 *
 * Primitives are always copied: a value of JSON has no elements that a group could map.
 *
 * @returns no rule after an issue
 */
export function completeRule(
  rule: Rule,
  source: Operand,
  scope: Scope,
): { readonly rule: Rule | undefined; readonly scope: Scope } {
  const variables = new Map(scope.variables).set(SOURCE, { kind: "value", operand: source });
  const inner = { ...scope, variables };
  const [target] = rule.targets;
  const context = scope.variables.get(target?.context ?? "");
  const name = target?.element?.name ?? "";
  const place = context?.kind === "object" ? findElement(context.object.type, name, scope) : undefined;
  if (target === undefined || context?.kind !== "object" || place === undefined || source.type === undefined)
    return { rule: withTarget(rule, { transform: copyOf(rule) }), scope: inner };
  const types = place.fixedType === undefined ? place.element.types : [place.fixedType];
  const { model } = scope.writer.linked.world;
  const isPrimitive = kindOf(source.type) !== "complex";
  const found = isPrimitive ? undefined : scope.writer.linked.defaultGroup(scope.linked.map, source.type, types);
  if (found !== undefined) {
    const call: DefaultCall = {
      at: rule.at,
      name: found.group.group.name,
      variables: found.group.group.inputs.map(({ mode }) => ({
        at: rule.at,
        name: mode === "source" ? SOURCE : TARGET,
      })),
      group: found.group,
    };
    const type = { at: rule.at, kind: "string" as const, text: found.type };
    const create = { at: rule.at, name: "create", parameters: [type] };
    const made = place.element.isList || types.length > 1 ? { transform: create } : {};
    return { rule: { ...withTarget(rule, { ...made, variable: TARGET }), dependents: [call] }, scope: inner };
  }
  const fits = isPrimitive || types.some((type) => source.type !== undefined && model.isA(source.type, type));
  if (fits) return { rule: withTarget(rule, { transform: copyOf(rule) }), scope: inner };
  refuse(scope, "fml/default-group", `No default group takes ${source.type} to ${types.join(" or ")}.`, target.at);
  return { rule: undefined, scope: inner };
}

function withTarget(rule: Rule, change: Partial<Target>): Rule {
  return { ...rule, targets: rule.targets.map(({ transform: _, ...target }) => ({ ...target, ...change })) };
}

const copyOf = ({ at }: Rule) => ({
  at,
  name: "copy",
  parameters: [{ at, kind: "variable" as const, text: SOURCE }],
});
