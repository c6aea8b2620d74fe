import { expect, test } from "vitest";
import {
  INPUT_POSITION_URL,
  SPECIFICATION_URL,
  readOperationOutcome,
  toOperationOutcome,
} from "../../../src/fhir/index.ts";
import type { Issue } from "../../../src/fhir/index.ts";

const issue: Issue = {
  severity: "error",
  code: "required",
  rule: "profile/min",
  message: "Patient.name needs at least 1 entry, found 0.",
  path: "Patient.name",
  pointer: "/patient",
  position: { line: 3, column: 12 },
  spec: "https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.min",
};

test("an issue carries its rule, path, input position and specification", () => {
  expect(toOperationOutcome([issue]).issue[0]).toEqual({
    extension: [
      {
        url: INPUT_POSITION_URL,
        extension: [
          { url: "pointer", valueString: "/patient" },
          { url: "line", valueInteger: 3 },
          { url: "column", valueInteger: 12 },
        ],
      },
      { url: SPECIFICATION_URL, valueUri: issue.spec },
    ],
    severity: "error",
    code: "required",
    details: {
      coding: [{ system: "https://kypho-fhir.github.io/fhir/issue", code: "profile/min" }],
      text: issue.message,
    },
    diagnostics: issue.message,
    expression: ["Patient.name"],
  });
});

test("no issue at all becomes an outcome that says so", () => {
  expect(toOperationOutcome([]).issue).toMatchObject([{ severity: "information", code: "informational" }]);
});

test("another server's outcome is read with its text and expression", () => {
  const body = {
    resourceType: "OperationOutcome",
    issue: [{ severity: "error", code: "processing", diagnostics: "no", expression: ["a"] }],
  };
  expect(readOperationOutcome(body)).toEqual([{ severity: "error", code: "processing", text: "no", expression: "a" }]);
});

test.each([undefined, null, "<html>", { resourceType: "Patient" }])(
  "a body that is no outcome (%j) says nothing",
  (body) => {
    expect(readOperationOutcome(body)).toEqual([]);
  },
);
