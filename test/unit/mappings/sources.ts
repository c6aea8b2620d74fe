import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

export const BASE = "https://kypho-fhir.github.io/fhir";

/** The parts of an R4 ConceptMap that the project writes. */
export interface ConceptMapFile {
  readonly resourceType: string;
  readonly id: string;
  readonly url: string;
  readonly version: string;
  readonly name: string;
  readonly title: string;
  readonly status: string;
  readonly sourceUri: string;
  readonly targetUri: string;
  readonly group: readonly {
    readonly source: string;
    readonly target: string;
    readonly element: readonly {
      readonly code: string;
      readonly target: readonly { readonly code: string; readonly display: string; readonly equivalence: string }[];
    }[];
  }[];
}

export const conceptMapFiles = readdirSync("mappings/concept-maps").sort();

export const conceptMaps = conceptMapFiles.map(
  (file) => JSON.parse(readFileSync(`mappings/concept-maps/${file}`, "utf8")) as ConceptMapFile,
);

/** Every row of a ConceptMap: a source code and one target of it. */
export function rowsOf(map: ConceptMapFile) {
  return map.group.flatMap(({ target: system, element }) =>
    element.flatMap(({ code: source, target }) => target.map((one) => ({ source, system, ...one }))),
  );
}

const isObject = (node: unknown): node is Readonly<Record<string, unknown>> =>
  typeof node === "object" && node !== null;

const { components } = parse(readFileSync("openapi.yaml", "utf8")) as {
  components: { schemas: Record<string, unknown> };
};

/** Every list of codes that the case schema names, with its codes; none for the vertebral level, which is free text. */
export const codeLists = new Map<string, readonly string[] | undefined>();

/** Every field of the case, by the name of its schema and its own. */
export const caseFields = new Set<string>();

function readCase(node: unknown): void {
  if (Array.isArray(node)) {
    node.forEach(readCase);
    return;
  }
  if (!isObject(node)) return;
  if (typeof node["x-codes"] === "string")
    codeLists.set(node["x-codes"], node["enum"] as readonly string[] | undefined);
  // What a FHIR type rules is copied as a whole.
  if (node["x-fhir-type"] !== undefined) return;
  if (typeof node["$ref"] === "string") readSchema(node["$ref"].slice("#/components/schemas/".length));
  if (isObject(node["properties"])) for (const field of Object.keys(node["properties"])) caseFields.add(field);
  for (const child of Object.values(node)) readCase(child);
}

const seen = new Set<string>();

function readSchema(name: string): void {
  if (seen.has(name)) return;
  seen.add(name);
  readCase(components.schemas[name]);
}

readSchema("KyphoplastyCase");

/** The displays of the project's code systems, by system and code, as their Shorthand states them. */
export const ownCodes = new Map<string, ReadonlyMap<string, string>>();

for (const file of readdirSync("profiles/input/fsh/terminology")) {
  const text = readFileSync(`profiles/input/fsh/terminology/${file}`, "utf8");
  for (const block of text.split(/^(?=CodeSystem:|ValueSet:)/m).filter((one) => one.startsWith("CodeSystem:"))) {
    const codes = [...block.matchAll(/^\* #(\S+) "([^"]*)"/gm)].map(
      ([, code = "", display = ""]) => [code, display] as const,
    );
    ownCodes.set(`${BASE}/CodeSystem/${/^Id: (\S+)/m.exec(block)?.[1] ?? ""}`, new Map(codes));
  }
}

/** The ids of the profiles that a resource can state: those that are not abstract. */
export const profileIds = readdirSync("profiles/input/fsh")
  .filter((file) => file.endsWith(".fsh"))
  .flatMap((file) =>
    readFileSync(`profiles/input/fsh/${file}`, "utf8").split(/^(?=(?:Profile|Extension|Invariant|RuleSet|Instance):)/m),
  )
  .filter((block) => block.startsWith("Profile:") && !/\^abstract = true/.test(block))
  .map((block) => /^Id: (\S+)/m.exec(block)?.[1] ?? "");

/** Foreign codes that a public source was seen to state, as `system|code`. */
export const verifiedCodes = new Map(
  (
    JSON.parse(readFileSync("test/fixtures/verified-codes.json", "utf8")) as {
      readonly system: string;
      readonly code: string;
      readonly display: string;
    }[]
  ).map(({ system, code, display }) => [`${system}|${code}`, display]),
);

/** Every map by its file, the main one first. */
export const mapFiles = [
  "mappings/kyphoplasty.map",
  ...readdirSync("mappings/shared").map((file) => `mappings/shared/${file}`),
].filter(existsSync);

export const mapTexts = new Map(mapFiles.map((file) => [file, readFileSync(file, "utf8")]));
