import { code, createNames, name, type Code, type Names } from "../../codegen/index.ts";
import { createMapIssues, type MapIssue, type MapIssues } from "../map-issue.ts";
import { reachable, type LinkedGroup, type LinkedMap } from "../link.ts";
import type { Site, TracedRow } from "../trace/site.ts";
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
  /** Runs something and takes the errors back that it noted. */
  readonly attempt: (write: () => void) => readonly MapIssue[];
  /** Notes errors that were taken back. */
  readonly admit: (errors: readonly MapIssue[]) => void;
  /** The name of a function of the run time, which is then imported. */
  readonly use: (helper: string) => Code;
  /** The name of a constant of the module; equal ones are one. */
  readonly hoist: (hint: string, value: Code) => Code;
  /** The name of a frozen object of the module. */
  readonly constant: (hint: string, value: Code) => Code;
  /** Whether the module shall record where everything comes from. */
  readonly isTraced: boolean;
  /** The number of a site of the trace. */
  readonly site: (site: Site) => number;
  readonly sites: readonly Site[];
  /** Notes a ConceptMap whose rows a trace names by their place in it; its url. */
  readonly traceRows: (url: string, rows: readonly TracedRow[]) => void;
  readonly conceptMaps: Readonly<Record<string, readonly TracedRow[]>>;
  /** The number of a rule. */
  readonly ruleId: (map: MapTree, group: Group, rule: Rule) => number;
  /** The rule as `rules[n]`. */
  readonly rule: (map: MapTree, group: Group, rule: Rule) => Code;
  /** Names of elements that some rule reaches into: an object that is put there must not be shared. */
  readonly changes: ReadonlySet<string>;
  /** Says that a group is written where it is called. */
  readonly isInlined: (group: LinkedGroup) => boolean;
  readonly helpers: ReadonlyMap<string, Code>;
  readonly constants: ReadonlyMap<string, { readonly name: Code; readonly value: Code }>;
  readonly rules: readonly RuleIdentity[];
}

export function createWriter(linked: LinkedMap, all: MapIssue[], isTraced: boolean): Writer {
  const names = createNames([
    "run",
    "rules",
    "meta",
    "item",
    "value",
    "list",
    "a",
    "b",
    "JSON",
    "Math",
    "RegExp",
    "Map",
    "Reflect",
  ]);
  const helpers = new Map<string, Code>();
  const constants = new Map<string, { name: Code; value: Code }>();
  const rules: RuleIdentity[] = [];
  const ruleIds = new Map<Rule["at"], number>(); // A rule that is rewritten keeps its place.
  const conceptMaps: Record<string, readonly TracedRow[]> = {};
  const sites = new Map<string, { readonly number: number; readonly site: Site }>();
  const inlined = inlinedGroups(linked);
  const writer: Writer = {
    linked,
    names,
    issues: (map) => createMapIssues(map.file, all),
    attempt(write) {
      const before = all.length;
      write();
      const found = all.splice(before);
      all.push(...found.filter(({ severity }) => severity !== "error"));
      return found.filter(({ severity }) => severity === "error");
    },
    admit: (errors) => all.push(...errors),
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
    isTraced,
    site(site) {
      const key = JSON.stringify(site);
      const known = sites.get(key) ?? { number: sites.size, site };
      sites.set(key, known);
      return known.number;
    },
    get sites() {
      return [...sites.values()].map(({ site }) => site);
    },
    traceRows: (url, rows) => (conceptMaps[url] = rows),
    conceptMaps,
    ruleId(map, group, rule) {
      const id = ruleIds.get(rule.at) ?? rules.length;
      if (id === rules.length) {
        ruleIds.set(rule.at, id);
        rules.push({ id, group: group.name, name: rule.name, file: map.file, ...rule.at });
      }
      return id;
    },
    rule: (map, group, rule) => code`rules[${writer.ruleId(map, group, rule)}]`,
    changes: changesOf(linked),
    isInlined: ({ group }) => inlined.has(group),
    helpers,
    constants,
    rules,
  };
  return writer;
}

/**
 * Groups that one place calls: none that share, extend, are extended or call themselves on a way back; and none that the first
 * group calls, since V8 optimizes no function over 60 kB of bytecode, and forgets all of one when a guess about it was wrong.
 */
function inlinedGroups(linked: LinkedMap): ReadonlySet<Group> {
  const calls = new Map<Group, number>();
  const barred = new Set<Group>(linked.map.groups.slice(0, 1));
  const open: LinkedGroup[] = linked.map.groups.slice(0, 1).map((group) => ({ map: linked.map, group }));
  const seen = new Set<Group>();
  const visit = (from: LinkedGroup, rules: readonly Rule[]) => {
    for (const rule of rules) {
      if (rule.targets.some(({ share }) => share !== undefined)) barred.add(from.group);
      for (const { name } of rule.dependents) {
        const to = linked.group(from.map, name);
        if (to === undefined) continue;
        calls.set(to.group, (calls.get(to.group) ?? 0) + 1);
        if (from.group === linked.map.groups[0]) barred.add(to.group);
        open.push(to);
      }
      visit(from, rule.rules);
    }
  };
  for (const one of open) {
    if (seen.has(one.group)) continue;
    seen.add(one.group);
    visit(one, one.group.rules);
    const base = one.group.extends === undefined ? undefined : linked.group(one.map, one.group.extends.name);
    if (base === undefined) continue;
    barred.add(one.group).add(base.group);
    open.push(base);
  }
  // A group on a circle is called from inside it and from outside, so twice; a circle that nothing enters is never reached.
  return new Set([...seen].filter((group) => calls.get(group) === 1 && !barred.has(group)));
}

function changesOf(linked: LinkedMap): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (rules: readonly Rule[]) => {
    for (const rule of rules) {
      for (const { element, transform } of rule.targets)
        if (element !== undefined && transform === undefined) found.add(element.name);
      add(rule.rules);
    }
  };
  for (const map of reachable(linked.map, linked.world)) for (const group of map.groups) add(group.rules);
  return found;
}

/** The variable that every emitted function has for its run. */
export const run: Code = name("run");
