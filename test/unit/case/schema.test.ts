import type { ConceptMap, ElementDefinition } from "@medplum/fhirtypes";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  readSchema,
  sourceCodes,
  toDeclarations,
  toLevelsModule,
  toLogicalModel,
  withCodeLists,
  type JsonSchema,
} from "../../../src/case/schema/index.ts";
import { FORMATS } from "../../../src/case/schema/formats.ts";

const ROOT = join(import.meta.dirname, "../../..");
const schema = readSchema(readFileSync(join(ROOT, "openapi.yaml"), "utf8"), "KyphoplastyCase");
const url = "https://kypho-fhir.github.io/fhir/StructureDefinition/KyphoplastyCase";
const model = toLogicalModel(schema, { name: "KyphoplastyCase", url, version: "0.1.0" });

function element(path: string): ElementDefinition | undefined {
  return model.snapshot?.element.find((candidate) => candidate.path === `KyphoplastyCase.${path}`);
}

function readConceptMap(id: string): ConceptMap | undefined {
  const file = join(ROOT, `mappings/concept-maps/ConceptMap-${id}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ConceptMap) : undefined;
}

/** Every schema with `x-codes`, by the id of its ConceptMap. */
function codedFields(value: unknown): [string, JsonSchema][] {
  if (typeof value !== "object" || value === null) return [];
  const field = value as JsonSchema;
  const id = field["x-codes"];
  return [
    ...(typeof id === "string" ? [[id, field] as [string, JsonSchema]] : []),
    ...Object.values(value).flatMap(codedFields),
  ];
}

describe("the logical model", () => {
  it.each([
    ["caseId", "string", 1, "1"],
    ["caseSystem", "uri", 1, "1"],
    ["recordedAt", "instant", 1, "1"],
    ["status", "code", 0, "1"],
    ["patient", "BackboneElement", 1, "1"],
    ["patient.identifiers", "BackboneElement", 1, "*"],
    ["patient.identifiers.system", "uri", 1, "1"],
    ["patient.birthDate", "date", 0, "1"],
    ["patient.ageYears", "integer", 0, "1"],
    ["session.start", "dateTime", 1, "1"],
    ["indication.panel", "code", 0, "*"],
    ["levels.level", "string", 1, "1"],
    ["levels.cement.volumeMl", "decimal", 0, "1"],
    ["levels.punctures.balloonUsed", "boolean", 0, "1"],
    ["levels.extensions", "Extension", 0, "*"],
  ])("has %s as %s, %i..%s", (path, code, min, max) => {
    expect(element(path)).toMatchObject({ type: [{ code }], min, max });
  });

  it("says unit and range in the definition", () => {
    expect(element("levels.cement.volumeMl")?.definition).toBe(
      "Volume. Unit: mL (UCUM). Range: at least 0, at most 30.",
    );
  });

  it("keeps the order of the schema, children behind their parent", () => {
    const paths = model.differential?.element.map(({ path }) => path) ?? [];
    expect(paths.slice(0, 3)).toEqual(["KyphoplastyCase", "KyphoplastyCase.caseId", "KyphoplastyCase.caseSystem"]);
    for (const [index, path] of paths.entries()) {
      const parent = path.slice(0, Math.max(path.lastIndexOf("."), 0));
      expect(parent === "" || paths.lastIndexOf(parent, index) >= 0).toBe(true);
    }
  });

  it("has no element inside an extension, whose form is FHIR's own", () => {
    expect(model.snapshot?.element.filter(({ path }) => path.includes(".extensions."))).toEqual([]);
  });
});

describe("code lists", () => {
  it.each(codedFields(schema))("of a field are those of the ConceptMap %s, where both are written", (id, field) => {
    const map = readConceptMap(id);
    if (map === undefined || field.enum === undefined) return;
    expect([...field.enum].sort()).toEqual(sourceCodes(map).sort());
  });

  it("fill a field that has none from its ConceptMap", () => {
    const map: ConceptMap = {
      resourceType: "ConceptMap",
      status: "active",
      group: [
        {
          element: [
            { code: "T12", target: [{ code: "T12", equivalence: "equal" }] },
            { code: "D12", target: [{ code: "T12", equivalence: "equal" }] },
          ],
        },
      ],
    };
    const filled = withCodeLists(schema, new Map([["vertebral-level", map]]));
    expect(filled.$defs?.["LevelName"]?.enum).toEqual(["T12", "D12"]);
    expect(toLevelsModule(map)).toContain('["D12","T12"]');
  });
});

describe("the declarations", () => {
  it("are readonly all the way down", () => {
    const fields = toDeclarations(schema, "KyphoplastyCase")
      .split("\n")
      .filter((line) => /^ +\w+.*[?]?: /.test(line));
    expect(
      fields.filter((line) => !line.includes("readonly ") && !line.includes("errors?") && !line.includes("(document")),
    ).toEqual([]);
  });
});

describe("the formats", () => {
  const accepted: [string, string][] = [
    ["partial-date", "2009"],
    ["partial-date", "2009-05"],
    ["partial-date", "2000-02-29"],
    ["partial-date-time", "2009-05"],
    ["partial-date-time", "2009-05-14T09:10:00Z"],
    ["partial-date-time", "2016-12-31T23:59:60.5+05:45"],
    ["instant", "2009-05-14T09:10:00.123-03:30"],
    ["uri", "urn:oid:1.2.3"],
  ];
  const refused: [string, string][] = [
    ["partial-date", "0000"],
    ["partial-date", "2009-5"],
    ["partial-date", "1900-02-29"],
    ["partial-date", "2009-04-31"],
    ["partial-date", "2009-05-14T09:10:00Z"],
    ["partial-date-time", "2009-05-14T09:10"],
    ["partial-date-time", "2009-05-14T09:10:00"],
    ["partial-date-time", "2009-02-30T09:10:00Z"],
    ["partial-date-time", "2009-05T09:10:00Z"],
    ["partial-date-time", "2009-05-14T24:00:00Z"],
    ["partial-date-time", "2009-05-14T09:10:00+15:00"],
    ["instant", "2009-05-14"],
    ["uri", "patient"],
    ["uri", "https://a b"],
    ["uri", "https://a|b"],
  ];
  it.each(accepted)("%s accepts %s", (format, text) => expect(FORMATS[format]?.test(text)).toBe(true));
  it.each(refused)("%s refuses %s", (format, text) => expect(FORMATS[format]?.test(text)).toBe(false));
});
