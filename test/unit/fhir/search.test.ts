import { expect, test } from "vitest";
import { evaluateFhirPath, parseSearch } from "../../../src/fhir/index.ts";

test("a search is parsed into filters and a page", () => {
  expect(parseSearch("Observation", "code=a|b&_count=5")).toMatchObject({
    search: { resourceType: "Observation", count: 5, filters: [{ code: "code", value: "a|b" }] },
  });
});

test("an unknown search parameter is refused by name", () => {
  expect(parseSearch("Observation", "colour=red")).toEqual({ refused: { parameter: "colour", reason: "unknown" } });
});

test("FHIRPath is evaluated with R4's types", () => {
  const observation = { resourceType: "Observation", valueQuantity: { value: 3 } };
  expect(evaluateFhirPath("Observation.value.ofType(Quantity).value", observation)).toEqual([3]);
});
