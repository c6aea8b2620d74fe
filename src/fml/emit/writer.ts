import { code, createNames, name, type Code, type Names } from "../../codegen/index.ts";
import type { ElementModel } from "../../fhirpath/index.ts";
import { createMapIssues, type MapIssue, type MapIssues } from "../map-issue.ts";
import { reachable, type LinkedMap } from "../link.ts";
import type { Group, MapTree, Rule } from "../tree.ts";
import type { RuleIdentity } from "../runtime/index.ts";

/**
 * What is gathered for one module while its groups are compiled.
 *
 * Every name of the module itself starts with `$`, which no name in a function does: so a constant that turns up late is never
 * hidden by a variable of the map.
 */
export interface Writer {
  readonly linked: LinkedMap;
  readonly names: Names;
  readonly issues: (map: MapTree) => MapIssues;
  /** The name of a function of the run time, which is then imported. */
  readonly use: (helper: string) => Code;
  /** The name of a constant of the module; equal ones are one. */
  readonly hoist: (hint: string, value: Code) => Code;
  /** The name of a frozen object of the module. */
  readonly constant: (hint: string, value: Code) => Code;
  /** The rule as `rules[n]`. */
  readonly rule: (map: MapTree, group: Group, rule: Rule) => Code;
  /** Notes that rules fill a single element that may be there already, so that no frozen object may stand in it. */
  readonly reach: (type: string, element: ElementModel) => void;
  readonly isReached: (type: string, element: ElementModel) => boolean;
  /** Names of elements that some rule reaches into: an object that is put there must not be shared. */
  readonly changes: ReadonlySet<string>;
  readonly helpers: ReadonlyMap<string, Code>;
  readonly constants: ReadonlyMap<string, { readonly name: Code; readonly value: Code }>;
  readonly rules: readonly RuleIdentity[];
}

export function createWriter(linked: LinkedMap, all: MapIssue[]): Writer {
  const names = createNames(["run", "rules", "meta", "item", "value", "list", "a", "b", "JSON", "Math", "RegExp", "Map", "Reflect"]);
  const helpers = new Map<string, Code>();
  const constants = new Map<string, { name: Code; value: Code }>();
  const rules: RuleIdentity[] = [];
  const ruleIds = new Map<Rule, number>();
  const reached = new Set<string>();
  const writer: Writer = {
    linked,
    names,
    issues: (map) => createMapIssues(map.file, all),
    use(helper) {
      const known = helpers.get(helper) ?? names.fresh(`$${helper}`);
      helpers.set(helper, known);
      return known;
    },
    hoist(hint, value) {
      const known = constants.get(value.text) ?? { name: names.fresh(`$${hint}`), value };
      constants.set(value.text, known);
      return known.name;
    },
    constant: (hint, value) => writer.hoist(hint, code`${writer.use("frozen")}(${value})`),
    rule(map, group, rule) {
      const id = ruleIds.get(rule) ?? rules.length;
      if (id === rules.length) {
        ruleIds.set(rule, id);
        rules.push({ id, group: group.name, name: rule.name, file: map.file, ...rule.at });
      }
      return code`rules[${id}]`;
    },
    reach: (type, element) => reached.add(`${type}.${element.name}`),
    isReached: (type, element) => !element.isList && reached.has(`${type}.${element.name}`),
    changes: changesOf(linked),
    helpers,
    constants,
    rules,
  };
  return writer;
}

function changesOf(linked: LinkedMap): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (rules: readonly Rule[]) => {
    for (const rule of rules) {
      for (const { element, transform } of rule.targets) if (element !== undefined && transform === undefined) found.add(element.name);
      add(rule.rules);
    }
  };
  for (const map of reachable(linked.map, linked.world)) for (const group of map.groups) add(group.rules);
  return found;
}

/** The variable that every emitted function has for its run. */
export const run: Code = name("run");
