import type { Issue } from "../../../../src/fhir/index.ts";
import {
  createTerminology,
  type CodeCheck,
  type CodeSystemSource,
  type Terminology,
  type TerminologySource,
  type ValueSetSource,
} from "../../../../src/structure/terminology/index.ts";
import { readUnitTable } from "../../../../scripts/ucum-units.ts";

export const UNITS = readUnitTable();
export const COLOURS = "http://example.org/CodeSystem/colours";
export const COLOURS_VS = "http://example.org/ValueSet/colours";

/** Red with two shades, green, a retired and an abstract code. */
export const colours: CodeSystemSource = {
  resourceType: "CodeSystem",
  url: COLOURS,
  version: "1.0.0",
  content: "complete",
  caseSensitive: true,
  valueSet: "http://example.org/ValueSet/all-colours",
  property: [
    { code: "notSelectable", type: "boolean" },
    { code: "status", type: "code" },
    { code: "wavelength", type: "integer" },
  ],
  concept: [
    {
      code: "colour",
      display: "Colour",
      property: [{ code: "notSelectable", valueBoolean: true }],
      concept: [
        {
          code: "red",
          display: "Red",
          designation: [{ language: "de", value: "Rot" }],
          property: [{ code: "wavelength", valueInteger: 700 }],
          concept: [
            { code: "crimson", display: "Crimson" },
            { code: "scarlet", display: "Scarlet", property: [{ code: "status", valueCode: "deprecated" }] },
          ],
        },
        { code: "green", display: "Green", property: [{ code: "wavelength", valueInteger: 530 }] },
        { code: "puce", display: "Puce", property: [{ code: "status", valueCode: "retired" }] },
      ],
    },
  ],
};

export function valueSet(compose: ValueSetSource["compose"], url = COLOURS_VS): ValueSetSource {
  return { resourceType: "ValueSet", url, name: "Colours", ...(compose && { compose }) };
}

export function terminologyOf(...sources: readonly TerminologySource[]): Terminology {
  return createTerminology([sources], UNITS);
}

/** Every code of the colours that the value set takes. */
export function membersAmong(terminology: Terminology, codes: readonly string[], url = COLOURS_VS): readonly string[] {
  return codes.filter((code) => terminology.memberOf({ system: COLOURS, code }, url) === true);
}

export const ALL = ["colour", "red", "crimson", "scarlet", "green", "puce"];

/** The issues of a value, and that the quick answer agrees. */
export function issuesOf(check: CodeCheck, value: unknown, language?: string): readonly Issue[] {
  const issues: Issue[] = [];
  check.report(value, "Car.colour", (issue) => issues.push(issue), language);
  if (check.isClean(value) !== (issues.length === 0) && language === undefined) {
    throw new Error("isClean and report disagree");
  }
  return issues;
}

/** `rule path` of each issue. */
export function found(check: CodeCheck, value: unknown, language?: string): readonly string[] {
  return issuesOf(check, value, language).map(({ rule, path }) => `${rule} ${path ?? ""}`);
}
