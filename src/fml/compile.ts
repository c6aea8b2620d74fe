import type { Result } from "../fhir/index.ts";
import { checkMap } from "./check.ts";
import { emitModule, type ModuleOptions } from "./emit.ts";
import { linkMap, reachable, type World } from "./link.ts";
import type { MapIssue } from "./map-issue.ts";
import type { MapTree } from "./tree.ts";

/** The text of a compiled map. */
export interface CompiledMap {
  readonly javascript: string;
  readonly declarations: string;
  /** The name that the first, or the wanted, group is exported under. */
  readonly entry: string;
}

/**
 * Finds all that is wrong with a map: names, and, as far as its groups say their types, every rule.
 *
 * @returns every issue in the order of files and lines; a map with an error cannot be compiled
 */
export function examineMap(map: MapTree, world: World, group?: string): readonly MapIssue[] {
  const { linked, issues } = linkMap(map, world);
  const first = map.groups.find(({ name }) => group === undefined || name === group);
  const isLibrary =
    first?.inputs.some(({ type }) => type === undefined || linked.type(map, type) === undefined) ?? false;
  if (isLibrary && group === undefined)
    return inOrder([...reachable(map, world).flatMap((one) => [...checkMap(one)]), ...issues]);
  const compiled = compileMap(map, world, { runtime: "", version: "", ...(group !== undefined && { group }) });
  return (compiled.ok ? (compiled.warnings ?? []) : compiled.issues) as readonly MapIssue[];
}

/**
 * Compiles a parsed map with all that it imports into one module.
 *
 * @returns the module's text with warnings, or every issue, in the order of files and lines
 */
export function compileMap(map: MapTree, world: World, options: ModuleOptions): Result<CompiledMap> {
  const issues: MapIssue[] = [];
  for (const one of reachable(map, world)) issues.push(...checkMap(one));
  const { linked, issues: unknown } = linkMap(map, world);
  issues.push(...unknown);
  const emitted = emitModule(linked, options);
  for (const issue of emitted.issues) {
    const isKnown = issues.some(
      (one) =>
        one.path === issue.path &&
        one.position.line === issue.position.line &&
        one.position.column === issue.position.column &&
        one.message === issue.message,
    );
    if (!isKnown) issues.push(issue);
  }
  inOrder(issues);
  if (issues.some(({ severity }) => severity === "error")) return { ok: false, issues };
  return {
    ok: true,
    value: { javascript: emitted.javascript, declarations: emitted.declarations, entry: emitted.entry },
    warnings: issues,
  };
}

/** Sorts by file, line and column. */
function inOrder(issues: MapIssue[]): MapIssue[] {
  return issues.sort((a, b) =>
    a.path < b.path
      ? -1
      : a.path > b.path
        ? 1
        : a.position.line - b.position.line || a.position.column - b.position.column,
  );
}
