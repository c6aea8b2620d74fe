import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

/** `kypho transform` as a process of its own. */
const ROOT = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "kypho-transform-"));
afterAll(() => rmSync(folder, { recursive: true }));

function transform(...args: readonly string[]) {
  const command = [join(ROOT, "src/cli/kypho.js"), "transform", ...args];
  return spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8" });
}

function file(name: string, content: string | object): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const model = (name: string, max: string) => ({
  resourceType: "StructureDefinition",
  url: `urn:${name}`,
  type: name,
  kind: "logical",
  baseDefinition: "http://hl7.org/fhir/StructureDefinition/Element",
  derivation: "specialization",
  differential: { element: [{ path: name }, { path: `${name}.a`, max, type: [{ code: "decimal" }] }] },
});
const head = 'uses "urn:Left" as source\nuses "urn:Right" as target\n';
const good = file(
  "good.map",
  `map "urn:good" = "good"\n${head}group one(source src : Left, target tgt : Right) { src.a -> tgt.a; }
group last(source src : Left, target tgt : Right) { src.a last as a -> tgt.a = a; }`,
);
const bad = file(
  "bad.map",
  `map "urn:bad" = "bad"\n${head}group one(source src : Left, target tgt : Right) {\n  src.a -> tgt.b;\n  src.c -> tgt.a;\n}`,
);
const broken = file(
  "broken.map",
  'map "urn:broken" = "broken"\ngroup g(source s, target t) {\n  s ->;\n  s -> t.a = ;\n}',
);
file("left.json", model("Left", "*"));
file("right.json", { resourceType: "Bundle", entry: [{ resource: model("Right", "*") }] });

describe("kypho transform", () => {
  it("runs a map over JSON whose shape a logical model tells, and keeps the digits of decimals", () => {
    const { status, stdout } = transform("--map", good, "--structures", folder, file("source.json", '{"a":[1.50,2]}'));
    expect([status, stdout.replaceAll(/\s/g, "")]).toEqual([0, '{"a":[1.50,2]}']);
  });

  it("starts with the group that is asked for, and runs NDJSON line by line", () => {
    const lines = file("source.ndjson", '{"a":[1,2]}\n{"a":[]}\n');
    const { status, stdout } = transform("--map", good, "--structures", folder, "--group", "last", lines);
    expect([status, stdout]).toEqual([0, '{"a":[2]}\n{}\n']);
  });

  it("refuses a map with all its errors, each with file, line and column", () => {
    const { status, stdout, stderr } = transform("--map", bad, "--structures", folder, file("source.json", "{}"));
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ resourceType: "OperationOutcome", issue: [{}, {}] });
    expect(stderr).toContain(`${bad}:5:16 fml/unknown-element`);
    expect(stderr).toContain(`${bad}:6:7 fml/unknown-element`);
  });

  it("checks many maps, one line each, and ends with 1 when one fails", () => {
    const { status, stdout } = transform("--check", "--structures", folder, "--map", good, "--map", bad, broken);
    expect([status, stdout]).toEqual([1, `${good}: good\n${bad}: 2 errors\n${broken}: 2 errors\n`]);
  });

  it("only parses when asked so", () => {
    const { status, stdout, stderr } = transform("--check=syntax", "--map", bad, broken);
    expect([status, stdout]).toEqual([1, `${bad}: good\n${broken}: 2 errors\n`]);
    expect(
      stderr
        .split("\n")
        .slice(0, 2)
        .map((line) => line.slice(folder.length + 1, folder.length + 15)),
    ).toEqual(["broken.map:3:7", "broken.map:4:1"]);
  });

  it("reads a StructureMap as it reads a text", () => {
    const resource = { resourceType: "StructureMap", url: "urn:m", name: "m", status: "draft" };
    const structure = [
      { url: "urn:Left", mode: "source" },
      { url: "urn:Right", mode: "target" },
    ];
    const rule = { name: "a", source: [{ context: "s", element: "a", variable: "v" }] };
    const target = {
      context: "t",
      contextType: "variable",
      element: "a",
      transform: "copy",
      parameter: [{ valueId: "v" }],
    };
    const input = [
      { name: "s", mode: "source" },
      { name: "t", mode: "target" },
    ];
    const group = [{ name: "g", typeMode: "none", input, rule: [{ ...rule, target: [target] }] }];
    const map = file("map.json", { ...resource, structure, group });
    const { status, stdout } = transform("--map", map, "--structures", folder, file("source.json", '{"a":[1]}'));
    expect([status, JSON.parse(stdout)]).toEqual([0, { a: [1] }]);
  });

  it("prints a map as StructureMap and as text, either form from the other", () => {
    const resource = transform("--map", good, "--print", "structure-map");
    expect(JSON.parse(resource.stdout)).toMatchObject({
      resourceType: "StructureMap",
      url: "urn:good",
      status: "draft",
      group: [{ name: "one" }, { name: "last", rule: [{ source: [{ listMode: "last" }] }] }],
    });
    const text = transform("--map", file("good.json", resource.stdout), "--print", "text");
    expect(text.stdout).toContain("src.a last as a -> tgt.a = a");
    const again = transform("--map", file("again.map", text.stdout), "--print", "structure-map");
    expect([again.status, again.stdout]).toEqual([0, resource.stdout]);
  });
});
