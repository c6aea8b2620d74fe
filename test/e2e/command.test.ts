import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { EXAMPLE_NAMES, exampleBytes } from "../support/example.ts";

/** The command `kypho` as a process of its own. */
const ROOT = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "kypho-command-"));

function kypho(args: readonly string[], options: { input?: string; env?: Record<string, string> } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "src/cli/kypho.js"), ...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 27,
    env: { ...process.env, ...options.env },
    ...(options.input !== undefined && { input: options.input }),
  });
  return { status, stdout, stderr };
}

const example = (name: string): string => join(ROOT, "examples", name);
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

afterAll(() => rmSync(folder, { recursive: true }));

describe("kypho map", () => {
  it("gives the same bytes on two runs and in another time zone", { timeout: 180_000 }, () => {
    const runs = ["UTC", "UTC", "Asia/Kathmandu"].map((TZ) =>
      kypho(["map", example("cohort.ndjson")], { env: { TZ } }),
    );
    expect(runs.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(new Set(runs.map(({ stdout }) => sha256(stdout))).size).toBe(1);
    expect(runs[0]?.stdout.trimEnd().split("\n")).toHaveLength(86);
  });

  it("reads standard input and keeps only the types asked for", () => {
    const { status, stdout } = kypho(["map", "-", "--type", "ImagingStudy"], {
      input: exampleBytes("typical").toString(),
    });
    const bundle = JSON.parse(stdout) as { type: string; entry: { resource: { resourceType: string } }[] };
    expect(status).toBe(0);
    expect(bundle.type).toBe("collection");
    expect(new Set(bundle.entry.map(({ resource }) => resource.resourceType))).toEqual(new Set(["ImagingStudy"]));
  });

  it("answers a bad line of NDJSON by its issues, maps the others and exits 1", () => {
    const good = JSON.stringify(JSON.parse(exampleBytes("minimal").toString()));
    const { status, stdout } = kypho(["map", "-"], { input: `${good}\n{"caseId": 1}\n${good}\n` });
    const types = stdout
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { resourceType: string }).resourceType);
    expect([status, types]).toEqual([1, ["Bundle", "OperationOutcome", "Bundle"]]);
    expect(stdout).toContain('{"url":"line","valueInteger":2}');
  });

  it("keeps the digits of a decimal", () => {
    const text = exampleBytes("full").toString().replace('"volumeMl": 4.5', '"volumeMl": 4.50');
    expect(kypho(["map", "-"], { input: text }).stdout).toContain('"value": 4.50,');
  });
});

describe("kypho map into kypho validate", () => {
  it.each(EXAMPLE_NAMES)("finds no error in %s", (name) => {
    const mapped = kypho(["map", example(`${name}.json`)]);
    expect(mapped.status, mapped.stdout).toBe(0);
    const checked = kypho(["validate", "-"], { input: mapped.stdout });
    expect(checked.status, checked.stdout).toBe(0);
  });

  it("exits 1 on a resource that breaks its profile", () => {
    const mapped = kypho(["map", example("typical.json")]).stdout;
    const checked = kypho(["validate", "-"], { input: mapped.replace('"status": "completed"', '"status": "done"') });
    expect([checked.status, (JSON.parse(checked.stdout) as { resourceType: string }).resourceType]).toEqual([
      1,
      "OperationOutcome",
    ]);
  });
});

describe("kypho", () => {
  it("exits 2 on what it does not know, and says what it does", () => {
    expect(kypho(["mapp", "x"])).toMatchObject({ status: 2 });
    expect(kypho(["map", join(folder, "missing.json")]).status).toBe(2);
    expect(kypho(["push", example("minimal.json"), "--to", "ftp://x"]).status).toBe(2);
    expect(kypho(["map", "-"], { env: { KYPHO_PROT: "1" }, input: "" }).stderr).toContain("KYPHO_PROT");
  });

  it("helps", () => {
    const { status, stdout } = kypho(["push", "--help"]);
    expect([status, stdout.includes("--to <url>"), stdout.includes("Example")]).toEqual([0, true, true]);
  });
});

describe("kypho serve", () => {
  it("says where it listens, takes a pushed case twice without a change, and ends on SIGTERM", async () => {
    const server = spawn(process.execPath, [join(ROOT, "src/cli/kypho.js"), "serve", "--port", "0"], { cwd: folder });
    const ended = new Promise((resolve) => server.once("exit", resolve));
    const url = await new Promise<string>((resolve) => {
      server.stdout.on("data", (text: Buffer) => {
        const found = /listens on (\S+)/.exec(text.toString())?.[1];
        if (found) resolve(found);
      });
    });
    const push = () => kypho(["push", example("typical.json"), "--to", `${url}/embedded/fhir`]);
    const [first, second] = [push(), push()].map(
      ({ stdout }) => JSON.parse(stdout) as { totals: Record<string, number> },
    );
    server.kill("SIGTERM");
    expect(first?.totals).toMatchObject({ updated: 0, unchanged: 0 });
    expect(second?.totals).toEqual({ created: 0, updated: 0, unchanged: first?.totals["created"] });
    expect(await ended).toBe(0);
  });
});
