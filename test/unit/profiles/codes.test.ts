import { expect, test } from "vitest";
import { BASE, extensions, profiles, validExamples, valueSets, verifiedCodes } from "./definitions.ts";

/** Code systems that are part of R4 itself, so that its own definitions hold their codes. */
const OF_FHIR = /^http:\/\/(hl7\.org\/fhir|terminology\.hl7\.org)\//;

const verified = new Set(verifiedCodes.map(({ system, code }) => `${system}|${code}`));

/** Every pair of system and code below a value, as `system|code`, whether a Coding or a Quantity holds it. */
function codesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(codesIn);
  if (typeof value !== "object" || value === null) return [];
  const { system, code } = value as Readonly<Record<string, unknown>>;
  const own = typeof system === "string" && typeof code === "string" ? [`${system}|${code}`] : [];
  return [...own, ...Object.values(value).flatMap(codesIn)];
}

function unverifiedIn(value: unknown): readonly string[] {
  const foreign = codesIn(value).filter((it) => !it.startsWith(BASE) && !OF_FHIR.test(it) && !it.startsWith("urn:"));
  return foreign.filter((it) => !verified.has(it));
}

test("every foreign code of the profiles is verified", () => {
  expect([...profiles, ...extensions].flatMap(({ differential }) => unverifiedIn(differential))).toEqual([]);
});

test("every foreign code of the value sets is verified", () => {
  const listed = valueSets.map(({ expansion }) => expansion);
  expect(unverifiedIn(listed)).toEqual([]);
  expect(codesIn(listed).length).toBeGreaterThan(200);
});

test("every foreign code of the examples is verified", () => {
  expect(validExamples.flatMap(([, resource]) => unverifiedIn(resource))).toEqual([]);
});
