import { describe, expect, it } from "vitest";
import type { BindingRule, BindingStrength, CodedType } from "../../../../src/structure/terminology/index.ts";
import { COLOURS, COLOURS_VS, colours, found, issuesOf, terminologyOf, valueSet } from "./support.ts";

const FOREIGN = "http://example.org/CodeSystem/not-here";
const WARM = "http://example.org/ValueSet/warm";
const terminology = terminologyOf(
  colours,
  valueSet({ include: [{ system: COLOURS }] }),
  valueSet({ include: [{ system: COLOURS, filter: [{ property: "concept", op: "is-a", value: "red" }] }] }, WARM),
  {
    resourceType: "CodeSystem",
    url: "http://example.org/CodeSystem/more",
    content: "supplement",
    supplements: COLOURS,
    concept: [{ code: "green", designation: [{ language: "nl", value: "Groen" }] }],
  },
);
const bound = (type: CodedType, strength: BindingStrength, more?: Partial<BindingRule>) =>
  terminology.bind(type, { strength, valueSet: WARM, ...more });
const coding = (code: string, display?: string) => ({
  system: COLOURS,
  code,
  ...(display !== undefined && { display }),
});

describe("a code", () => {
  it("of the value set is clean", () => expect(found(bound("code", "required"), "red")).toEqual([]));

  it("of another is an error where the binding is required", () => {
    expect(found(bound("code", "required"), "green")).toEqual(["terminology/binding-required Car.colour"]);
  });

  it("is told the closest codes", () => {
    expect(issuesOf(bound("code", "required"), "crimzon")[0]?.message).toBe(
      `Expected a code of the value set Colours (${WARM}), found another code. Closest: "crimson" (Crimson).`,
    );
  });

  it("that is no text is left to the check of its type", () => expect(found(bound("code", "required"), 7)).toEqual([]));

  it("is not named where it looks like no code", () => {
    const [issue] = issuesOf(bound("code", "required"), "two  blanks");
    expect(issue?.message).not.toContain("blanks");
  });

  it("of a value set that is not here is not judged", () => {
    expect(found(bound("code", "required", { valueSet: "http://example.org/none" }), "green")).toEqual([]);
  });
});

describe("a binding", () => {
  it.each([
    ["required", ["terminology/binding-required"], "error"],
    ["extensible", ["terminology/binding-extensible"], "warning"],
    ["preferred", ["terminology/binding-preferred"], "information"],
    ["example", [], undefined],
  ] as const)("that is %s", (strength, rules, severity) => {
    for (const type of ["code", "Coding", "CodeableConcept", "Quantity"] as const) {
      const value = { code: "green", Coding: coding("green"), CodeableConcept: { coding: [coding("green")] } };
      const issues = issuesOf(bound(type, strength), type === "Quantity" ? coding("green") : value[type]);
      expect(issues.map(({ rule }) => rule)).toEqual(rules);
      expect(issues[0]?.severity).toBe(severity);
    }
  });

  it("of words alone asks nothing", () => {
    expect(found(terminology.bind("Coding", { strength: "required" }), coding("green"))).toEqual([]);
  });

  it("with a largest value set is an error beyond it", () => {
    const check = bound("Coding", "extensible", { valueSet: COLOURS_VS, maxValueSet: WARM });
    expect(found(check, coding("green"))).toEqual(["terminology/binding-maximum Car.colour"]);
    expect(found(check, coding("red"))).toEqual([]);
  });

  it("may have additional ones", () => {
    const check = bound("Coding", "preferred", {
      valueSet: COLOURS_VS,
      additional: [{ strength: "required", valueSet: WARM }],
    });
    expect(found(check, coding("green"))).toEqual(["terminology/binding-required Car.colour"]);
  });
});

describe("a Coding", () => {
  const free = terminology.bind("Coding");
  const required = bound("Coding", "required");

  it("of an unknown code system is not judged", () => {
    expect(found(free, { system: FOREIGN, code: "x", display: "X" })).toEqual([]);
  });

  it("of an unknown code system is none of a value set that names others", () => {
    const [issue] = issuesOf(required, { system: FOREIGN, code: "x" });
    expect(issue?.message).toContain("found a code of another system");
  });

  it("with a code that its complete code system lacks is an error, also unbound", () => {
    const [issue, ...rest] = issuesOf(free, coding("gren"));
    expect(rest).toEqual([]);
    expect(issue).toMatchObject({ severity: "error", rule: "terminology/code-unknown", path: "Car.colour.code" });
    expect(issue?.message).toContain('Closest: "green" (Green).');
  });

  it("with such a code gets no weaker complaint beside the error", () => {
    expect(found(bound("Coding", "extensible"), coding("gren"))).toEqual(["terminology/code-unknown Car.colour.code"]);
  });

  it("without a system is a warning, and no member", () => {
    expect(found(free, { code: "red" })).toEqual(["terminology/system-missing Car.colour"]);
    expect(found(required, { code: "red" })).toEqual([
      "terminology/system-missing Car.colour",
      "terminology/binding-required Car.colour",
    ]);
  });

  it("without a code is no member", () => {
    expect(found(required, { display: "Red" })).toEqual(["terminology/binding-required Car.colour"]);
    expect(found(bound("Coding", "extensible"), { display: "Red" })).toEqual([]);
  });

  it("that is only extended says why it is absent", () => {
    expect(found(required, { extension: [{ url: "http://example.org/reason", valueCode: "unknown" }] })).toEqual([]);
  });

  it("may not name a relative system, a value set or a supplement", () => {
    expect(found(free, { system: "colours", code: "red" })).toEqual(["terminology/system-relative Car.colour.system"]);
    expect(found(free, { system: WARM, code: "red" })).toEqual(["terminology/system-value-set Car.colour.system"]);
    expect(found(free, { system: "http://example.org/CodeSystem/more", code: "green" })).toEqual([
      "terminology/system-supplement Car.colour.system",
    ]);
  });

  it("of a version that is not here is not judged", () => {
    expect(found(required, { ...coding("gren"), version: "2.0.0" })).toEqual([]);
    expect(found(free, { ...coding("gren"), version: "1.0" })).toEqual(["terminology/code-unknown Car.colour.code"]);
  });

  it("tells of codes that are retired, deprecated or abstract", () => {
    expect(found(free, coding("puce"))).toEqual(["terminology/code-inactive Car.colour.code"]);
    expect(found(free, coding("scarlet"))).toEqual(["terminology/code-deprecated Car.colour.code"]);
    expect(found(free, coding("colour"))).toEqual(["terminology/code-abstract Car.colour.code"]);
  });
});

describe("a display", () => {
  const free = terminology.bind("Coding");
  const WRONG = ["terminology/display Car.colour.display"];

  it("is that of the code, whatever its case and blanks", () => {
    expect(found(free, coding("red", "Red"))).toEqual([]);
    expect(found(free, coding("red", " RED "))).toEqual([]);
  });

  it("may be a designation, also of a supplement", () => {
    expect(found(free, coding("red", "Rot"))).toEqual([]);
    expect(found(free, coding("green", "Groen"))).toEqual([]);
  });

  it("that is another is a warning that names the right one and not what was found", () => {
    const [issue] = issuesOf(free, coding("red", "Blue"));
    expect(issue).toMatchObject({
      severity: "warning",
      message: 'Expected the display "Red" of "red", found another.',
    });
  });

  it("in a language that is not held is not judged", () => {
    expect(found(free, coding("red", "Rouge"), "fr-CA")).toEqual([]);
    expect(found(free, coding("red", "Bleu"), "de")).toEqual(WRONG);
    expect(found(free, coding("red", "Blue"), "en-GB")).toEqual(WRONG);
  });
});

describe("a CodeableConcept", () => {
  const required = bound("CodeableConcept", "required");

  it("needs one coding of the value set", () => {
    expect(found(required, { coding: [{ system: FOREIGN, code: "x" }, coding("red")] })).toEqual([]);
    expect(found(required, { coding: [{ system: FOREIGN, code: "x" }, coding("green")] })).toEqual([
      "terminology/binding-required Car.colour",
    ]);
  });

  it("of words alone is enough where the binding is not required", () => {
    expect(found(required, { text: "red" })).toEqual(["terminology/binding-required Car.colour"]);
    expect(issuesOf(required, { text: "red" })[0]?.message).toContain("found no code.");
    expect(found(bound("CodeableConcept", "extensible"), { text: "red" })).toEqual([]);
  });

  it("names the coding that is at fault", () => {
    expect(found(terminology.bind("CodeableConcept"), { coding: [coding("red"), coding("gren")] })).toEqual([
      "terminology/code-unknown Car.colour.coding[1].code",
    ]);
  });

  it("of a wrong JSON type is left to other checks", () => {
    expect(found(terminology.bind("CodeableConcept"), { coding: "red" })).toEqual([]);
    expect(found(terminology.bind("CodeableConcept"), { coding: [null] })).toEqual([]);
    expect(found(terminology.bind("CodeableConcept"), [])).toEqual([]);
  });
});

describe("a Quantity", () => {
  const UCUM = "http://unitsofmeasure.org";
  const AGES = "http://example.org/ValueSet/ages";
  const withUnits = terminologyOf(
    valueSet({ include: [{ system: UCUM, concept: [{ code: "a" }, { code: "mo" }] }] }, AGES),
  );
  const quantity = (code: string) => ({ value: 1, unit: "x", system: UCUM, code });

  it("has a unit that UCUM can read", () => {
    expect(found(withUnits.bind("Quantity"), quantity("mm[Hg]"))).toEqual([]);
    expect(found(withUnits.bind("Quantity"), quantity("mmHg"))).toEqual(["terminology/code-unknown Car.colour.code"]);
  });

  it("is held to the units of its value set", () => {
    const check = withUnits.bind("Quantity", { strength: "required", valueSet: AGES });
    expect(found(check, quantity("mo"))).toEqual([]);
    expect(found(check, quantity("m"))).toEqual(["terminology/binding-required Car.colour"]);
  });

  it("without a system is for qty-3 to refuse", () => {
    expect(found(withUnits.bind("Quantity"), { value: 1, code: "mm" })).toEqual([]);
  });
});
