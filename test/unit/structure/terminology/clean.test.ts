import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BindingRule, CodedType } from "../../../../src/structure/terminology/index.ts";
import { COLOURS, COLOURS_VS, colours, terminologyOf, valueSet } from "./support.ts";

const WARM = "http://example.org/ValueSet/warm";
const PARTLY = "http://example.org/ValueSet/partly";
const terminology = terminologyOf(
  colours,
  valueSet({ include: [{ system: COLOURS }] }),
  valueSet({ include: [{ system: COLOURS, concept: [{ code: "red" }, { code: "puce" }] }] }, WARM),
  valueSet(
    { include: [{ system: COLOURS, concept: [{ code: "red" }] }, { system: "http://example.org/none" }] },
    PARTLY,
  ),
);

const odd = fc.constantFrom<unknown>(null, 5, true, "", [], {});
const orOdd = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: odd });
const code = orOdd(fc.constantFrom("red", "RED", "crimson", "scarlet", "colour", "puce", "gren", "mm[Hg]", "mmHg"));
const system = orOdd(fc.constantFrom(COLOURS, WARM, "http://example.org/none", "http://unitsofmeasure.org", "colours"));
const display = orOdd(fc.constantFrom("Red", "red", "Rot", "Blue"));
const coding = fc.record(
  { system, code, display, version: orOdd(fc.constantFrom("1.0.0", "2")), extension: fc.constant([{}]) },
  { requiredKeys: [] },
);
const concept = fc.record({ coding: orOdd(fc.array(orOdd(coding))), text: fc.constant("red") }, { requiredKeys: [] });
const value = orOdd(fc.oneof(code, coding, concept));
const url = fc.constantFrom(COLOURS_VS, WARM, PARTLY, "http://example.org/none");
const rule: fc.Arbitrary<BindingRule> = fc.record(
  {
    strength: fc.constantFrom("required", "extensible", "preferred", "example"),
    valueSet: url,
    maxValueSet: url,
  },
  { requiredKeys: ["strength"] },
);
const type = fc.constantFrom<CodedType>("code", "Coding", "CodeableConcept", "Quantity");

describe("a check", () => {
  it("is clean exactly where it has nothing to report, whatever the value", () => {
    let cleanCount = 0;
    fc.assert(
      fc.property(type, fc.option(rule, { nil: undefined }), value, (type, rule, value) => {
        const check = terminology.bind(type, rule);
        const issues: unknown[] = [];
        check.report(value, "X", (issue) => issues.push(issue));
        if (issues.length === 0) cleanCount++;
        expect(check.isClean(value)).toBe(issues.length === 0);
      }),
      { numRuns: 5000 },
    );
    expect(cleanCount).toBeGreaterThan(1000);
    expect(cleanCount).toBeLessThan(4900);
  });
});
