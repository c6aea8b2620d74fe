import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle, BundleEntry, ImagingStudy, Resource } from "@medplum/fhirtypes";
import { describe, expect, it } from "vitest";
import { certify, explainLosses, extractCase, extractCases, readLosses } from "../../../src/extraction/index.ts";
import { validateCase } from "../../../src/case/index.ts";
import { parseExactly } from "../../../src/fhir/index.ts";
import { mapCase } from "../../../src/mapping/index.ts";
import { cohortBytes, EXAMPLE_NAMES, exampleBytes } from "../../support/example.ts";

const losses = readLosses(readFileSync(join(import.meta.dirname, "../../../mappings/losses.json"), "utf8"));

function valid(bytes: Uint8Array) {
  const result = validateCase(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

function bundleOf(bytes: Uint8Array): Bundle {
  const mapped = mapCase(valid(bytes));
  if (!mapped.ok) throw new Error(JSON.stringify(mapped.issues));
  return mapped.value;
}

/** The differences that no agreed loss explains, of the only case in the resources. */
function unexplained(bytes: Uint8Array, inputs: readonly unknown[]) {
  const extracted = extractCases(inputs);
  if (!extracted.ok) throw new Error(JSON.stringify(extracted.issues));
  expect(extracted.value).toHaveLength(1);
  return explainLosses(valid(bytes).document, extracted.value[0]?.document, losses).filter(({ loss }) => !loss);
}

/** As a server gives it back: other ids, literal references, in another order, with what servers add. */
function asServed(bundle: Bundle): readonly BundleEntry[] {
  const entries = bundle.entry ?? [];
  const urls = new Map(
    entries.map(({ fullUrl = "", resource }, at) => [fullUrl, `${resource?.resourceType ?? ""}/s${at}`]),
  );
  const text = JSON.stringify(entries).replaceAll(
    /"reference":"(urn:uuid:[^"]+)"/g,
    (_, url: string) => `"reference":"${urls.get(url) ?? ""}"`,
  );
  return (parseExactly(text) as BundleEntry[])
    .map(({ resource }, at) => ({
      fullUrl: `https://ehr.example.org/fhir/${resource?.resourceType ?? ""}/s${at}`,
      resource: {
        ...resource,
        id: `s${at}`,
        meta: { ...resource?.meta, versionId: "3", lastUpdated: "2026-01-01T00:00:00Z", source: "#x" },
      } as Resource,
      search: { mode: "match" as const },
    }))
    .reverse();
}

describe("a case extracted from its own bundle", () => {
  it.each([...EXAMPLE_NAMES])("%s is whole but for agreed losses", (name) => {
    const bytes = exampleBytes(name);
    expect(unexplained(bytes, [bundleOf(bytes)])).toEqual([]);
  });

  it("is whole for the study's cohort, and nothing of the bundle is without a place", () => {
    for (const bytes of cohortBytes()) {
      const bundle = bundleOf(bytes);
      expect(unexplained(bytes, [bundle])).toEqual([]);
      const extracted = extractCases([bundle]);
      expect(extracted.ok && [extracted.warnings, extracted.value[0]?.unplaced]).toEqual([undefined, []]);
    }
  });
});

describe("a case extracted from what servers give", () => {
  const bytes = exampleBytes("full");

  it("is whole from a searchset in another order, with server ids and what servers add", () => {
    const bundle = { resourceType: "Bundle", type: "searchset", entry: asServed(bundleOf(bytes)) };
    expect(unexplained(bytes, [bundle])).toEqual([]);
    const extracted = extractCases([bundle]);
    expect(extracted.ok && extracted.value[0]?.unplaced).toEqual([]);
  });

  it("is whole from several pages and single resources", () => {
    const entries = asServed(bundleOf(bytes));
    const page = (entry: readonly BundleEntry[]) => ({ resourceType: "Bundle", type: "searchset", entry });
    const single = entries.slice(20).map(({ resource }) => resource);
    expect(unexplained(bytes, [page(entries.slice(0, 10)), page(entries.slice(10, 20)), ...single])).toEqual([]);
  });

  it("takes the newest of several copies, and nothing that was entered in error", () => {
    const entries = asServed(bundleOf(bytes));
    const copies = entries.map(({ resource, ...entry }) => ({
      ...entry,
      resource: { ...resource, meta: { ...resource?.meta, lastUpdated: "2020-01-01T00:00:00Z" }, status: "amended" },
    }));
    const voided = {
      ...entries.find(({ resource }) => resource?.resourceType === "Observation")?.resource,
      id: "void",
      identifier: [{ system: "https://hospital.example.org/kyphoplasty-case", value: "PKP-2009-0200/vas-m12" }],
      status: "entered-in-error",
    };
    expect(
      unexplained(bytes, [{ resourceType: "Bundle", type: "searchset", entry: [...entries, ...copies] }, voided]),
    ).toEqual([]);
  });

  it("takes the newest of two copies also where only one has an identifier that came later", () => {
    const entries = asServed(bundleOf(bytes));
    const older = entries
      .filter(({ resource }) => resource?.resourceType === "ImagingStudy")
      .map(({ resource, ...entry }) => ({
        ...entry,
        resource: {
          ...resource,
          meta: { ...resource?.meta, lastUpdated: "2020-01-01T00:00:00Z" },
          identifier: (resource as ImagingStudy).identifier?.slice(0, 1),
          description: "as it was first known",
        },
      }));
    expect(older.length).toBeGreaterThan(0);
    expect(unexplained(bytes, [{ resourceType: "Bundle", type: "searchset", entry: [...entries, ...older] }])).toEqual(
      [],
    );
  });

  it("tells cases apart", () => {
    const other = exampleBytes("minimal");
    const extracted = extractCases([
      { resourceType: "Bundle", entry: [...asServed(bundleOf(bytes)), ...(bundleOf(other).entry ?? [])] },
    ]);
    expect(extracted.ok && extracted.value.map(({ caseId }) => caseId).sort()).toEqual(
      [valid(other).document.caseId, valid(bytes).document.caseId].sort(),
    );
  });

  it("lists what has no place in a case, and resources of no case", () => {
    const bundle = bundleOf(bytes);
    const [first, ...rest] = bundle.entry ?? [];
    const extracted = extractCases([
      {
        ...bundle,
        entry: [
          { ...first, resource: { ...first?.resource, maritalStatus: { text: "m" } } },
          ...rest,
          { resource: { resourceType: "Encounter", status: "finished" } },
        ],
      },
    ]);
    expect(extracted.ok && extracted.value[0]?.unplaced.map(({ path }) => path)).toEqual(["Patient.maritalStatus"]);
    expect(extracted.ok && extracted.warnings?.map(({ path }) => path)).toEqual([
      `Bundle.entry[${String(rest.length + 1)}].resource`,
    ]);
  });

  it("lists what stands where FHIR has a list, and is none", () => {
    const bundle = bundleOf(bytes);
    const entry = bundle.entry?.map(({ fullUrl, resource }) =>
      resource?.resourceType === "Observation" && resource.component
        ? { fullUrl, resource: { ...resource, component: resource.component[0] } }
        : { fullUrl, resource },
    );
    const extracted = extractCases([{ ...bundle, entry }]);
    const paths = extracted.ok ? extracted.value[0]?.unplaced.map(({ path }) => path) : [];
    expect(paths?.some((path) => path?.startsWith("Observation.component") === true)).toBe(true);
  });

  it("is one case, from one Bundle or a list, or refused where there are several", () => {
    const [one, other] = [bundleOf(bytes), bundleOf(exampleBytes("minimal"))];
    const caseId = valid(bytes).document.caseId;
    expect(extractCase(one)).toMatchObject({ ok: true, value: { caseId } });
    expect(extractCase([one])).toMatchObject({ ok: true, value: { caseId } });
    expect(extractCase([one, other])).toMatchObject({ ok: false, issues: [{ rule: "extraction/several-cases" }] });
    expect(extractCase({})).toMatchObject({ ok: false, issues: [{ rule: "extraction/no-session" }] });
  });

  it("is refused where no session is among the resources", () => {
    expect(extractCases([{ resourceType: "Patient" }, 7, null, { resourceType: "Bundle" }])).toMatchObject({
      ok: false,
      issues: [{ rule: "extraction/no-session" }],
    });
  });
});

describe("a certificate", () => {
  it("names each agreed loss with its reason, and holds both hashes", () => {
    const made = certify(valid(exampleBytes("full")), losses);
    expect(made).toMatchObject({ ok: true, value: { complete: true } });
    if (!made.ok) return;
    expect(made.value.caseHash).not.toBe(made.value.extractedHash);
    expect(made.value.differences.map(({ pointer }) => pointer)).toContain("/levels/0/status");
    for (const { reason } of made.value.differences) expect(reason).toMatch(/\.$/);
  });

  it("is equal hash for hash where nothing is lost at all", () => {
    const made = certify(valid(exampleBytes("minimal")), []);
    expect(made.ok && made.value.caseHash === made.value.extractedHash).toBe(true);
  });

  it("is not complete when a loss was not agreed to", () => {
    const made = certify(valid(exampleBytes("full")), []);
    expect(made).toMatchObject({ ok: true, value: { complete: false } });
  });
});
