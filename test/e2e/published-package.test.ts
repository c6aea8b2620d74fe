import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/**
 * The package as `npm pack` makes it, in a project of its own. Instead of asking a registry, the project gets a link to each
 * dependency that package.json names and to nothing else, so that an import of anything undeclared fails.
 */
const ROOT = join(import.meta.dirname, "../..");
const project = mkdtempSync(join(tmpdir(), "kypho-package-"));
const modules = join(project, "node_modules");
const installed = join(modules, "kypho-fhir");
const example = (name: string) => join(installed, "dist/examples", name);

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly bin: { readonly kypho: string };
}

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;

function link(name: string): void {
  mkdirSync(dirname(join(modules, name)), { recursive: true });
  symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
}

function run(file: string, args: readonly string[], input?: string | Buffer) {
  return spawnSync(process.execPath, [file, ...args], {
    cwd: project,
    encoding: "utf8",
    maxBuffer: 1 << 26,
    ...(input !== undefined && { input }),
  });
}

const kypho = (args: readonly string[], input?: string) => run(join(installed, manifest.bin.kypho), args, input);

beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, "scripts/build-dist.ts")], { cwd: ROOT });
  // Scripts are left out: prepack builds what the tests run on already.
  const packed = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", project], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  mkdirSync(installed, { recursive: true });
  // npx prefers what package.json names as the command, so a dist that stays would hide the sources.
  rmSync(join(ROOT, "dist"), { recursive: true });
  execFileSync("tar", ["-xzf", join(project, filename), "-C", installed, "--strip-components=1"]);
  Object.keys(manifest.dependencies).forEach(link);
  writeFileSync(join(project, "package.json"), '{ "type": "module" }\n');
}, 600_000);
afterAll(() => rmSync(project, { recursive: true }));

describe("the published package", () => {
  it("holds what runs and what a reader looks for, and no tests, sources or build tools", () => {
    expect(readdirSync(installed).sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "NOTICE",
      "README.md",
      "dist",
      "package.json",
    ]);
    expect(readdirSync(join(installed, "dist")).sort()).toEqual([
      "build",
      "examples",
      "mappings",
      "openapi.yaml",
      "package.json",
      "src",
    ]);
    const names = readdirSync(join(installed, "dist"), { recursive: true, encoding: "utf8" });
    expect(
      names.filter((name) => /(?<!\.d)\.ts$|(^|\/)(sushi|interop|conformance|node_modules|test)(\/|$)/.test(name)),
    ).toEqual([]);
  });

  it("maps, checks and extracts as a library", () => {
    writeFileSync(
      join(project, "use.js"),
      `import { readFileSync } from "node:fs";
import { mapCase, validateResource, extractCase } from "kypho-fhir";

const mapped = mapCase(readFileSync(process.argv[2]));
const bundle = mapped.value.bundle;
const extracted = extractCase(JSON.parse(JSON.stringify(bundle)));
console.log(JSON.stringify({
  entries: bundle.entry.length,
  issues: validateResource(bundle).length,
  refused: validateResource({ resourceType: "Observation" }).map(({ path }) => path),
  caseId: extracted.value.caseId,
  extracted: extracted.value.document,
}));
`,
    );
    const { stdout, stderr } = run("use.js", [example("typical.json")]);
    expect(stderr).toBe("");
    const document = JSON.parse(readFileSync(example("typical.json"), "utf8")) as { readonly caseId: string };
    const { entries, issues, refused, caseId, extracted } = JSON.parse(stdout) as Record<string, unknown>;
    expect(entries).toBeGreaterThan(20);
    expect({ issues, refused, caseId }).toEqual({
      issues: 0,
      refused: ["Observation.status", "Observation.code"],
      caseId: document.caseId,
    });
    expect(extracted).toMatchObject({ caseId: document.caseId });
  });

  it("has types that a strict project compiles with, declarations included", { timeout: 300_000 }, () => {
    writeFileSync(
      join(project, "use.ts"),
      `import { mapCase, validateResource, extractCase, type Issue, type KyphoplastyCase } from "kypho-fhir";

const mapped = mapCase(new Uint8Array());
if (mapped.ok) {
  const issues: readonly Issue[] = validateResource(mapped.value.bundle);
  const extracted = extractCase(mapped.value.bundle);
  console.log(issues.length, mapped.value.bundle.entry?.length, extracted.ok && extracted.value.caseId);
}
const caseId: KyphoplastyCase["caseId"] = "PKP-1";
// @ts-expect-error: a case is known by a text
const wrong: KyphoplastyCase["caseId"] = 1;
console.log(caseId, wrong);
`,
    );
    const options = { module: "nodenext", target: "es2024", strict: true, noEmit: true, types: [] };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["use.ts"] }));
    const { stdout } = run(join(ROOT, "node_modules/typescript/bin/tsc"), ["-p", "tsconfig.json"]);
    // @medplum/core's own declarations want types of pdfmake and Node; ours are to stand by themselves.
    expect(stdout.split("\n").filter((line) => line !== "" && !line.includes("@medplum/core"))).toEqual([]);
  });

  it("brings the command: map, validate, extract, verify and transform", { timeout: 300_000 }, () => {
    const mapped = kypho(["map", example("full.json")]);
    expect([mapped.stderr, mapped.status]).toEqual(["", 0]);
    expect(kypho(["validate", "-"], mapped.stdout).status).toBe(0);
    expect(kypho(["extract", "-"], mapped.stdout).status).toBe(0);
    expect(kypho(["verify", example("typical.json")]).status).toBe(0);
    const map = join(installed, "dist/mappings/kyphoplasty.map");
    const transformed = kypho(["transform", "--map", map, example("typical.json")]);
    expect(transformed.status).toBe(0);
    expect(JSON.parse(transformed.stdout)).toMatchObject({ resourceType: "Bundle" });
  });

  it("checks by profiles that are brought to it, whose invariants are compiled on the spot", () => {
    const profile = {
      resourceType: "StructureDefinition",
      url: "https://site.example.org/StructureDefinition/named-patient",
      name: "NamedPatient",
      status: "active",
      kind: "resource",
      abstract: false,
      type: "Patient",
      baseDefinition: "http://hl7.org/fhir/StructureDefinition/Patient",
      derivation: "constraint",
      differential: {
        element: [
          {
            id: "Patient",
            path: "Patient",
            constraint: [{ key: "site-1", severity: "error", human: "A name", expression: "name.exists()" }],
          },
        ],
      },
    };
    mkdirSync(join(project, "profiles"));
    writeFileSync(join(project, "profiles/named-patient.json"), JSON.stringify(profile));
    const args = ["validate", "-", "--profiles", "profiles", "--profile", profile.url];
    const { stdout, status } = kypho(args, '{"resourceType":"Patient"}');
    expect(status).toBe(1);
    expect(stdout).toContain("site-1");
  });

  it("serves HTTP with its reference page", async () => {
    const server = spawn(process.execPath, [join(installed, manifest.bin.kypho), "serve", "--port", "0"], {
      cwd: project,
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const lines = createInterface({ input: server.stdout });
      let url: string | undefined;
      for await (const line of lines) {
        url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
        if (url !== undefined) break;
      }
      if (url === undefined) throw new Error("kypho serve said no address");
      const pages = ["/livez", "/docs/", "/openapi.yaml", "/fhir/StructureDefinition/pain-vas"];
      const answers = await Promise.all(pages.map((page) => fetch(`${url}${page}`)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const body = readFileSync(example("typical.json"));
      const headers = { "content-type": "application/json" };
      const mapped = await fetch(`${url}/map`, { method: "POST", headers, body });
      expect(mapped.status).toBe(200);
    } finally {
      const exit = once(server, "exit");
      server.kill();
      await exit;
    }
  });
});
