import type { Bundle, Observation, Patient } from "@medplum/fhirtypes";
import { expect, test } from "vitest";
import { createProfileChecker } from "../../../src/profile/index.ts";
import type { MappedBundle } from "../../../src/mapping/index.ts";
import { neutralBundle, rawDecimal } from "../delivery/bundles.ts";
import { definitions } from "./definitions.ts";

const { checkProfiles } = createProfileChecker(definitions);

function check(change: (bundle: Bundle) => void = () => undefined) {
  const bundle = neutralBundle() as Bundle;
  change(bundle);
  return checkProfiles(bundle as MappedBundle);
}
function rulesOf(change: (bundle: Bundle) => void): readonly unknown[] {
  const result = check(change);
  return result.ok ? [] : result.issues.map(({ rule, path }) => [rule, path]);
}
const observationOf = (bundle: Bundle): Observation => bundle.entry?.[3]?.resource as Observation;

test("a bundle that keeps every rule is handed on as it is", () => {
  const bundle = neutralBundle() as unknown as MappedBundle;
  const result = checkProfiles(bundle);
  expect(result.ok && result.value).toBe(bundle);
});

test("a reference to no entry of the bundle is refused, even to a resource that may exist elsewhere", () => {
  expect(rulesOf((bundle) => (observationOf(bundle).partOf = [{ reference: "Procedure/1" }]))).toEqual([
    ["profile/reference-open", "Bundle.entry[3].resource.partOf[0].reference"],
  ]);
});

test("a fullUrl that leads to a type which the element does not take is refused", () => {
  const rules = rulesOf(
    (bundle) => (observationOf(bundle).derivedFrom = [{ reference: bundle.entry?.[1]?.fullUrl ?? "" }]),
  );
  expect(rules).toEqual([["profile/reference-target", "Bundle.entry[3].resource.derivedFrom[0]"]]);
});

test("a fullUrl that occurs twice is refused", () => {
  const rules = rulesOf((bundle) => {
    const [first, second] = bundle.entry ?? [];
    if (first?.fullUrl && second) second.fullUrl = first.fullUrl;
  });
  expect(rules).toContainEqual(["profile/full-url-repeated", "Bundle.entry[1].fullUrl"]);
});

test("an entry without request is refused", () => {
  expect(rulesOf((bundle) => delete bundle.entry?.[2]?.request)).toContainEqual([
    "profile/entry-part-missing",
    "Bundle.entry[2]",
  ]);
});

test("an identity that two entries have is refused", () => {
  const rules = rulesOf((bundle) => {
    const copy = structuredClone(bundle.entry?.[1]);
    if (copy) bundle.entry?.push({ ...copy, fullUrl: "urn:uuid:00000000-0000-5000-8000-00000000000f" });
  });
  expect(rules).toEqual([["profile/identity-repeated", "Bundle.entry[5].request.url"]]);
});

test("a second subject is refused", () => {
  const rules = rulesOf((bundle) => {
    const copy = structuredClone(bundle.entry?.[0]);
    if (!copy?.resource) return;
    copy.fullUrl = "urn:uuid:00000000-0000-5000-8000-00000000000e";
    (copy.resource as Patient).identifier = [{ system: "urn:test:patient", value: "other" }];
    copy.request = { method: "PUT", url: "Patient?identifier=urn:test:patient|other" };
    bundle.entry?.push(copy);
    observationOf(bundle).subject = { reference: copy.fullUrl };
  });
  expect(rules).toEqual([["profile/subject-differs", "Bundle.entry[3].resource.subject"]]);
});

test("a decimal that keeps the digits it was written with is checked as the number it is", () => {
  const result = check((bundle) => (observationOf(bundle).valueQuantity = { value: rawDecimal("4.50") }));
  expect(result).toMatchObject({ ok: true });
});
