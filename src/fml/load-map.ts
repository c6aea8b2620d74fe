import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Result } from "../fhir/index.ts";
import { compileMap } from "./compile.ts";
import type { World } from "./link.ts";
import type { MapRun } from "./runtime/index.ts";
import type { MapTree } from "./tree.ts";

/** A compiled map that can be run: the source is plain JSON, its decimals numbers or `JSON.rawJSON` objects. */
export type RunnableMap = (source: unknown, run: MapRun) => object;

/**
 * Compiles a map and imports what it became, for maps that come with a request or a command.
 *
 * The module is a file in a new folder of the system's temporary one, which is removed when the module is loaded; a loaded module
 * stays in memory as long as the process.
 *
 * @param group the group to start with; without it, the map's first
 */
export async function loadMap(map: MapTree, world: World, group?: string): Promise<Result<RunnableMap>> {
  const compiled = compileMap(map, world, {
    runtime: new URL(`./runtime/index.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url).href,
    version: "",
    ...(group !== undefined && { group }),
  });
  if (!compiled.ok) return compiled;
  const folder = await mkdtemp(join(tmpdir(), "kypho-map-"));
  try {
    const file = join(folder, "map.mjs");
    await writeFile(file, compiled.value.javascript);
    const module = (await import(pathToFileURL(file).href)) as Record<string, RunnableMap>;
    const run = module[compiled.value.entry];
    if (run === undefined) throw new Error(`The module has no export ${compiled.value.entry}.`);
    return { ok: true, value: run, ...(compiled.warnings && { warnings: compiled.warnings }) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
