import type { Bundle, BundleEntry, Condition, Observation, Provenance, Resource } from "@medplum/fhirtypes";
import { describe, expect, it } from "vitest";
import type { KyphoplastyCase } from "../../../src/case/index.ts";
import { findReferences, isSameJson } from "../../../src/fhir/index.ts";
import { processCase, withdrawCase } from "../../../src/pipeline.ts";
import { isSameContent } from "../../../src/revise/index.ts";
import { EXAMPLE_NAMES, readExample } from "../../support/example.ts";

const AT = "2024-05-01T10:00:00Z";

function version(document: KyphoplastyCase, previous?: Bundle): Bundle {
  const made = processCase(Buffer.from(JSON.stringify(document)), previous === undefined ? {} : { previous });
  if (!made.ok) throw new Error(`refused: ${JSON.stringify(made.issues, undefined, 1)}`);
  return made.value.bundle;
}

function withdrawn(previous: Bundle): Bundle {
  const made = withdrawCase(previous, AT);
  if (!made.ok) throw new Error(`refused: ${JSON.stringify(made.issues, undefined, 1)}`);
  return made.value;
}

const parts = (bundle: Bundle): readonly BundleEntry[] => bundle.entry?.slice(0, -1) ?? [];
const provenance = (bundle: Bundle): BundleEntry => bundle.entry?.at(-1) as BundleEntry;
const partOf = (bundle: Bundle, name: string): Resource | undefined =>
  parts(bundle).find(({ request }) => request?.url.endsWith(encodeURIComponent(`/${name}`)))?.resource;
const statusOf = (resource: Resource | undefined): string | undefined =>
  resource?.resourceType === "Condition"
    ? resource.verificationStatus?.coding?.[0]?.code
    : (resource as { status?: string } | undefined)?.status;

const typical = readExample("typical");
const [firstAssessment, ...otherAssessments] = typical.assessments ?? [];
if (!firstAssessment) throw new Error("the typical case has assessments");
const withoutFirst: KyphoplastyCase = { ...typical, assessments: otherAssessments };
const VAS = `vas-${firstAssessment.timepoint}`;
const changed: KyphoplastyCase = {
  ...typical,
  assessments: [{ ...firstAssessment, painVas: { score: 9 } }, ...otherAssessments],
};

describe("a revision", () => {
  it("that changes nothing says the same", () => {
    const first = version(typical);
    expect(isSameContent(first, version(typical, first))).toBe(true);
  });

  it("keeps every fullUrl and request of what stays", () => {
    const first = version(typical);
    const second = version(changed, first);
    expect(parts(second).map(({ fullUrl, request }) => [fullUrl, request])).toEqual(
      parts(first).map(({ fullUrl, request }) => [fullUrl, request]),
    );
  });

  it("marks an Observation that says something else as corrected, and leaves the others final", () => {
    const first = version(typical);
    const second = version(changed, first);
    expect(statusOf(partOf(second, VAS))).toBe("corrected");
    const others = parts(second).filter(({ resource }) => resource !== partOf(second, VAS));
    expect(
      isSameJson(
        others,
        parts(first).filter(({ resource }) => resource !== partOf(first, VAS)),
      ),
    ).toBe(true);
  });

  it("leaves corrected what was corrected, also when it says what it said at first", () => {
    const second = version(changed, version(typical));
    expect(isSameContent(second, version(changed, second))).toBe(true);
    expect(statusOf(partOf(version(typical, second), VAS))).toBe("corrected");
  });

  it("sends what disappeared with its last content as entered in error, and again in every later version", () => {
    const first = version(typical);
    const second = version(withoutFirst, first);
    const third = version({ ...withoutFirst, recordedAt: "2030-01-01T00:00:00Z" }, second);
    for (const bundle of [second, third]) {
      expect(partOf(bundle, VAS)).toEqual({ ...partOf(first, VAS), status: "entered-in-error" });
    }
  });

  it("restores what comes back", () => {
    const first = version(typical);
    const back = version(typical, version(withoutFirst, first));
    expect(new Set(parts(back).map((part) => JSON.stringify(part)))).toEqual(
      new Set(parts(first).map((part) => JSON.stringify(part))),
    );
  });

  it("takes all parts along when the patient was another one", () => {
    const first = version(typical);
    const other = { ...withoutFirst, patient: { identifiers: [{ system: "urn:other", value: "9" }] } };
    const second = version(other, first);
    const patient = parts(second)[0];
    expect(parts(second).filter(({ resource }) => resource?.resourceType === "Patient")).toEqual([patient]);
    expect((partOf(second, VAS) as Observation).subject?.reference).toBe(patient?.fullUrl);
  });

  it("gives each version a Provenance of its own that answers for every part", () => {
    const first = version(typical);
    const second = version(withoutFirst, first);
    const third = version(typical, second);
    expect(new Set([first, second, third].map((bundle) => provenance(bundle).fullUrl)).size).toBe(3);
    expect((provenance(third).resource as Provenance).target.map(({ reference }) => reference)).toEqual(
      parts(third).map(({ fullUrl }) => fullUrl),
    );
  });

  it("keeps the digits of what disappeared", () => {
    const text = JSON.stringify(typical).replace(/"volumeMl":[\d.]+/, '"volumeMl":4.50');
    const made = processCase(Buffer.from(text));
    if (!made.ok) throw new Error("refused");
    expect(JSON.stringify(withdrawn(made.value.bundle))).toContain('"value":4.50');
  });
});

describe.each(EXAMPLE_NAMES)("the case %s", (name) => {
  const first = version(readExample(name));
  const last = withdrawn(first);

  it("is withdrawn with every part entered in error but the Patient, and passes every check", () => {
    const statuses = parts(last).map(({ resource }) => [resource?.resourceType, statusOf(resource)]);
    for (const [type, status] of statuses) expect(status).toBe(type === "Patient" ? undefined : "entered-in-error");
    expect(parts(last)).toHaveLength(parts(first).length);
  });

  it("has no clinical status and no abatement in a Condition that was voided", () => {
    const conditions = parts(last).flatMap(({ resource }) =>
      resource?.resourceType === "Condition" ? [resource] : [],
    );
    const kept = conditions.flatMap((condition: Condition) =>
      Object.keys(condition).filter((element) => /^clinicalStatus|^abatement/.test(element)),
    );
    expect(kept).toEqual([]);
  });

  it("comes back whole when it is submitted after its withdrawal", () => {
    expect(isSameContent(version(readExample(name), last), first)).toBe(true);
  });

  it("loses all but the session and stays a bundle whose references point backwards", () => {
    const { caseId, caseSystem, recordedAt, patient, session, levels } = readExample(name);
    const second = version(
      { caseId, caseSystem, recordedAt, patient, session, levels: levels.slice(0, 1).map(({ level }) => ({ level })) },
      first,
    );
    const seen = new Set<string | undefined>();
    for (const { fullUrl, resource } of second.entry ?? []) {
      const open = resource ? findReferences(resource).filter(({ reference }) => !seen.has(reference)) : [];
      expect(open).toEqual([]);
      seen.add(fullUrl);
    }
  });
});
