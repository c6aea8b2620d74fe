import { expect, it } from "vitest";
import {
  openBuiltChecks,
  openBuiltInvariants,
  openBuiltStructures,
  readBuiltTerminology,
} from "../../../src/profile/built-library.ts";
import { createCleanChecker, createDefinitions, createTerminology } from "../../../src/structure/index.ts";
import { bundleOf, cohortBytes, EXAMPLE_NAMES, exampleBytes } from "../../support/example.ts";

const { sources, units } = readBuiltTerminology();
const { isCleanAndClosed } = createCleanChecker(
  createDefinitions([], openBuiltStructures()),
  createTerminology([sources], units),
  openBuiltChecks(openBuiltInvariants().types),
);
const isClean = (bytes: Uint8Array): boolean =>
  isCleanAndClosed(bundleOf(bytes) as unknown as Readonly<Record<string, unknown>>);

// The walk takes a hundred times as long, so what a usual case holds may not be left to it.

it.each(EXAMPLE_NAMES)("the compiled checks alone see that %s is clean", (name) => {
  expect(isClean(exampleBytes(name))).toBe(true);
});

it("the compiled checks alone see that each case of the cohort is clean", () => {
  expect(cohortBytes().flatMap((bytes, index) => (isClean(bytes) ? [] : index))).toEqual([]);
});
