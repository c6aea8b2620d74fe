import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle, Provenance } from "@medplum/fhirtypes";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Site } from "../../../src/site/index.ts";
import { openSiteWorkshop } from "../../support/site.ts";

const workshop = openSiteWorkshop();
const typical = readFileSync("examples/typical.json", "utf8");
const bytesOf = (text: string) => new TextEncoder().encode(text);
const withMaterial = (code: string) => bytesOf(typical.replaceAll('"pmma"', `"${code}"`));
const CODES = "concept-maps/cement-material.csv";
let site: Site;

beforeAll(async () => {
  site = await workshop.open();
}, 240_000);
afterAll(() => workshop.close());

async function bundleOf(bytes: Uint8Array): Promise<Bundle> {
  const made = await site.pipeline.process(bytes);
  if (!made.ok) throw new Error(made.issues.map(({ message }) => message).join(" "));
  return made.value.bundle;
}
function mapVersionOf(bundle: Bundle): string {
  const { extension = [] } = bundle.entry?.at(-1)?.resource as Provenance;
  return extension.find(({ url }) => url.endsWith("/map-version"))?.valueString ?? "";
}
const codesIn = (bundle: Bundle, system: string): readonly string[] =>
  [...JSON.stringify(bundle).matchAll(new RegExp(`"system":"${system}","code":"([^"]*)"`, "g"))].map(
    ([, code = ""]) => code,
  );

// Each test goes on where the one before it ended, as a site does.
describe("a site's set", { timeout: 240_000 }, () => {
  it("answers like the build as long as the skeleton is as it was written, and names itself in the Provenance", async () => {
    const bundle = await bundleOf(bytesOf(typical));
    const { hash, versions } = site.report().live;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(mapVersionOf(bundle)).toBe(versions.map);
    expect(versions.map).toMatch(/\|\d+\.\d+\.\d+\+site\.[0-9a-f]{12}$/);
  });

  it("refuses a local code, and takes it once a row of a CSV says what it means", async () => {
    const before = await site.pipeline.process(withMaterial("simplex-p"));
    workshop.write(CODES, "local,standard\nsimplex-p,pmma\n");
    expect(await site.reload()).toBeUndefined();
    const after = await bundleOf(withMaterial("simplex-p"));
    expect(before.ok ? [] : before.issues.map(({ rule, pointer }) => `${rule} ${pointer ?? ""}`)).toEqual([
      "case/enum /levels/0/cement/material",
      "case/enum /levels/1/cement/material",
    ]);
    expect(codesIn(after, "http://snomed.info/sct")).toContain("427811002");
  });

  it("certifies a case with a local code: what it means comes back, and that is agreed to", async () => {
    const made = await site.certify(withMaterial("simplex-p"), {});
    const materials = made.ok ? made.value.differences.filter(({ pointer }) => pointer.endsWith("/material")) : [];
    expect(made.ok && made.value.complete).toBe(true);
    expect(materials.map(({ reason }) => reason?.includes(`${CODES}:2`))).toEqual([true, true]);
  });

  it("refuses a broken map with file, line and column, and answers with the set before", async () => {
    const good = workshop.read("source/case.map");
    workshop.write("source/case.map", good.replace("-> case.patient", "-> case.patience"));
    const refusal = await site.reload();
    const line = good.split("\n").findIndex((text) => text.includes("case.patient")) + 1;
    expect(refusal?.issues.map(({ rule, path, position }) => ({ rule, path, line: position?.line }))).toEqual([
      { rule: "fml/unknown-element", path: "source/case.map", line },
    ]);
    expect(refusal?.issues[0]?.position?.column).toBeGreaterThan(1);
    expect(site.report().refusal).toEqual(refusal);
    await bundleOf(withMaterial("simplex-p"));
    workshop.write("source/case.map", good);
    await site.reload();
    expect(site.report().refusal).toBeUndefined();
  });

  it("refuses a set that does not read a field of the site's own examples", async () => {
    const good = workshop.read("source/case.map");
    workshop.write("source/case.map", good.replace(/^.*ours\.assessments.*$/m, ""));
    const refusal = await site.reload();
    workshop.write("source/case.map", good);
    expect(new Set(refusal?.issues.map(({ rule, path }) => `${rule} ${path ?? ""}`))).toEqual(
      new Set(["site/unread examples/typical.json"]),
    );
    expect(refusal?.issues.map(({ pointer }) => pointer)).toContain("/assessments/0/painVas/score");
  });

  it("refuses a set whose map loses something of the site's own examples on the way to FHIR and back", async () => {
    const ours = readFileSync("mappings/shared/consent.map", "utf8");
    const without = ours.replace(/^.*consent\.at .*"at";$/m, "");
    expect(without).not.toBe(ours);
    workshop.write("consent.map", without);
    const refusal = await site.reload();
    workshop.remove("consent.map");
    expect(refusal?.issues.map(({ rule, path, pointer }) => `${rule} ${path ?? ""} ${pointer ?? ""}`)).toEqual([
      "site/round-trip examples/typical.json /consents/0/at",
    ]);
  });

  it("moves no data unasked: another row of a ConceptMap is taken once the hash of its preview is accepted", async () => {
    const ours = readFileSync("mappings/concept-maps/ConceptMap-cement-material-sct.json", "utf8");
    workshop.write("concept-maps/sct.json", ours.replace("427811002", "706507005"));
    const refusal = await site.reload();
    const [issue] = refusal?.issues ?? [];
    expect([refusal?.issues.length, issue?.rule, issue?.path]).toEqual([1, "site/moved", "accepted.json"]);
    expect(codesIn(await bundleOf(bytesOf(typical)), "http://snomed.info/sct")).toContain("427811002");

    const hash = /[0-9a-f]{64}/.exec(issue?.message ?? "")?.[0] ?? "";
    workshop.write("accepted.json", JSON.stringify([hash]));
    expect(await site.reload()).toBeUndefined();
    const codes = codesIn(await bundleOf(withMaterial("simplex-p")), "http://snomed.info/sct");
    expect([codes.includes("706507005"), codes.includes("427811002")]).toEqual([true, false]);
  });

  it("ends calls on the set on which they began", async () => {
    const before = site.report().live.versions.map;
    const inFlight = Array.from({ length: 20 }, () => bundleOf(bytesOf(typical)));
    workshop.write(CODES, "local,standard\nsimplex-p,pmma\nsimplex-hv,pmma\n");
    expect(await site.reload()).toBeUndefined();
    const after = site.report().live.versions.map;
    expect(new Set((await Promise.all(inFlight)).map(mapVersionOf))).toEqual(new Set([before]));
    expect([before === after, mapVersionOf(await bundleOf(bytesOf(typical)))]).toEqual([false, after]);
  });

  it("asks a site's rule of everything that declares the profile that it extends", async () => {
    const profile = JSON.parse(workshop.read("profiles/session.json")) as { differential: { element: object[] } };
    profile.differential.element[0] = {
      id: "Procedure",
      path: "Procedure",
      constraint: [{ key: "our-1", severity: "error", human: "No note.", expression: "status = 'stopped'" }],
    };
    workshop.write("profiles/session.json", JSON.stringify(profile));
    const refusal = await site.reload();
    expect(refusal?.issues.map(({ rule, path }) => `${rule} ${path ?? ""}`)).toEqual([
      "profile/invariant examples/minimal.json",
      "profile/invariant examples/typical.json",
    ]);
    expect(refusal?.issues[0]?.message).toContain("our-1");
  });

  it("refuses a profile that speaks of an element which its type does not have", async () => {
    const profile = JSON.parse(workshop.read("profiles/session.json")) as { differential: { element: object[] } };
    profile.differential.element = [{ id: "Procedure.colour", path: "Procedure.colour", min: 1 }];
    workshop.write("profiles/session.json", JSON.stringify(profile));
    const refusal = await site.reload();
    expect(refusal?.issues.map(({ rule, path }) => `${rule} ${path ?? ""}`)).toEqual([
      "site/profile-element profiles/session.json",
    ]);
  });

  it("answers a start with the set that was live, when the folder does not compile any more", async () => {
    const { hash } = site.report().live;
    await site.close();
    site = await workshop.open();
    expect([site.report().live.hash, site.report().refusal?.issues[0]?.rule]).toEqual([hash, "site/profile-element"]);
    await bundleOf(withMaterial("simplex-hv"));
  });
});

describe("a site that was never live", () => {
  it("does not open with a set that is refused", { timeout: 240_000 }, async () => {
    const broken = openSiteWorkshop();
    broken.write(CODES, "local,standard\nsimplex-p,plastic\n");
    await expect(broken.open()).rejects.toThrow(/concept-maps\/cement-material\.csv:2:1 site\/code-unknown/);
    await broken.close();
  });
});

describe("the process that makes a set", { timeout: 240_000 }, () => {
  it("is a refusal when it ends without an answer, and the set before goes on", async () => {
    const half = openSiteWorkshop();
    const open = await half.open();
    const { hash } = open.report().live;
    half.write(CODES, "local,standard\nsimplex-p,pmma\n");
    // No set can be written where a file stands in place of the folder of sets.
    const sets = join(half.dataFolder, "site");
    rmSync(sets, { recursive: true });
    writeFileSync(sets, "");
    const refusal = await open.reload();
    expect(refusal?.issues.map(({ rule, code }) => `${rule} ${code}`)).toEqual(["site/maker exception"]);
    expect(open.report().live.hash).toBe(hash);
    await half.close();
  });
});

describe("a site's form of documents", { timeout: 240_000 }, () => {
  const renamed = openSiteWorkshop();
  let other: Site;
  beforeAll(async () => {
    for (const file of ["source/case.schema.json", "examples/minimal.json", "examples/typical.json"])
      renamed.write(
        file,
        renamed.read(file).replaceAll('"caseId"', '"operation"').replaceAll('"levels"', '"vertebrae"'),
      );
    const map = renamed.read("source/case.map");
    renamed.write(
      "source/case.map",
      map.replace("ours.caseId", "ours.operation").replace("ours.levels", "ours.vertebrae"),
    );
    other = await renamed.open();
  }, 240_000);
  afterAll(() => renamed.close());

  it("is mapped to the case that it says", async () => {
    const made = await other.pipeline.process(bytesOf(renamed.read("examples/typical.json")));
    expect(made.ok && made.value.caseId).toBe("PKP-2009-0117");
  });

  it("keeps the digits of decimals", async () => {
    const text = renamed.read("examples/typical.json").replace("4.5", "4.50");
    const made = await other.pipeline.process(bytesOf(text));
    expect(JSON.stringify(made.ok && made.value.bundle)).toContain('"value":4.50');
  });

  it("is behind every element through both maps", async () => {
    const text = renamed.read("examples/typical.json");
    const made = await other.explain(bytesOf(text), { field: "/vertebrae/0/cement/volumeMl" }, {});
    const [element] = made.ok ? made.value.explanation.elements : [];
    const [place] = element?.origin.from ?? [];
    const line = text.split("\n").findIndex((one) => one.includes('"volumeMl": 4.5')) + 1;
    expect([element?.value, place?.pointer, place?.position?.line]).toEqual([
      4.5,
      "/vertebrae/0/cement/volumeMl",
      line,
    ]);
    expect(made.ok && made.value.explanation.unread).toEqual([]);
  });

  it("gets issues of its own at its own pointers, lines and columns", async () => {
    const text = renamed.read("examples/typical.json").replace('"operation"', '"caseId"');
    const made = await other.pipeline.process(bytesOf(text));
    expect(made.ok ? [] : made.issues.map(({ rule, pointer, position }) => [rule, pointer, position])).toEqual([
      ["case/required", "", { line: 1, column: 1 }],
      ["case/unknown-field", "/caseId", { line: 2, column: 3 }],
    ]);
  });

  it("gets issues of the case, and of the profiles' stage before, where the document said it", async () => {
    const text = renamed.read("examples/typical.json").replace('"level": "L1"', '"level": "L9"');
    const made = await other.pipeline.process(bytesOf(text));
    const [issue] = made.ok ? [] : made.issues;
    const line = text.split("\n").findIndex((one) => one.includes('"L9"')) + 1;
    expect([issue?.rule, issue?.pointer, issue?.position?.line]).toEqual(["case/enum", "/vertebrae/1/level", line]);
  });
});
