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
  issues.sort((a, b) =>
    a.path < b.path
      ? -1
      : a.path > b.path
        ? 1
        : a.position.line - b.position.line || a.position.column - b.position.column,
  );
  if (issues.some(({ severity }) => severity === "error")) return { ok: false, issues };
  return { ok: true, value: { javascript: emitted.javascript, declarations: emitted.declarations }, warnings: issues };
}
