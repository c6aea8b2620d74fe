import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { StructureDefinition } from "@medplum/fhirtypes";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Site } from "../../../src/site/index.ts";
import { buildFshPackage, type FshPackage } from "../../support/fsh-package.ts";
import { openSiteWorkshop } from "../../support/site.ts";

/** What a site may bring beside FHIR Mapping Language, JSON Schema and CSV. */
const bytesOf = (text: string) => new TextEncoder().encode(text);
const typical = readFileSync("examples/typical.json", "utf8");
const issuesOf = (refusal: Awaited<ReturnType<Site["reload"]>>) =>
  refusal?.issues.map(({ rule, path }) => `${rule} ${path ?? ""}`);

const SESSION = `
Profile: OurSession
Parent: https://kypho-fhir.github.io/fhir/StructureDefinition/session
Id: our-session
Title: "A session in our hospital"
* obeys our-1

Invariant: our-1
Description: "A session ends on the day on which it began."
Severity: #error
Expression: "performed.ofType(Period).end.empty() or performed.ofType(Period).start.toString().substring(0, 10) = performed.ofType(Period).end.toString().substring(0, 10)"

CodeSystem: OurWards
Id: our-wards
Title: "Wards"
* ^caseSensitive = true
* #ward-3 "Ward 3"
`;

describe("a package that SUSHI built of FHIR Shorthand", { timeout: 240_000 }, () => {
  const workshop = openSiteWorkshop();
  let built: FshPackage;
  let site: Site;
  beforeAll(async () => {
    built = await buildFshPackage(SESSION);
    workshop.remove("profiles/session.json");
    cpSync(built.file, join(workshop.folder, "hospital.fhir.tgz"));
    site = await workshop.open();
  }, 240_000);
  afterAll(async () => {
    await workshop.close();
    built.close();
  });

  it("is part of the set with each of its definitions", () => {
    const parts = site.report().live.parts.filter(({ file }) => file.startsWith("hospital.fhir.tgz/"));
    expect(parts.map(({ kind, url, version }) => `${kind} ${url ?? ""}|${version ?? ""}`).sort()).toEqual([
      "CodeSystem https://hospital.example.org/fhir/CodeSystem/our-wards|1.2.0",
      "StructureDefinition https://hospital.example.org/fhir/StructureDefinition/our-session|1.2.0",
    ]);
  });

  it("is asked of what declares the profile of ours that it stands on", async () => {
    const late = typical.replace('"end": "2009-05-14T10:05', '"end": "2009-05-15T00:05');
    const [good, bad] = [await site.pipeline.process(bytesOf(typical)), await site.pipeline.process(bytesOf(late))];
    expect(good.ok).toBe(true);
    expect(bad.ok ? [] : bad.issues.map(({ rule, message }) => [rule, message.includes("our-1")])).toEqual([
      ["profile/invariant", true],
    ]);
  });

  it("refuses the set when it is no archive, with the name of the file", async () => {
    workshop.write("hospital.fhir.tgz", "no archive");
    expect(issuesOf(await site.reload())).toEqual(["site/unreadable hospital.fhir.tgz"]);
  });
});

describe("a logical model as the form of a site's documents", { timeout: 240_000 }, () => {
  const workshop = openSiteWorkshop();
  const URL = "https://hospital.example.org/fhir/StructureDefinition/Operation";
  const elements: StructureDefinition["differential"] = {
    element: [
      { id: "Operation", path: "Operation" },
      { id: "Operation.number", path: "Operation.number", min: 1, max: "1", type: [{ code: "string" }] },
      { id: "Operation.signedAt", path: "Operation.signedAt", min: 1, max: "1", type: [{ code: "instant" }] },
      { id: "Operation.day", path: "Operation.day", min: 1, max: "1", type: [{ code: "date" }] },
      { id: "Operation.patient", path: "Operation.patient", min: 1, max: "1", type: [{ code: "BackboneElement" }] },
      { id: "Operation.patient.mrn", path: "Operation.patient.mrn", min: 1, max: "1", type: [{ code: "string" }] },
      { id: "Operation.treated", path: "Operation.treated", min: 1, max: "*", type: [{ code: "BackboneElement" }] },
      { id: "Operation.treated.at", path: "Operation.treated.at", min: 1, max: "1", type: [{ code: "code" }] },
    ],
  };
  const model = {
    resourceType: "StructureDefinition",
    url: URL,
    name: "Operation",
    status: "active",
    kind: "logical",
    abstract: false,
    type: URL,
    baseDefinition: "http://hl7.org/fhir/StructureDefinition/Base",
    derivation: "specialization",
    differential: elements,
  };
  const document = `{
  "number": "OP-7",
  "signedAt": "2009-03-02T12:00:00+08:00",
  "day": "2009-03-02",
  "patient": { "mrn": "0012300" },
  "treated": [{ "at": "L1" }, { "at": "L2" }]
}
`;
  const map = `map "https://hospital.example.org/fhir/StructureMap/Operation" = "Operation"

uses "${URL}" alias Operation as source
uses "https://kypho-fhir.github.io/fhir/StructureDefinition/KyphoplastyCase" alias KyphoplastyCase as target

group Operation(source ours : Operation, target case : KyphoplastyCase) {
  ours.number as value -> case.caseId = value "number";
  ours -> case.caseSystem = "https://hospital.example.org/kyphoplasty-case" "system";
  ours.signedAt as value -> case.recordedAt = value "signed";
  ours.patient as patient -> case.patient as target then {
    patient.mrn as value -> target.identifiers as identifier,
      identifier.system = "https://hospital.example.org/patient", identifier.value = value "mrn";
  } "patient";
  ours.day as value -> case.session as session, session.start = value "day";
  ours.treated as treated -> case.levels as level then {
    treated.at as value -> level.level = value "at";
  } "treated";
}
`;
  let site: Site;
  beforeAll(async () => {
    for (const file of ["source/case.schema.json", "examples/minimal.json", "examples/typical.json"])
      workshop.remove(file);
    workshop.write("source/operation.json", JSON.stringify(model));
    workshop.write("source/case.map", map);
    workshop.write("examples/operation.json", document);
    site = await workshop.open();
  }, 240_000);
  afterAll(() => workshop.close());

  it("is mapped to the case that it says", async () => {
    const made = await site.pipeline.process(bytesOf(document));
    expect(made.ok ? [made.value.caseId, made.value.caseSystem] : made.issues).toEqual([
      "OP-7",
      "https://hospital.example.org/kyphoplasty-case",
    ]);
  });

  it("says what is missing, of another type or unknown, in the document's own terms", async () => {
    const broken = document
      .replace('"OP-7"', "7")
      .replace('"day": "2009-03-02",', '"date": "2009-03-02",')
      .replace('"at": "L2"', '"level": "L2"');
    const made = await site.pipeline.process(bytesOf(broken));
    expect(made.ok ? [] : made.issues.map(({ rule, pointer }) => `${rule} ${pointer ?? ""}`)).toEqual([
      "case/required ",
      "case/type /number",
      "case/unknown-field /date",
      "case/required /treated/1",
      "case/unknown-field /treated/1/level",
    ]);
  });

  it("is behind every element of the bundle, and is left unread nowhere", async () => {
    const made = await site.explain(bytesOf(document), { field: "/treated/1/at" }, {});
    const elements = made.ok ? made.value.explanation.elements : [];
    const codes = elements.filter(({ path }) => path.endsWith(".bodySite[0].coding[0].code"));
    expect(codes.map(({ origin }) => origin.from.map(({ pointer, position }) => [pointer, position?.line]))).toEqual([
      [["/treated/1/at", 6]],
    ]);
    expect(made.ok && made.value.explanation.unread).toEqual([]);
  });
});

describe("a ViewDefinition of a site", { timeout: 240_000 }, () => {
  const workshop = openSiteWorkshop();
  let site: Site;
  const view = (path: string) =>
    JSON.stringify({
      resourceType: "ViewDefinition",
      url: "https://hospital.example.org/fhir/ViewDefinition/levels",
      name: "levels",
      status: "active",
      resource: "Procedure",
      where: [{ path: "partOf.exists()" }],
      select: [
        { column: [{ name: "id", path: "getResourceKey()" }] },
        { forEach: "bodySite", column: [{ name: "site", path }] },
      ],
    });
  beforeAll(async () => {
    workshop.write("levels.json", view("coding.first().code"));
    site = await workshop.open();
  }, 240_000);
  afterAll(() => workshop.close());

  it("is part of the set", () => {
    const parts = site.report().live.parts.filter(({ kind }) => kind === "ViewDefinition");
    expect(parts.map(({ file, url }) => [file, url])).toEqual([
      ["levels.json", "https://hospital.example.org/fhir/ViewDefinition/levels"],
    ]);
  });

  it("refuses the set when a path of it is no FHIRPath, and the set before goes on", async () => {
    const { hash } = site.report().live;
    workshop.write("levels.json", view("coding.first(.code"));
    expect(issuesOf(await site.reload())).toEqual(["site/view levels.json"]);
    expect(site.report().refusal?.issues[0]?.message).toContain("ViewDefinition.select[1].column[0].path");
    expect(site.report().live.hash).toBe(hash);
    expect((await site.pipeline.process(bytesOf(typical))).ok).toBe(true);
  });
});

describe("a set whose examples do not come back whole", { timeout: 240_000 }, () => {
  const workshop = openSiteWorkshop();
  afterAll(() => workshop.close());

  it("is refused, and the set before answers as it did, for cases in flight and for later ones", async () => {
    const site = await workshop.open();
    const bundleOf = async () => {
      const made = await site.pipeline.process(bytesOf(typical));
      return made.ok ? JSON.stringify(made.value.bundle) : made.issues;
    };
    const before = await bundleOf();
    const ours = readFileSync("mappings/shared/consent.map", "utf8");
    workshop.write("consent.map", ours.replace(/^.*consent\.at .*"at";$/m, ""));
    const reloading = site.reload();
    const inFlight = bundleOf();
    expect(issuesOf(await reloading)).toEqual(["site/round-trip examples/typical.json"]);
    expect([await inFlight, await bundleOf()]).toEqual([before, before]);
  });
});
