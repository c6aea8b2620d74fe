import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readSchema, resolveSchema, type JsonSchema } from "../case/schema/index.ts";
import { packageFile } from "../system/index.ts";

const SITE = "https://hospital.example.org/fhir";
const OURS = "https://kypho-fhir.github.io/fhir";
const EXAMPLES = ["minimal.json", "typical.json"];

/**
 * Writes the skeleton of a site's folder: everything is in it, works, and changes nothing yet.
 *
 * @returns the files, from the top of the folder
 * @throws Error when the folder is there and holds something
 */
export function initSite(folder: string): readonly string[] {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Error(`A new or an empty folder was expected; ${folder} holds something.`);
  const schema = readSchema(readFileSync(packageFile("openapi.yaml"), "utf8"), "KyphoplastyCase");
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, property]) => [name, resolveSchema(property, schema)] as const,
  );
  const files: Readonly<Record<string, string>> = {
    "README.md": README,
    "source/case.schema.json": printJson(toForm(schema, fields)),
    "source/case.map": toMap(fields.map(([name]) => name)),
    "concept-maps/cement-material.csv": LOCAL_CODES,
    "profiles/session.json": printJson(SESSION),
    "losses.json": "[]\n",
    "accepted.json": "[]\n",
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  mkdirSync(join(folder, "examples"), { recursive: true });
  for (const name of EXAMPLES) copyFileSync(packageFile(`examples/${name}`), join(folder, "examples", name));
  return [...Object.keys(files), ...EXAMPLES.map((name) => `examples/${name}`)];
}

const printJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** The form of our cases, one level deep: what is further in is for the case schema to check. */
function toForm(schema: JsonSchema, fields: readonly (readonly [string, JsonSchema])[]): object {
  const shape = (name: string, { type = "object", items, "x-fhir-type": fhirType }: JsonSchema): object => {
    const item = type === "array" ? (resolveSchema(items ?? {}, schema).type ?? "object") : type;
    const what = item === "object" ? { "x-fhir-type": fhirType ?? `KyphoplastyCase.${name}` } : {};
    return type === "array" ? { type, items: { type: item }, ...what } : { type, ...what };
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `${SITE}/StructureDefinition/OurCase`,
    title: "A case as our documents say it",
    type: "object",
    additionalProperties: false,
    required: ["caseId"],
    properties: Object.fromEntries(fields.map(([name, field]) => [name, shape(name, field)])),
  };
}

function toMap(fields: readonly string[]): string {
  return `map "${SITE}/StructureMap/OurCase" = "OurCase"

// Our documents, to the case that kypho-fhir knows.
//
// One rule a field: on the left the name in our documents (source/case.schema.json), on the right the name in a case
// (KyphoplastyCase of openapi.yaml). To rename a field, change the left name here and in the schema. An object is copied with all
// that is in it; where something inside is called otherwise too, give the rule a group: https://hl7.org/fhir/R4/mapping-tutorial.html

uses "${SITE}/StructureDefinition/OurCase" alias OurCase as source
uses "${OURS}/StructureDefinition/KyphoplastyCase" alias KyphoplastyCase as target

group OurCase(source ours : OurCase, target case : KyphoplastyCase) {
${fields.map((name) => `  ours.${name} as value -> case.${name} = value "${name}";`).join("\n")}
}
`;
}

const LOCAL_CODES = `# Our own words for cement, and the word of the case that means the same. The file is named after the code list:
# a ConceptMap of kypho-fhir (GET /fhir/ConceptMap). Lines like this one are passed over.
local,standard
# simplex-p,pmma
`;

const SESSION = {
  resourceType: "StructureDefinition",
  url: `${SITE}/StructureDefinition/our-session`,
  name: "OurSession",
  title: "What our hospital asks of the Procedure of a session, beyond what kypho-fhir asks",
  status: "active",
  kind: "resource",
  abstract: false,
  type: "Procedure",
  baseDefinition: `${OURS}/StructureDefinition/session`,
  derivation: "constraint",
  differential: { element: [{ id: "Procedure", path: "Procedure" }] },
};

const README = `# Our site of kypho-fhir

\`KYPHO_SITE\` names this folder. \`kypho serve\` compiles it when it starts and whenever a file changes; \`GET /maps\` says what is live, or
why the last change was refused. \`kypho preview --site .\` says beforehand what a change would do.

| here | what it does |
| --- | --- |
| \`source/*.schema.json\` | the form of our own documents (JSON Schema, its \`$id\` is the name that maps use); a logical model (StructureDefinition) does as well |
| \`source/*.map\` | from that form to KyphoplastyCase; without both, documents come in the form of kypho-fhir |
| \`maps/*.map\` | maps that replace those of kypho-fhir by their canonical URL |
| \`concept-maps/*.csv\` | local code, standard code; the file is named after the code list |
| \`concept-maps/*.json\` | ConceptMaps, in place of ours by their canonical URL |
| \`profiles/*.json\`, \`*.tgz\` | StructureDefinitions, ValueSets, CodeSystems, or packages of them; a profile on one of ours is asked of everything that declares ours, one with the URL of ours replaces it |
| \`views/*.json\` | ViewDefinitions |
| \`examples/\` | documents in our form; a set that does not take them, or that loses something of them on the way to FHIR and back, is refused |
| \`losses.json\` | what may be lost: \`[{ "pointer": "/levels/*/text", "kind": "default", "value": "…", "reason": "…" }]\` |
| \`accepted.json\` | hashes of previews that somebody looked at: \`kypho preview --site . --accept\` |

Folders but \`examples/\` are for order alone: a file is known by its ending and by what is in it.
`;
