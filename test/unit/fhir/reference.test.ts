import type { Observation } from "@medplum/fhirtypes";
import { expect, test } from "vitest";
import { findReferences, parseIdentityUrl, parseReference, replaceReferences } from "../../../src/fhir/index.ts";

test.each([
  ["Patient/1", { kind: "resource", type: "Patient", id: "1" }],
  ["Patient/1/_history/2", { kind: "resource", type: "Patient", id: "1" }],
  ["Patient?identifier=a|b", { kind: "conditional", type: "Patient", query: "identifier=a|b" }],
  [
    "urn:uuid:00000000-0000-0000-0000-000000000001",
    { kind: "fullUrl", fullUrl: "urn:uuid:00000000-0000-0000-0000-000000000001" },
  ],
  ["#a", { kind: "contained", id: "a" }],
  ["https://example.org/fhir/Patient/1", { kind: "absolute", url: "https://example.org/fhir/Patient/1" }],
  ["nonsense", undefined],
])("%s is read as what it is", (text, target) => {
  expect(parseReference(text)).toEqual(target);
});

const observation: Observation = {
  resourceType: "Observation",
  status: "final",
  code: { text: "x" },
  subject: { reference: "urn:uuid:p" },
  hasMember: [{ reference: "urn:uuid:a" }, { identifier: { value: "logical" } }],
};

test("references are found with their paths, in document order", () => {
  expect(findReferences(observation)).toEqual([
    { reference: "urn:uuid:p", path: "Observation.subject.reference" },
    { reference: "urn:uuid:a", path: "Observation.hasMember[0].reference" },
  ]);
});

test("replacing references leaves the input and every other part as they are", () => {
  const before = structuredClone(observation);
  const after = replaceReferences(observation, (text) => text.replace("urn:uuid:", "Patient/"));
  expect(observation).toEqual(before);
  expect(after.subject).toEqual({ reference: "Patient/p" });
  expect(after.code).toBe(observation.code);
});

test("an identity url keeps the bars of its value", () => {
  expect(parseIdentityUrl("Patient?identifier=urn%3Aa%7Cx%7Cy")).toEqual({
    type: "Patient",
    system: "urn:a",
    value: "x|y",
  });
  expect(parseIdentityUrl("Patient?name=x")).toBeUndefined();
});
