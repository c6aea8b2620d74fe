import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CodeSystem, ConceptMap, StructureDefinition } from "@medplum/fhirtypes";
import { writeModule } from "../codegen/index.ts";
import type { Issue, Result } from "../fhir/index.ts";
import {
  compileMap,
  createWorld,
  examineMap,
  parseMap,
  reachable,
  type KnownResource,
  type MapTree,
} from "../fml/index.ts";
import { packageFile } from "../system/index.ts";
import { siteIssue } from "./site-issue.ts";

/** Canonicals of the maps that a set is entered by. */
export const CASE_MAP = "https://kypho-fhir.github.io/fhir/StructureMap/kyphoplasty";
export const WAY_BACK = "https://kypho-fhir.github.io/fhir/StructureMap/extraction";
export const CASE_MODEL = "https://kypho-fhir.github.io/fhir/StructureDefinition/KyphoplastyCase";

/** What maps of a set may name beside R4. */
export interface MapWorldParts {
  readonly maps: readonly MapTree[];
  readonly conceptMaps: readonly ConceptMap[];
  /** A site's own code systems and logical models. */
  readonly resources: readonly (CodeSystem | StructureDefinition)[];
  /** The site's map from its documents to a case. */
  readonly sourceMap?: MapTree;
}

/** The map of a site whose target is a case. */
export function findSourceMaps(maps: readonly MapTree[]): readonly MapTree[] {
  return maps.filter(
    (map) => map.uses.some(({ url, mode }) => mode === "target" && url === CASE_MODEL) && map.url !== WAY_BACK,
  );
}

/**
 * Compiles the maps of a set into `maps/` of its folder, each also as it records origins.
 *
 * @param runtime the address of `fml/runtime`
 * @returns the name that the map from the site's documents is exported by, or every issue with file, line and column
 */
export function compileMaps(
  target: string,
  parts: MapWorldParts,
  runtime: string,
): Result<{ readonly sourceEntry: string | undefined }> {
  const known = new Set(parts.maps.map(({ url }) => url));
  const maps = [...parts.maps, ...readOurMaps().filter(({ url }) => !known.has(url))];
  const own = readOurs(/^(?:CodeSystem-.*|StructureDefinition-KyphoplastyCase)\.json$/, "build/structures");
  const world = createWorld([...own, ...parts.conceptMaps, ...parts.resources] as KnownResource[], maps);
  const entries: (readonly [url: string, file: string])[] = [
    [CASE_MAP, "maps/kyphoplasty"],
    [WAY_BACK, "maps/extraction"],
  ];
  if (parts.sourceMap !== undefined) entries.push([parts.sourceMap.url, "source/map"]);
  const issues: Issue[] = [];
  const reached = new Set<string>();
  let sourceEntry: string | undefined;
  for (const [url, file] of entries) {
    const map = maps.find((one) => one.url === url);
    if (map === undefined) throw new Error(`The map ${url} is not in the package.`);
    for (const one of reachable(map, world)) reached.add(one.url);
    for (const isTraced of url === WAY_BACK ? [false] : [false, true]) {
      const compiled = compileMap(map, world, { runtime, version: "", isTraced });
      if (!compiled.ok) {
        issues.push(...compiled.issues.filter(({ severity }) => severity === "error"));
        break;
      }
      writeModule(join(target, `${file}${isTraced ? ".traced" : ""}.js`), compiled.value.javascript);
      if (url === parts.sourceMap?.url) sourceEntry = compiled.value.entry;
    }
  }
  // A map that no other one uses is looked at all the same.
  for (const map of parts.maps) {
    if (!reached.has(map.url)) issues.push(...examineMap(map, world).filter(({ severity }) => severity === "error"));
  }
  return issues.length > 0 ? { ok: false, issues: withoutRepeats(issues) } : { ok: true, value: { sourceEntry } };
}

function withoutRepeats(issues: readonly Issue[]): readonly Issue[] {
  return [...new Map(issues.map((issue) => [JSON.stringify(issue), issue])).values()];
}

/** Our maps, by their files in the package. */
function readOurMaps(): readonly MapTree[] {
  return ["mappings", "mappings/shared"].flatMap((folder) =>
    readdirSync(packageFile(folder))
      .filter((name) => name.endsWith(".map"))
      .sort()
      .flatMap((name) => {
        const parsed = parseMap(readFileSync(packageFile(`${folder}/${name}`), "utf8"), `${folder}/${name}`);
        return parsed.ok ? [parsed.value] : [];
      }),
  );
}

/** Our definitions of the names asked for. */
export function readOurs(names: RegExp, folder: string): readonly unknown[] {
  return readdirSync(packageFile(folder))
    .filter((name) => names.test(name))
    .sort()
    .map((name) => JSON.parse(readFileSync(packageFile(`${folder}/${name}`), "utf8")) as unknown);
}

/** Refuses several maps to a case, and one without the form that it reads. */
export function checkSourceMap(maps: readonly MapTree[], model: StructureDefinition | undefined): Issue | undefined {
  const [map, other] = findSourceMaps(maps);
  if (other !== undefined) {
    const message = "One map to KyphoplastyCase was expected, found another one.";
    return siteIssue("source-map", "duplicate", message, other.file, other.at);
  }
  if (map === undefined && model === undefined) return undefined;
  if (map === undefined) {
    const message = `A map from ${model?.url ?? ""} to ${CASE_MODEL} was expected, found none.`;
    return siteIssue("source-map", "not-found", message, "");
  }
  if (map.uses.some(({ url, mode }) => mode === "source" && url === model?.url)) return undefined;
  const message =
    model === undefined
      ? "A JSON Schema or a logical model of what the map reads was expected, found none."
      : `The map was expected to use ${model.url} as its source, found another.`;
  return siteIssue("source-map", "not-found", message, map.file, map.at);
}
