import type { Bundle } from "@medplum/fhirtypes";
import { describe, expect, test } from "vitest";
import {
  createProjection,
  explainCase,
  originsOfCase,
  projectIssues,
  projectOnCase,
} from "../../../src/explain/index.ts";
import type { Issue } from "../../../src/fhir/index.ts";
import { exampleBytes } from "../../support/example.ts";
import { traced } from "../../support/traced.ts";

const { bundle, origins } = traced(exampleBytes("full"));
const ids = new Map([["Observation/ours", 34]]);
const project = createProjection({ bundle, origins, ids });
const fieldsOf = (message: string, path?: string) =>
  project({ message, ...(path !== undefined && { path }) }).places.map(({ pointer }) => pointer);
const urlOf = (index: number) => bundle.entry?.[index]?.fullUrl ?? "";

describe("the words of HAPI's server", () => {
  test("name a placeholder that an entry has, and the element", () => {
    const said = `HAPI-0541: Unable to satisfy placeholder ID ${urlOf(5)} found in element named 'device' within resource of type: Observation`;
    expect(project({ message: said }).elements).toEqual(["Bundle.entry[34].resource.device.reference"]);
    expect(fieldsOf(said)[0]).toBe("/levels/0/level");
  });

  test("name a condition that matches several", () => {
    const url = bundle.entry?.[20]?.request?.url ?? "";
    const said = `HAPI-0958: Failed to CREATE ImagingStudy with match URL "${url}" because this search matched 2 resources`;
    expect(project({ message: said }).entries).toEqual([20]);
    expect(fieldsOf(said)[0]).toBe("/imaging/0/key");
  });

  test("name an id that is ours", () => {
    const said = "HAPI-0989: Trying to update Observation/ours/_history/1 but this is not the current version";
    expect(project({ message: said }).entries).toEqual([34]);
    expect(fieldsOf(said)).toContain("/levels/0/cement/volumeMl");
  });

  test("name an element and its value where they cannot be parsed", () => {
    const said = `HAPI-0450: Failed to parse request body as JSON resource. Error was: HAPI-1821: [element="gender"] Invalid attribute value "woman"`;
    expect(fieldsOf(said)).toEqual(["/patient/sex"]);
  });

  test("name an element at any depth, a condition without quotes, and an entry by its fullUrl", () => {
    const number = `HAPI-1821: [element="valueInteger"] Invalid attribute value "1.5": java.lang.NumberFormatException`;
    const sent = structuredClone(JSON.parse(JSON.stringify(bundle))) as Bundle;
    const puncture = sent.entry?.[31]?.resource as { component: { valueInteger?: number }[] };
    puncture.component[7] = { ...puncture.component[7], valueInteger: 1.5 };
    const [place] = createProjection({ bundle: sent, origins })({ message: number }).places;
    expect(place?.pointer).toBe("/levels/0/punctures/0/attempts");
    const url = bundle.entry?.[20]?.request?.url ?? "";
    expect(fieldsOf(`HAPI-0929: The supplied resource ${url} of type ImagingStudy did not satisfy it.`)[0]).toBe(
      "/imaging/0/key",
    );
    const twice = `HAPI-0534: Transaction bundle contains multiple resources with ID: ${urlOf(20)}`;
    expect(fieldsOf(twice)).toContain("/imaging/0/key");
  });

  test("set an expression with comments when requests are validated", () => {
    const path = "Bundle.entry[34].resource/*Observation/null*/.component[0].value.ofType(Quantity).value";
    expect(fieldsOf("minimum 0", path)[0]).toBe("/levels/0/cement/volumeMl");
    expect(fieldsOf("minimum 0", "/f:Bundle/f:entry[35]/f:resource/f:Observation/f:component[1]/f:value")[0]).toBe(
      "/levels/0/cement/volumeMl",
    );
  });

  test("list every entry that they may mean", () => {
    const said = "HAPI-0931: Invalid reference found at path Observation.device";
    const { entries, elements } = project({ message: said });
    expect(entries.length).toBeGreaterThan(0);
    expect(elements.every((element) => element.endsWith(".device"))).toBe(true);
    const [issue] = projectIssues(
      [
        {
          severity: "error",
          code: "processing",
          rule: "x",
          message: "HAPI-0931: Invalid reference found at path Procedure.subject",
        },
      ],
      { bundle, origins },
    );
    const procedures = (bundle.entry ?? []).filter(({ resource }) => resource?.resourceType === "Procedure");
    expect(issue?.others?.filter(({ path }) => path !== undefined)).toHaveLength(procedures.length);
  });

  test("tell nothing where they name nothing", () => {
    expect(project({ message: "HAPI-0389: Failed to call access method" })).toMatchObject({ entries: [], places: [] });
  });
});

describe("the words of Medplum's server", () => {
  test("append the path, or set it", () => {
    expect(fieldsOf("Missing required property (Bundle.entry[27].resource.valueQuantity.value)")[0]).toBe(
      "/levels/0/heights/0/remainingPercent",
    );
    expect(
      fieldsOf(
        "Invalid JSON type: expected boolean, but got string",
        "Bundle.entry[24].resource.component[0].value[x]",
      )[0],
    ).toBe("/indication/intractablePain");
  });
});

test("an element that the map did not make leads to what its rule lacked", () => {
  const minimal = traced(exampleBytes("partial-dates"));
  const { places } = createProjection(minimal)({
    message: "Patient.name: minimum required = 1, but only found 0",
    path: "Bundle.entry[0].resource.name",
  });
  expect(places.slice(0, 2)).toMatchObject([
    { pointer: "/patient/familyName", state: "absent" },
    { pointer: "/patient/givenNames", state: "absent" },
  ]);
});

test("an issue gets pointer, line and column, and the line of the map; what lies in the input is left", () => {
  const bytes = exampleBytes("typical");
  const mapped = traced(bytes).bundle as Bundle;
  const about: Issue = {
    severity: "error",
    code: "value",
    rule: "x",
    message: "x",
    path: "Bundle.entry[0].resource.birthDate",
  };
  const placed: Issue = { ...about, pointer: "/patient" };
  const [found, left] = projectOnCase([about, placed], { bytes, options: { line: 101 }, bundle: mapped });
  expect(found).toMatchObject({
    pointer: "/patient/birthDate",
    position: { line: 113, column: 18 },
    map: "mappings/shared/patient.map:28",
  });
  expect(left).toEqual(placed);
});

describe("explainCase", () => {
  const asked = originsOfCase(exampleBytes("full"));
  if (!asked.ok) throw new Error("The example is a case.");

  test("selects elements by any expression, down to a choice and a filter", () => {
    const element = "Observation.where(code.coding.code = 'cement-fill').component.value.ofType(Quantity).value";
    const explained = explainCase(asked.value, { element });
    expect(explained.ok && explained.value.elements.map(({ path, value }) => [path, value])).toEqual([
      ["Bundle.entry[34].resource.component[0].valueQuantity.value", 4.5],
    ]);
  });

  test("tells what a field became and what it decided", () => {
    const explained = explainCase(asked.value, { field: "/levels/0/cement/volumeMl" });
    if (!explained.ok) throw new Error("It is a pointer.");
    const [field] = explained.value.fields;
    expect(field?.became).toEqual(["Bundle.entry[34].resource.component[0].valueQuantity.value"]);
    expect(field?.decided).toContain("Bundle.entry[34].resource.component[0].code.coding[0].code");
  });

  test("refuses expressions that are none, or may take for ever, and pointers that are none", () => {
    const rules = [
      { element: "Patient.(" },
      { element: "name" },
      { element: "Patient.repeat(x)" },
      { field: "levels" },
    ].map((question) => {
      const explained = explainCase(asked.value, question);
      return explained.ok ? "" : explained.issues[0]?.rule;
    });
    expect(rules).toEqual(["explain/element", "explain/element", "explain/element", "explain/field"]);
  });
});
