import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleBytes } from "../support/example.ts";
import { buildFshPackage, type FshPackage } from "../support/fsh-package.ts";

/** Commands with a hospital's own definitions: a site's folder, packages and folders of profiles. */
const ROOT = join(import.meta.dirname, "../..");
const home = mkdtempSync(join(tmpdir(), "kypho-site-commands-"));
const folder = join(home, "site");

function kypho(args: readonly string[], { input, ...env }: { input?: string; KYPHO_SITE?: string } = {}) {
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, "src/cli/kypho.js"), ...args], {
    cwd: home,
    encoding: "utf8",
    maxBuffer: 1 << 27,
    env: { ...process.env, KYPHO_DATA: join(home, "data"), ...env },
    ...(input !== undefined && { input }),
  });
  return { status, stdout };
}

afterAll(() => rmSync(home, { recursive: true }));

describe("kypho preview", { timeout: 240_000 }, () => {
  const codes = (text: string) => [
    ...new Set([...text.matchAll(/"code": "(427811002|706507005)"/g)].map(([, code]) => code)),
  ];

  it("lists what a changed row of a ConceptMap moves, and accepts it by its hash", () => {
    expect(kypho(["init-site", folder]).status).toBe(0);
    const ours = readFileSync(join(ROOT, "mappings/concept-maps/ConceptMap-cement-material-sct.json"), "utf8");
    writeFileSync(join(folder, "concept-maps/sct.json"), ours.replace("427811002", "706507005"));

    const listed = kypho(["preview", "--site", folder]);
    expect([
      listed.status,
      /^changed Device\.type\.coding\.code .*"427811002" -> "706507005"/m.test(listed.stdout),
    ]).toEqual([1, true]);
    const hash = /hash ([0-9a-f]{64}): not accepted/.exec(listed.stdout)?.[1];

    const accepted = kypho(["preview", "--site", folder, "--accept"]);
    expect([accepted.status, accepted.stdout.includes(`hash ${hash ?? ""}: accepted`)]).toEqual([0, true]);
    expect(JSON.parse(readFileSync(join(folder, "accepted.json"), "utf8"))).toEqual([hash]);
  });

  it("is what a set is taken by: the accepted code is in what the site maps", () => {
    const mapped = kypho(["map", join(ROOT, "examples/typical.json")], { KYPHO_SITE: folder });
    expect([mapped.status, codes(mapped.stdout)]).toEqual([0, ["706507005"]]);
  });

  it("accepts nothing but what was looked at: one more change is listed again", () => {
    const file = join(folder, "concept-maps/sct.json");
    writeFileSync(file, readFileSync(file, "utf8").replace("706507005", "256637004"));
    const again = kypho(["preview", "--site", folder, "--json"]);
    const { isAccepted, moves } = JSON.parse(again.stdout) as { isAccepted: boolean; moves: readonly unknown[] };
    expect([again.status, isAccepted, moves.length > 0]).toEqual([1, false, true]);
  });
});

const FSH = `
Profile: OurPulse
Parent: Observation
Id: our-pulse
Title: "A pulse in our hospital"
* code = http://loinc.org#8867-4
* method 1..1
* method from OurMethods (required)
* obeys our-2

Invariant: our-2
Description: "A pulse is measured by somebody."
Severity: #error
Expression: "performer.exists()"

ValueSet: OurMethods
Id: our-methods
Title: "How a pulse is taken"
* include codes from system OurWays

CodeSystem: OurWays
Id: our-ways
Title: "Ways to take a pulse"
* ^caseSensitive = true
* ^content = #complete
* #palpation "Palpation"
`;
const PULSE = "https://hospital.example.org/fhir/StructureDefinition/our-pulse";

describe("kypho validate with a hospital's definitions", { timeout: 240_000 }, () => {
  let built: FshPackage;
  const pulse = (method?: string, performer?: object) =>
    JSON.stringify({
      resourceType: "Observation",
      status: "final",
      text: { status: "generated", div: '<div xmlns="http://www.w3.org/1999/xhtml">Pulse 72/min</div>' },
      code: { coding: [{ system: "http://loinc.org", code: "8867-4" }] },
      category: [
        { coding: [{ system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "vital-signs" }] },
      ],
      subject: { display: "Somebody" },
      effectiveDateTime: "2024-05-01",
      ...(performer && { performer: [performer] }),
      valueQuantity: { value: 72, unit: "/min", system: "http://unitsofmeasure.org", code: "/min" },
      ...(method !== undefined && {
        method: { coding: [{ system: "https://hospital.example.org/fhir/CodeSystem/our-ways", code: method }] },
      }),
    });
  const good = pulse("palpation", { display: "A nurse" });
  const rulesOf = (text: string): readonly string[] => {
    const { issue } = JSON.parse(text) as { issue: { severity: string; details?: { coding?: { code?: string }[] } }[] };
    return issue
      .filter(({ severity }) => severity === "error")
      .map(({ details }) => details?.coding?.[0]?.code ?? "")
      .sort();
  };
  beforeAll(async () => {
    built = await buildFshPackage(FSH);
  }, 240_000);
  afterAll(() => built.close());

  const ways = () =>
    [
      ["--package", built.file],
      ["--profiles", built.folder],
    ] as const;

  it("takes what keeps a profile of a package, or of a folder, that is named for it", () => {
    const runs = ways().map((way) => kypho(["validate", "-", ...way, "--profile", PULSE], { input: good }));
    expect(runs.map(({ status, stdout }) => [status, rulesOf(stdout)])).toEqual([
      [0, []],
      [0, []],
    ]);
  });

  it("refuses what breaks it: a missing element, a code of no binding, an invariant", () => {
    const broken = ways().map((way) => [
      kypho(["validate", "-", ...way, "--profile", PULSE], { input: pulse(undefined, { display: "A nurse" }) }),
      kypho(["validate", "-", ...way, "--profile", PULSE], { input: pulse("guess", { display: "A nurse" }) }),
      kypho(["validate", "-", ...way, "--profile", PULSE], { input: pulse("palpation") }),
    ]);
    for (const runs of broken) {
      expect(runs.map(({ status }) => status)).toEqual([1, 1, 1]);
      expect(runs.map(({ stdout }) => rulesOf(stdout))).toEqual([
        ["profile/min"],
        ["terminology/binding-required", "terminology/code-unknown"],
        ["profile/invariant"],
      ]);
    }
  });

  it("asks a resource of the profile that it declares itself", () => {
    const declared = (text: string) => JSON.stringify({ ...(JSON.parse(text) as object), meta: { profile: [PULSE] } });
    const runs = [good, pulse("palpation")].map((one) =>
      kypho(["validate", "-", "--package", built.file], { input: declared(one) }),
    );
    expect(runs.map(({ status }) => status)).toEqual([0, 1]);
  });

  it("refuses a profile that nobody brought", () => {
    const { status, stdout } = kypho(["validate", "-", "--profile", PULSE], { input: good });
    expect([status, stdout.includes(PULSE)]).toEqual([1, true]);
  });

  it("ends with 2 where a package or a folder cannot be read", () => {
    const runs = [
      kypho(["validate", "-", "--package", join(home, "none.tgz")], { input: good }),
      kypho(["validate", "-", "--profiles", built.file], { input: good }),
    ];
    expect(runs.map(({ status }) => status)).toEqual([2, 2]);
  });

  it("checks a case's bundle against it and ours at once", () => {
    const mapped = kypho(["map", "-"], { input: exampleBytes("typical").toString() }).stdout;
    expect(kypho(["validate", "-", "--package", built.file], { input: mapped }).status).toBe(0);
  });
});
