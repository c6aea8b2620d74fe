import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readR4Structures } from "../../src/fhir/index.ts";
import { createModel, type StructureDefinition } from "../../src/fhirpath/index.ts";
import { compileMap, parseMap, type ConceptMap, type MapTree, type World } from "../../src/fml/index.ts";

const ROOT = join(import.meta.dirname, "../..");

/** A compiled map: plain JSON in, plain JSON out. */
export type RunnableMap = (source: object, run: { references: unknown[]; issues: unknown[] }) => object;

/** The project's maps as trees, to be compiled after a change. */
export interface MapWorkshop {
  readonly maps: readonly MapTree[];
  /** Compiles the map of a name among the given trees; undefined when that is refused. */
  compile(name: string, maps: readonly MapTree[]): Promise<RunnableMap | undefined>;
  close(): void;
}

/** Reads maps, ConceptMaps and structures; the modules that it writes stand in a folder of their own until it is closed. */
export function openMapWorkshop(): MapWorkshop {
  const folder = mkdtempSync(join(tmpdir(), "kypho-maps-"));
  const readJson = (path: string) => JSON.parse(readFileSync(path, "utf8")) as unknown;
  const maps = ["mappings", "mappings/shared"].flatMap((place) =>
    readdirSync(join(ROOT, place))
      .filter((file) => file.endsWith(".map"))
      .map((file) => {
        const parsed = parseMap(readFileSync(join(ROOT, place, file), "utf8"), `${place}/${file}`);
        if (!parsed.ok) throw new Error(parsed.issues.map(({ message }) => message).join("\n"));
        return parsed.value;
      }),
  );
  const conceptMaps = new Map(
    readdirSync(join(ROOT, "mappings/concept-maps"))
      .map((file) => readJson(join(ROOT, "mappings/concept-maps", file)) as ConceptMap)
      .map((one) => [one.url, one]),
  );
  const model = createModel([
    ...(readR4Structures() as unknown as StructureDefinition[]),
    readJson(join(ROOT, "build/structures/StructureDefinition-KyphoplastyCase.json")) as StructureDefinition,
  ]);
  let count = 0;
  return {
    maps,
    async compile(name, changed) {
      const map = changed.find(({ file }) => file === `mappings/${name}.map`);
      if (map === undefined) throw new Error(`No map is called ${name}.`);
      const world: World = {
        model,
        maps: changed,
        conceptMap: (url) => conceptMaps.get(url),
        codeSystem: () => undefined,
      };
      const runtime = pathToFileURL(join(ROOT, "src/fml/runtime/index.ts")).href;
      const compiled = compileMap(map, world, { runtime, version: "0" });
      if (!compiled.ok) return undefined;
      const file = join(folder, `map-${String(count++)}.js`);
      writeFileSync(file, compiled.value.javascript);
      const module = (await import(pathToFileURL(file).href)) as Record<string, RunnableMap>;
      return module[map.groups[0]?.name ?? ""];
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}
