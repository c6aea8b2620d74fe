import { expect, test } from "vitest";
import { createProfileChecker } from "../../../src/profile/index.ts";
import { HEIGHT, SIDE, definitions } from "./definitions.ts";

const { checkResource } = createProfileChecker(definitions);

const component = (
  code: string,
  value: object = { valueQuantity: { value: 1, system: "http://unitsofmeasure.org", code: "mm" } },
) => ({
  code: { coding: [{ system: SIDE, code }] },
  ...value,
});
const height = (change: object = {}) => ({
  resourceType: "Observation",
  meta: { profile: [HEIGHT] },
  status: "final",
  code: { text: "height" },
  subject: { reference: "Patient/1" },
  bodySite: { coding: [{ system: SIDE, code: "left" }] },
  valueQuantity: { value: 70 },
  component: [component("depth")],
  ...change,
});
const found = (resource: unknown, profiles?: string[]) =>
  checkResource(resource, profiles).map(({ rule, path }) => [rule, path]);

test("a resource that keeps its profile has no issue", () => {
  expect(checkResource(height())).toEqual([]);
});

test.each([
  ["an element that is required and missing", { subject: undefined }, "min", "Observation.subject"],
  ["an element that R4 does not know", { colour: "red" }, "unknown-element", "Observation.colour"],
  ["a code outside of R4's required binding", { status: "done" }, "terminology/binding-required", "Observation.status"],
  [
    "a code outside of the profile's required binding",
    { bodySite: { coding: [{ system: SIDE, code: "up" }] } },
    "terminology/binding-required",
    "Observation.bodySite",
  ],
  [
    "a required binding met by words alone",
    { bodySite: { text: "left" } },
    "terminology/binding-required",
    "Observation.bodySite",
  ],
  [
    "a reference to a type that the profile rules out",
    { subject: { reference: "Group/1" } },
    "reference-target",
    "Observation.subject",
  ],
  ["a broken invariant of the profile", { valueQuantity: { value: -1 } }, "invariant", "Observation"],
  [
    "a broken invariant of a data type",
    { effectivePeriod: { start: "2024-02-01", end: "2024-01-01" } },
    "invariant",
    "Observation.effective",
  ],
  ["a date that is none", { effectiveDateTime: "2024-02-30" }, "primitive", "Observation.effective"],
  ["a string where a list belongs", { category: "x" }, "json-type", "Observation.category"],
  [
    "a slice that occurs too often",
    { component: [component("depth"), component("depth")] },
    "slice-max",
    "Observation.component",
  ],
  [
    "a type that a slice rules out",
    { component: [component("depth", { valueString: "x" })] },
    "type",
    "Observation.component[0].value",
  ],
  [
    "a unit that a slice rules out",
    { component: [component("other"), component("depth", { valueQuantity: { value: 1, code: "cm" } })] },
    "pattern",
    "Observation.component[1].value",
  ],
])("%s is refused with rule and path", (_what, change, rule, path) => {
  expect(found(JSON.parse(JSON.stringify(height(change))))).toContainEqual([
    rule.includes("/") ? rule : `profile/${rule}`,
    path,
  ]);
});

test("every issue is told, once, in the order of the document", () => {
  const issues = found(height({ status: "done", subject: { reference: "Group/1" }, bodySite: { text: "x" } }));
  expect(issues).toEqual([
    ["terminology/binding-required", "Observation.status"],
    ["profile/reference-target", "Observation.subject"],
    ["terminology/binding-required", "Observation.bodySite"],
  ]);
});

test("a message holds no value of the resource", () => {
  const resource = height({
    status: "SECRET1",
    effectiveDateTime: "SECRET2",
    bodySite: { coding: [{ system: "SECRET3", code: "SECRET4" }] },
  });
  expect(JSON.stringify(checkResource(resource))).not.toContain("SECRET");
});

test("an invariant that compares nothing with a reference is not asked of a logical one", () => {
  expect(checkResource(height({ performer: [{ display: "somebody" }] }))).toEqual([]);
});

test("a profile can be asked for that the resource does not declare", () => {
  const plain = { resourceType: "Observation", status: "final", code: { text: "x" } };
  expect(found(plain)).toEqual([]);
  expect(found(plain, [HEIGHT])).toContainEqual(["profile/min", "Observation.subject"]);
});

test("a foreign profile that is not known here is a warning, and the base type is checked", () => {
  const resource = {
    resourceType: "Observation",
    meta: { profile: ["http://example.org/foreign"] },
    code: { text: "x" },
  };
  expect(checkResource(resource).map(({ severity, rule }) => [severity, rule])).toEqual(
    [
      ["warning", "profile/unknown-profile"],
      ["error", "profile/min"],
    ].toSorted(),
  );
});

test("a profile that is asked for and not known here is an error, since nothing was checked against it", () => {
  const issues = checkResource({ resourceType: "Basic", code: { text: "x" } }, ["http://example.org/foreign"]);
  expect(issues.map(({ severity, rule, path }) => [severity, rule, path])).toEqual([
    ["error", "profile/profile-not-found", "Basic"],
  ]);
});

test.each([[null], ["text"], [{}], [{ resourceType: "Patiens" }]])("%j is refused as no resource of R4", (value) => {
  expect(found(value)).toMatchObject([["profile/resource-type", expect.anything()]]);
});

test("resources in a bundle and contained ones are checked at their place", () => {
  const bundle = {
    resourceType: "Bundle",
    type: "collection",
    entry: [
      {
        fullUrl: "urn:uuid:0b0f4b86-5e35-4f0a-8c61-1f0e5f2f0c11",
        resource: height({ contained: [{ resourceType: "Observation", id: "a", status: "final" }] }),
      },
    ],
  };
  expect(found(bundle)).toEqual([["profile/min", "Bundle.entry[0].resource.contained[0].code"]]);
});
