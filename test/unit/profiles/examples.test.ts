import { expect, test } from "vitest";
import { createProfileChecker } from "../../../src/profile/index.ts";
import {
  codeSystems,
  expectations,
  extensions,
  invalidExamples,
  profiles,
  validExamples,
  valueSets,
} from "./definitions.ts";

/** A patient and a provenance are never retracted, and a bundle has no such state. */
const NEVER_RETRACTED = ["kypho-patient", "case-provenance", "case-transaction", "origin-provenance"];

const checker = createProfileChecker([...profiles, ...extensions, ...valueSets, ...codeSystems]);
const errorsOf = (resource: unknown) => checker.checkResource(resource).filter(({ severity }) => severity === "error");

const ids = profiles.map(({ id }) => id ?? "");

test.each(ids)("profile %s has an example, and one that it refuses", (id) => {
  expect(validExamples.map(([name]) => name)).toContain(`${id}.json`);
  expect(expectations.map(({ profile }) => profile)).toContain(id);
});

test.each(ids.filter((id) => !NEVER_RETRACTED.includes(id)))("profile %s has an example entered in error", (id) => {
  expect(validExamples.map(([name]) => name)).toContain(`${id}--entered-in-error.json`);
});

test.each(validExamples)("accepts %s", (_, resource) => {
  expect(errorsOf(resource)).toEqual([]);
});

test("an expectation is written down for each example that is refused", () => {
  expect(expectations.map(({ file }) => file).sort()).toEqual(invalidExamples.map(([name]) => name).sort());
});

test.each(invalidExamples)("refuses %s", (name, resource) => {
  const expected = expectations.find(({ file }) => file === name);
  const errors = errorsOf(resource);
  expect(errors).not.toEqual([]);
  if (expected?.kind === "invariant") expect(JSON.stringify(errors)).toContain(expected.rule);
});
