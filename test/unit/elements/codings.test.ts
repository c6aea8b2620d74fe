import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CodeSystem } from "@medplum/fhirtypes";
import { beforeAll, describe, expect, it } from "vitest";
import { readR4Definitions } from "../../../src/fhir/index.ts";
import { openDefinitions } from "../../../src/http/index.ts";
import { bundleOf, cohortBytes, EXAMPLE_NAMES, exampleBytes } from "../../support/example.ts";

const OWN = "https://kypho-fhir.github.io/fhir/CodeSystem/";
const UCUM = "http://unitsofmeasure.org";
const ROOT = join(import.meta.dirname, "../../..");

/** A SOP class is told as a URI, which is no code of a terminology. */
const URI = "urn:ietf:rfc:3986";

/** Systems of HL7's own that R4 itself publishes; their codes are looked up in R4's definitions. */
const HL7 = /^http:\/\/(terminology\.hl7\.org|hl7\.org\/fhir)\//;

interface Coding {
  readonly system: string;
  readonly code: string;
}

function codingsIn(value: unknown, found: Map<string, Coding>): void {
  if (typeof value !== "object" || value === null) return;
  const { system, code } = value as Partial<Coding>;
  if (typeof system === "string" && typeof code === "string") found.set(`${system}|${code}`, { system, code });
  for (const child of Object.values(value)) codingsIn(child, found);
}

function codesOf(systems: readonly CodeSystem[]): Set<string> {
  const codes = new Set<string>();
  const add = (url: string, concepts: CodeSystem["concept"]): void => {
    for (const { code, concept } of concepts ?? []) {
      codes.add(`${url}|${code}`);
      add(url, concept);
    }
  };
  for (const system of systems) add(system.url ?? "", system.concept);
  return codes;
}

describe("codes in the output", () => {
  const found = new Map<string, Coding>();
  let known: Set<string>;

  beforeAll(() => {
    for (const bytes of cohortBytes()) codingsIn(bundleOf(bytes), found);
    for (const name of EXAMPLE_NAMES) codingsIn(bundleOf(exampleBytes(name)), found);
    const own = openDefinitions([join(ROOT, "build/structures")]).search("CodeSystem", undefined).entry ?? [];
    const r4 = (["valuesets", "v3-codesystems", "v2-tables"] as const).flatMap((file) => readR4Definitions(file));
    const systems = [...own.map(({ resource }) => resource), ...r4].filter((one) => one?.resourceType === "CodeSystem");
    const verified = JSON.parse(readFileSync(join(ROOT, "test/fixtures/verified-codes.json"), "utf8")) as Coding[];
    known = codesOf(systems);
    for (const { system, code } of verified) known.add(`${system}|${code}`);
  });

  it("are there, in more than five systems", () => {
    expect(new Set([...found.values()].map(({ system }) => system)).size).toBeGreaterThan(5);
  });

  it("stand in the verified tables, in our CodeSystems or in HL7's own of R4, every one of the cohort and the examples", () => {
    const codes = [...found].filter(([, { system }]) => system !== URI).map(([key]) => key);
    expect(codes.filter((key) => !known.has(key))).toEqual([]);
  });

  it("come from no other system than those", () => {
    const foreign = [...found.values()].filter(({ system }) => !system.startsWith(OWN) && !HL7.test(system));
    expect([...new Set(foreign.map(({ system }) => system))].sort()).toEqual(
      ["http://dicom.nema.org/resources/ontology/DCM", "http://loinc.org", "http://snomed.info/sct", UCUM, URI].sort(),
    );
  });
});
