import { describe, expect, it } from "vitest";
import { checkResource } from "../../../src/profile/index.ts";
import { bundleOf, exampleBytes } from "../../support/example.ts";

const PAIN_VAS = "https://kypho-fhir.github.io/fhir/StructureDefinition/pain-vas";
type Score = Record<string, never> & {
  code: { coding: { system: string }[] };
  status: string;
  valueQuantity: { value: number };
  extension: { url: string }[];
};
const right = bundleOf(exampleBytes("typical")).entry?.find(
  ({ resource }) => resource?.meta?.profile?.[0] === PAIN_VAS,
);

/** What is said of a pain score that was changed. */
function said(change: (score: Score) => void, rule: string): string {
  const score = structuredClone(right?.resource) as unknown as Score;
  change(score);
  return checkResource(score).find((issue) => issue.rule === rule)?.message ?? "";
}

describe("the message", () => {
  it("on a missing slice names the nearest item, and what keeps it from matching", () => {
    const message = said(
      (score) => Object.assign(score.code.coding[0] ?? {}, { system: "http://example.org" }),
      "profile/slice-min",
    );
    expect(message).toContain(
      "Nearest is Observation.code.coding[0], but for its system, which should be https://kypho-fhir.github.io/fhir/CodeSystem/observation.",
    );
  });

  it("on a missing extension names the nearest one", () => {
    const message = said(
      (score) => Object.assign(score.extension[0] ?? {}, { url: "http://example.org/x" }),
      "profile/slice-min",
    );
    expect(message).toContain("Nearest is Observation.extension[0], but for its url, which should be https://");
  });

  it("on an invariant has its words and the part that was not true", () => {
    const message = said((score) => (score.valueQuantity.value = 15), "profile/invariant");
    expect(message).toContain("a score is from 1 to 10");
    expect(message).toContain("What was not true: value.value <= 10.");
  });

  it("on a binding names the closest codes", () => {
    expect(said((score) => (score.status = "finaal"), "terminology/binding-required")).toContain('Closest: "final"');
  });
});
