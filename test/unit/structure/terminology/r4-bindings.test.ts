import { describe, expect, it } from "vitest";
import type { StructureDefinition } from "@medplum/fhirtypes";
import { readR4Definitions, readR4Structures } from "../../../../src/fhir/index.ts";
import { slimSources, type Reach } from "../../../../src/structure/terminology/index.ts";
import { terminologyOf } from "./support.ts";

const sources = slimSources(
  (["valuesets", "v2-tables", "v3-codesystems"] as const).flatMap((file) => readR4Definitions(file)),
);
const terminology = terminologyOf(...sources);

/** Every element with a required binding, once: what an element inherits is counted where it is defined. */
const sites = readR4Structures().flatMap((structure) => requiredSites(structure));

function requiredSites({ derivation, snapshot }: StructureDefinition): { path: string; valueSet: string }[] {
  if (derivation === "constraint") return [];
  return (snapshot?.element ?? []).flatMap(({ path, base, binding }) => {
    const { strength, valueSet } = binding ?? {};
    return strength === "required" && valueSet !== undefined && base?.path === path ? [{ path, valueSet }] : [];
  });
}

describe("R4's required bindings", () => {
  const reached = sites.map((site) => ({ ...site, reach: terminology.reach(site.valueSet) }));
  const of = (kind: Reach["kind"]) => reached.filter(({ reach }) => reach.kind === kind);

  it("are all decided, but for what R4 itself does not define", () => {
    // Three structures of later versions stand among R4's in this package.
    const left = [...of("ruled"), ...of("unknown")].map(({ valueSet }) => valueSet.split("|", 1)[0]);
    const counts: Record<string, number> = {};
    for (const url of left) if (url !== undefined) counts[url] = (counts[url] ?? 0) + 1;
    console.info(`${of("listed").length} of ${sites.length} required bindings are listed; the rest:`, counts);
    expect(of("listed").length).toBe(sites.length - 19);
    expect(counts).toEqual({
      "http://hl7.org/fhir/ValueSet/mimetypes": 12,
      "http://hl7.org/fhir/ValueSet/currencies": 1,
      "http://hl7.org/fhir/ValueSet/ucum-units": 3,
      "http://loinc.org/vs/LL379-9": 1,
      "http://hl7.org/fhir/ValueSet/characteristic-combination": 1,
      "http://hl7.org/fhir/ValueSet/subscription-notification-type": 1,
    });
  });

  it("hold at least one code each", () => {
    expect(of("listed").filter(({ reach }) => reach.kind === "listed" && reach.codeCount === 0)).toEqual([]);
  });
});

describe("R4's value sets", () => {
  it("are nearly all listed", () => {
    const urls = sources.flatMap(({ resourceType, url }) => (resourceType === "ValueSet" ? [url ?? ""] : []));
    const listed = urls.filter((url) => terminology.reach(url).kind === "listed");
    expect(urls.length).toBe(1317);
    expect(listed.length).toBeGreaterThanOrEqual(1217);
  });
});

describe("the table of the build", () => {
  it("is the same for the same resources in any order", () => {
    const some = readR4Definitions("v2-tables").slice(0, 200);
    expect(JSON.stringify(slimSources([...some].reverse()))).toBe(JSON.stringify(slimSources(some)));
  });

  it("holds no text that decides nothing", () => {
    expect(JSON.stringify(sources.slice(0, 500))).not.toMatch(
      /"(?:text|definition|description|contact|meta|copyright)":/,
    );
  });
});
