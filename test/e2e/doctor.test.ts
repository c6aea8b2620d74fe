import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import express from "express";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createEmbeddedServer } from "../../src/embedded/index.ts";
import { serve, type Serving } from "../unit/embedded/serving.ts";

/** `kypho doctor` on destinations of a settings file, against a FHIR server that wants a token. */
const KYPHO = join(import.meta.dirname, "../../src/cli/kypho.js");
const folder = mkdtempSync(join(tmpdir(), "kypho-doctor-"));
const settings = join(folder, "settings.yaml");
let server: Serving;
let requests: string[] = [];

beforeAll(async () => {
  const app = express();
  app.use("/fhir", (request, response, next) => {
    requests.push(`${request.method} ${request.url}`);
    if (request.get("authorization") === "Bearer of the test") next();
    else response.status(401).end();
  });
  app.use("/fhir", createEmbeddedServer().router);
  server = await serve(app, "/fhir");
  writeFileSync(join(folder, "token"), "of the test\n");
  const common = { baseUrl: server.baseUrl, tokenFile: "token", patients: "match", strategy: "single" };
  const destinations = [
    { ...common, name: "tried", allowsTestData: true },
    { ...common, name: "untouched" },
  ];
  writeFileSync(settings, JSON.stringify({ destinations }));
});
beforeEach(() => {
  requests = [];
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function doctor(...args: string[]) {
  const child = spawn(process.execPath, [KYPHO, "doctor", ...args], {
    cwd: folder,
    env: { ...process.env, KYPHO_CONFIG: settings, KYPHO_DATA: folder },
  });
  const ended = once(child, "exit");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = (await ended) as [number | null];
  return { status, stdout, stderr };
}

describe("kypho doctor by a destination's name", { timeout: 120_000 }, () => {
  it("asks with the settings' token and tells their strategy and patient policy", async () => {
    const { status, stdout } = await doctor("untouched");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}strategy {3}single, as the settings say$/m);
    expect(stdout).toMatch(/^ {2}patients {3}match$/m);
  });

  it("tries what the server does where test data is allowed, and leaves nothing behind", async () => {
    const { status, stdout } = await doctor("tried", "--probe", "--json");
    const { findings } = JSON.parse(stdout) as { findings: { probe: string; verdict: string }[] };
    expect([status, findings.find(({ probe }) => probe === "clean-up")?.verdict]).toEqual([0, "good"]);
    expect(requests.some((request) => request.startsWith("POST /Patient"))).toBe(true);
    const answer = await fetch(`${server.baseUrl}/Patient?_summary=count`, {
      headers: { authorization: "Bearer of the test" },
    });
    expect(((await answer.json()) as { total: number }).total).toBe(0);
  });

  it("asks nothing at all where a probe is wanted and test data is not allowed", async () => {
    const { status, stderr } = await doctor("untouched", "--probe");
    expect([status, requests]).toEqual([2, []]);
    expect(stderr).toContain("allowsTestData");
  });

  it("names the destinations that there are when asked for another one", async () => {
    const { status, stderr } = await doctor("elsewhere");
    expect(status).toBe(2);
    expect(stderr).toContain("tried, untouched");
  });
});
