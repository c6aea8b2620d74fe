import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "../fhir/index.ts";
import {
  createWorld,
  parseMap,
  readStructureMap,
  type KnownResource,
  type MapTree,
  type StructureMap,
  type World,
} from "../fml/index.ts";
import { packageFile } from "../system/index.ts";

/** Reads one map: text, or a StructureMap as JSON. */
export function readMap(file: string): Result<MapTree> {
  const text = readFileSync(file, "utf8");
  if (!/^\s*\{/.test(text)) return parseMap(text, file);
  try {
    return readStructureMap(JSON.parse(text) as StructureMap, file);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    const message = "A map or a StructureMap was expected; this is neither.";
    return { ok: false, issues: [{ severity: "error", code: "structure", rule: "cli/map", message, path: file }] };
  }
}

/**
 * What maps may name: R4, this package's own structures, ConceptMaps and shared maps, and those of a folder.
 *
 * @param maps  come before all others
 * @param folder read with the folders in it: `.json` with resources or Bundles of them, and `.map`
 */
export function readMapWorld(maps: readonly MapTree[], folder?: string): World {
  const own = [packageFile("build/structures"), packageFile("mappings/concept-maps"), packageFile("mappings/shared")];
  const files = [...own, ...(folder === undefined ? [] : [folder])].flatMap(filesIn);
  const resources = files.filter((file) => file.endsWith(".json")).flatMap(readResources);
  const known = new Set(maps.map(({ url }) => url));
  const texts = files.filter((file) => file.endsWith(".map")).map((file) => parseMap(readFileSync(file, "utf8"), file));
  const structureMaps = resources
    .filter((one): one is StructureMap & KnownResource => one.resourceType === "StructureMap")
    .map((one) => readStructureMap(one, one.url));
  // A text says more than the resource that was made of it, such as its lines.
  const others = [...structureMaps, ...texts].flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
  // Of several maps with one url the last counts, and a given one before them.
  const chosen = new Map(others.map((map) => [map.url, map]));
  return createWorld(resources, [...maps, ...[...chosen.values()].filter(({ url }) => !known.has(url))]);
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]));
}

/** The resources of a file; one that holds none gives none. */
function readResources(file: string): KnownResource[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return [];
  }
  const found = content as KnownResource & { readonly entry?: readonly { readonly resource?: KnownResource }[] };
  if (typeof content !== "object" || content === null || typeof found.resourceType !== "string") return [];
  return found.resourceType === "Bundle" ? (found.entry ?? []).flatMap(({ resource }) => resource ?? []) : [found];
}
