import type { Model, TypeModel } from "../fhirpath/index.ts";
import type { CodeSystem, ConceptMap } from "./terminology.ts";
import { createMapIssues, type MapIssue } from "./map-issue.ts";
import type { Group, MapTree, Rule } from "./tree.ts";

/** Everything that maps may name. */
export interface World {
  readonly model: Model;
  readonly maps: readonly MapTree[];
  readonly conceptMap: (url: string) => ConceptMap | undefined;
  readonly codeSystem: (url: string) => CodeSystem | undefined;
}

export interface LinkedGroup {
  readonly map: MapTree;
  readonly group: Group;
}

/** A map whose imports, groups and structures are all known. */
export interface LinkedMap {
  readonly map: MapTree;
  readonly world: World;
  /** The group that a name means in one of the maps: an own one comes before an imported one. */
  readonly group: (from: MapTree, name: string) => LinkedGroup | undefined;
  /** The type that a name, an alias or a url means in one of the maps. */
  readonly type: (from: MapTree, name: string) => TypeModel | undefined;
  /** The ConceptMap of a url, or of the name of one that stands in the map itself. */
  readonly conceptMap: (from: MapTree, url: string) => ConceptMap | undefined;
  /** The default group for a value of one type that goes into one of some others, and which of them it makes. */
  readonly defaultGroup: (
    from: MapTree,
    source: string,
    targets: readonly string[],
  ) => { readonly group: LinkedGroup; readonly type: string } | undefined;
}

/** Resolves the names of a map and of what it imports; each that is unknown is an issue. */
export function linkMap(
  map: MapTree,
  world: World,
): { readonly linked: LinkedMap; readonly issues: readonly MapIssue[] } {
  const issues: MapIssue[] = [];
  const linked: LinkedMap = {
    map,
    world,
    group: (from, name) => findGroup(from, name, world, new Set()),
    type: (from, name) => {
      const uses = from.uses.find(({ alias }) => alias === name);
      return world.model.type(uses?.url ?? name) ?? world.model.type(name);
    },
    conceptMap: (from, url) =>
      from.conceptMaps.find((own) => own.url === (url.startsWith("#") ? url : `#${url}`)) ?? world.conceptMap(url),
    defaultGroup: (from, source, targets) => findDefaultGroup(linked, from, source, targets),
  };
  for (const one of reachable(map, world)) linkNames(one, linked, issues);
  return { linked, issues };
}

/** The maps that an import names; `*` stands for any text. */
function imported(url: string, world: World): MapTree[] {
  if (!url.includes("*")) return world.maps.filter((map) => map.url === url);
  const pattern = new RegExp(
    `^${url
      .split("*")
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  );
  return world.maps.filter((map) => pattern.test(map.url)).sort((a, b) => (a.url < b.url ? -1 : 1));
}

function findGroup(from: MapTree, name: string, world: World, seen: Set<MapTree>): LinkedGroup | undefined {
  if (seen.has(from)) return undefined;
  seen.add(from);
  const own = from.groups.find((group) => group.name === name);
  if (own !== undefined) return { map: from, group: own };
  for (const { url } of from.imports) {
    for (const map of imported(url, world)) {
      const found = findGroup(map, name, world, seen);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/**
 * `<<types>>` says that a group is used for its two types, `<<type+>>` also that its target's type is what the source's type
 * becomes where several are possible. An own group comes before an imported one, and one for the very type before one for
 * what it derives from. https://hl7.org/fhir/R4/mapping-language.html#7.8.0.6
 */
function findDefaultGroup(
  linked: LinkedMap,
  from: MapTree,
  source: string,
  targets: readonly string[],
): { readonly group: LinkedGroup; readonly type: string } | undefined {
  const { world } = linked;
  const candidates = reachable(from, world).flatMap((map) =>
    map.groups.flatMap((group) => {
      const [left, right] = [modeType(map, group, "source"), modeType(map, group, "target")];
      if (group.typeMode === undefined || left === undefined || right === undefined) return [];
      const type = targets.length === 1 && world.model.isA(targets[0] ?? "", right) ? targets[0] : right;
      const fits = targets.some((target) => world.model.isA(target, right) || world.model.isA(right, target));
      return fits && type !== undefined ? [{ group: { map, group }, left, type }] : [];
    }),
  );
  for (let type: string | undefined = source; type !== undefined; type = world.model.type(type)?.base) {
    const found = candidates.find(({ left }) => left === type);
    if (found !== undefined) return found;
  }
  return undefined;

  function modeType(map: MapTree, group: Group, mode: "source" | "target"): string | undefined {
    const type = group.inputs.find((input) => input.mode === mode)?.type;
    return type === undefined ? undefined : linked.type(map, type)?.name;
  }
}

/** The map and all that it imports, itself first. */
export function reachable(map: MapTree, world: World): readonly MapTree[] {
  const found = new Set([map]);
  for (const one of found)
    for (const { url } of one.imports) for (const other of imported(url, world)) found.add(other);
  return [...found];
}

function linkNames(map: MapTree, linked: LinkedMap, all: MapIssue[]): void {
  const issues = createMapIssues(map.file, all);
  for (const { url, at } of map.uses) {
    // A structure counts only where its name does, as a type that is then not found.
    if (linked.world.model.type(url) === undefined)
      issues.warning("fml/unknown-structure", `No StructureDefinition has the url ${url}.`, at);
  }
  for (const { url, at } of map.imports) {
    if (imported(url, linked.world).length > 0) continue;
    // A pattern asks for whatever there is; what is then missing is missed where it is called.
    if (url.includes("*")) issues.warning("fml/unknown-import", `No map has the url ${url}.`, at);
    else issues.error("fml/unknown-import", `No map has the url ${url}.`, at);
  }
  const names = new Set<string>();
  for (const group of map.groups) {
    if (names.has(group.name)) issues.error("fml/group-repeated", `A second group is called ${group.name}.`, group.at);
    names.add(group.name);
    for (const { type, at } of group.inputs) {
      if (type !== undefined && linked.type(map, type) === undefined)
        issues.error("fml/unknown-type", `No structure is called ${type}.`, at);
    }
    if (group.extends !== undefined && linked.group(map, group.extends.name) === undefined) {
      issues.error("fml/unknown-group", `No group is called ${group.extends.name}.`, group.extends.at);
    }
    linkRules(group.rules);
  }

  function linkRules(rules: readonly Rule[]): void {
    for (const rule of rules) {
      for (const { name, variables, at } of rule.dependents) {
        const found = linked.group(map, name)?.group;
        if (found === undefined) issues.error("fml/unknown-group", `No group is called ${name}.`, at);
        else if (found.inputs.length !== variables.length) {
          issues.error(
            "fml/arguments",
            `Group ${name} takes ${String(found.inputs.length)} arguments, found ${String(variables.length)}.`,
            at,
          );
        }
      }
      for (const { transform } of rule.targets) {
        const url = transform?.name === "translate" ? transform.parameters[1] : undefined;
        if (url?.kind === "string" && linked.conceptMap(map, url.text) === undefined) {
          issues.error("fml/unknown-concept-map", `No ConceptMap has the url ${url.text}.`, url.at);
        }
      }
      linkRules(rule.rules);
    }
  }
}
