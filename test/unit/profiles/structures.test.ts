import { describe, expect, test } from "vitest";
import { BASE, codeSystems, extensions, profiles, valueSets } from "./definitions.ts";

const NAMES = `
  kypho-patient age-at-procedure treatment-consent research-consent disease indication-assessment level
  level-not-treated marrow-signal vertebral-height kyphosis-angle vertebral-lesion session anaesthesia anaesthetic-drug
  prophylaxis prior-treatment setup puncture level-duration cement device-used cement-fill cement-leakage leakage-site
  complication complication-assessment complication-management pain-vas functional-activity analgesic-use pain-relief
  measurement kypho-imaging imaging-finding aftercare case-provenance case-transaction origin-provenance`
  .trim()
  .split(/\s+/);

test("there is a profile for each thing that a case becomes or is explained by, and no other", () => {
  expect(profiles.map(({ id }) => id).sort()).toEqual(NAMES.sort());
});

describe.each(profiles.map((profile) => [profile.id ?? "", profile] as const))("profile %s", (id, profile) => {
  const elements = profile.differential?.element ?? [];

  test("has a snapshot on R4's definition", () => {
    expect(profile.url).toBe(`${BASE}/StructureDefinition/${id}`);
    expect(profile.fhirVersion).toBe("4.0.1");
    expect(profile.snapshot?.element.length).toBeGreaterThan(elements.length);
  });

  test("says what must be supported", () => {
    expect(elements.some(({ mustSupport }) => mustSupport)).toBe(true);
  });

  test("tells the rule of each invariant in words", () => {
    const constraints = elements
      .flatMap(({ constraint }) => constraint ?? [])
      .filter(({ source }) => source === profile.url || source === undefined);
    for (const { key, human, severity, expression } of constraints) {
      expect(human, key).toMatch(/^[A-Z].*\.$/);
      expect(severity, key).toBe("error");
      expect(expression, key).toBeTruthy();
    }
  });

  test("binds only to value sets that are there", () => {
    const bound = elements.flatMap(({ binding }) => (binding?.valueSet === undefined ? [] : [binding.valueSet]));
    expect(valueSets.map(({ url }) => url)).toEqual(expect.arrayContaining(bound));
  });
});

test.each(extensions.map((extension) => [extension.id, extension] as const))(
  "extension %s names its place",
  (_, extension) => {
    expect(extension.context?.map(({ expression }) => expression)).not.toContain("Element");
    expect(extension.snapshot?.element.length).toBeGreaterThan(0);
  },
);

test("no extension of ours holds a Quantity", () => {
  const types = extensions.flatMap(({ differential }) => differential?.element.flatMap(({ type }) => type ?? []) ?? []);
  expect(types.map(({ code }) => code)).not.toContain("Quantity");
});

test.each(codeSystems.map((system) => [system.id, system] as const))(
  "code system %s defines each code",
  (_, system) => {
    expect(system.content).toBe("complete");
    for (const { code, display, definition } of system.concept ?? []) {
      expect(display, code).toBeTruthy();
      expect(definition, code).toBeTruthy();
    }
  },
);

test.each(valueSets.map((valueSet) => [valueSet.id, valueSet] as const))("value set %s is expanded", (_, valueSet) => {
  expect(valueSet.expansion?.contains?.length).toBeGreaterThan(0);
  for (const { code, system, display } of valueSet.expansion?.contains ?? []) {
    expect(system, code).toBeTruthy();
    expect(display, code).toBeTruthy();
  }
});
