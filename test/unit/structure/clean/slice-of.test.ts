import { expect, it } from "vitest";
import { sliceOf } from "../../../../src/structure/runtime/clean/index.ts";

const SYSTEM = "https://kypho-fhir.github.io/fhir/CodeSystem/component";
const slices = new Map([
  ["side", { system: SYSTEM, place: 0 }],
  ["attempts", { system: SYSTEM, place: 1 }],
]);
const side = { system: SYSTEM, code: "side" };
const attempts = { system: SYSTEM, code: "attempts" };

it.each([
  ["its one coding", [attempts], 1],
  ["the first slice, though the coding of a later one stands before", [attempts, side], 0],
  ["a coding behind one that tells nothing", [{ text: "free" }, attempts], 1],
  ["no slice for the code of another system", [{ system: "http://loinc.org", code: "side" }], -1],
  ["no slice for a code that tells none", [{ system: SYSTEM, code: "approach" }], -1],
])("finds %s", (_, coding, place) => {
  expect(sliceOf({ coding }, slices)).toBe(place);
});

it.each([undefined, null, "side", [], {}, { coding: side }, { coding: [null] }])("finds no slice in %j", (concept) => {
  expect(sliceOf(concept, slices)).toBe(-1);
});
