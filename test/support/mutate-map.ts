import type { MapTree } from "../../src/fml/index.ts";

type Group = MapTree["groups"][number];
type Rule = Group["rules"][number];

/** A change of one rule, and the maps with it. */
export interface MapMutant {
  /** What was changed, where: `delete mappings/shared/level.map:25 access`. */
  readonly name: string;
  readonly maps: readonly MapTree[];
}

/** Every map with one rule taken out. */
export function deletions(maps: readonly MapTree[]): readonly MapMutant[] {
  return eachRule(maps, "delete", (_rule, rules, at) => rules.toSpliced(at, 1));
}

/** Every map with the elements that two neighbouring rules read swapped, where both read a list or object in the same way. */
export function swaps(maps: readonly MapTree[]): readonly MapMutant[] {
  return eachRule(maps, "swap", (rule, rules, at) => {
    const next = rules[at + 1];
    const [one, other] = [rule.source.element, next?.source.element];
    if (next === undefined || one === undefined || other === undefined || one.name === other.name) return undefined;
    if (rule.source.context !== next.source.context || rule.rules.length + next.rules.length > 0) return undefined;
    return rules
      .with(at, { ...rule, source: { ...rule.source, element: other } })
      .with(at + 1, { ...next, source: { ...next.source, element: one } });
  });
}

function eachRule(
  maps: readonly MapTree[],
  verb: string,
  change: (rule: Rule, rules: readonly Rule[], at: number) => readonly Rule[] | undefined,
): readonly MapMutant[] {
  return maps.flatMap((map, mapAt) =>
    map.groups.flatMap((group, groupAt) =>
      changed(group.rules, change).map(({ rule, rules }): MapMutant => {
        const mutated = { ...map, groups: map.groups.with(groupAt, { ...group, rules }) };
        return {
          name: `${verb} ${map.file}:${String(rule.at.line)} ${group.name}.${rule.name}`,
          maps: maps.with(mapAt, mutated),
        };
      }),
    ),
  );
}

/** Every way to change one rule of a list or below it. */
function changed(
  rules: readonly Rule[],
  change: (rule: Rule, rules: readonly Rule[], at: number) => readonly Rule[] | undefined,
): readonly { readonly rule: Rule; readonly rules: readonly Rule[] }[] {
  return rules.flatMap((rule, at) => {
    const here = change(rule, rules, at);
    const below = changed(rule.rules, change).map((inner) => ({
      rule: inner.rule,
      rules: rules.with(at, { ...rule, rules: inner.rules }),
    }));
    return [...(here === undefined ? [] : [{ rule, rules: here }]), ...below];
  });
}
