import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Bundle } from "@medplum/fhirtypes";
import { expect, it } from "vitest";
import { r4 } from "../../support/r4-invariants.ts";
import { checkProfiles, checkResource } from "../../../src/profile/index.ts";
import type { MappedBundle } from "../../../src/mapping/index.ts";
import { bundleOf, cohortBytes, EXAMPLE_NAMES, exampleBytes } from "../../support/example.ts";
import { createDraw, mutate, seeds, type Draw, type Making } from "../../support/fhir-arbitrary.ts";
import { focusesOf } from "../../support/focuses.ts";
import { vandalise } from "../../support/vandalise.ts";
import { walkingChecker } from "../../support/walking-checker.ts";

const EXAMPLES = join(import.meta.dirname, "../../../profiles/examples/valid");
const bundles: readonly Bundle[] = [
  ...EXAMPLE_NAMES.map((name) => bundleOf(exampleBytes(name))),
  ...cohortBytes()
    .filter((_, index) => index % 8 === 0)
    .map(bundleOf),
];
const resources: readonly object[] = [
  ...readdirSync(EXAMPLES).map((file) => JSON.parse(readFileSync(join(EXAMPLES, file), "utf8")) as object),
  ...bundles.flatMap(({ entry = [] }) => entry.flatMap(({ resource }) => resource ?? [])),
].filter((one) => (one as { resourceType?: string }).resourceType !== "Bundle");

const making: Making = {
  model: r4,
  words: [
    "final",
    "amended",
    "a",
    "http://loinc.org",
    "mm",
    "{score}",
    "https://hospital.example.org/case",
    "Patient/a",
  ],
  inner: ["Patient", "Observation", "Procedure"],
  sidecars: 0.08,
};

/** A copy that was changed in one to three places, by FHIR's rules or against all. */
function changed<T extends object>(right: T, draw: Draw): T {
  const copy = structuredClone(right);
  for (let count = draw.below(3) + 1; count > 0; count--) {
    const focuses = [...focusesOf(r4, copy)].filter(({ type }) => (r4.type(type)?.elements.size ?? 0) > 0);
    if (focuses.length === 0 || draw.chance(0.5)) vandalise(copy, draw);
    else mutate(draw.pick(focuses), draw, making);
  }
  return copy;
}

it("calls no resource clean in which the walk finds an issue", () => {
  let clean = 0;
  fc.assert(
    fc.property(seeds, (seed) => {
      const draw = createDraw(seed);
      const resource = changed(draw.pick(resources), draw);
      if (checkResource(resource).length > 0) return;
      clean++;
      expect(walkingChecker.checkResource(resource), JSON.stringify(resource)).toEqual([]);
    }),
    { numRuns: 4_000 },
  );
  expect(clean).toBeGreaterThan(100);
});

it("calls no case's bundle clean in which the walk finds an issue", () => {
  let clean = 0;
  fc.assert(
    fc.property(seeds, (seed) => {
      const draw = createDraw(seed);
      const mapped = changed(draw.pick(bundles), draw) as MappedBundle;
      const checked = checkProfiles(mapped);
      if (!checked.ok || checked.warnings !== undefined) return;
      clean++;
      const walked = walkingChecker.checkProfiles(mapped);
      expect([walked.ok, walked.ok ? walked.warnings : walked.issues]).toEqual([true, undefined]);
    }),
    { numRuns: 120 },
  );
  expect(clean).toBeGreaterThan(0);
});
