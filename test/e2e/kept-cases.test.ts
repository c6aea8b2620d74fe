import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import express from "express";
import type { Bundle } from "@medplum/fhirtypes";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createEmbeddedServer } from "../../src/embedded/index.ts";
import { readExample } from "../support/example.ts";

/** The service as a process that is killed, ended, starved of disk and backed up. */
const ROOT = join(import.meta.dirname, "../..");
const KYPHO = join(ROOT, "src/cli/kypho.js");
const folder = mkdtempSync(join(tmpdir(), "kypho-kept-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A served data folder. */
interface Service {
  readonly url: string;
  readonly process: ChildProcess;
  /** Resolves with the exit code, or null when it was killed. */
  readonly ended: Promise<number | null>;
}

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const process of running) process.kill("SIGKILL");
});

async function serve(data: string, args: readonly string[]): Promise<Service> {
  const child = spawn(process.execPath, [KYPHO, "serve", ...args], {
    cwd: folder,
    env: { ...process.env, KYPHO_DATA: data },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  const ended = new Promise<number | null>((resolve) =>
    child.once("exit", (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (text: Buffer) => {
      const found = /listens on (\S+)/.exec(text.toString())?.[1];
      if (found) resolve(found);
    });
    void ended.then((code) => reject(new Error(`The service ended with ${String(code)}.`)));
  });
  return { url, process: child, ended };
}

function kypho(data: string, args: readonly string[], input?: string) {
  const { status, stdout } = spawnSync(process.execPath, [KYPHO, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, KYPHO_DATA: data },
    maxBuffer: 1 << 28,
    ...(input !== undefined && { input }),
  });
  return { status, stdout };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const minimal = readExample("minimal");
const documentOf = (caseId: string): string =>
  JSON.stringify({
    ...minimal,
    caseId,
    patient: { identifiers: [{ system: "https://hospital.example.org/patient", value: caseId }] },
  });

/** Nothing listens on the port that discards. */
const NOWHERE = ["--to", "http://127.0.0.1:9/fhir"];

/** Posts one case; undefined when no answer came. */
async function post(url: string, caseId: string): Promise<number | undefined> {
  try {
    const response = await fetch(`${url}/cases`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: documentOf(caseId),
    });
    await response.text();
    return response.status;
  } catch {
    return undefined;
  }
}

interface Listed {
  readonly caseId: string;
  readonly version: number;
  readonly deliveries: readonly { readonly state: string; readonly attemptCount: number }[];
}

async function listAll(url: string): Promise<Listed[]> {
  const all: Listed[] = [];
  for (let cursor: string | undefined = "0"; cursor !== undefined;) {
    const page = (await (await fetch(`${url}/cases?count=1000&cursor=${cursor}`)).json()) as {
      readonly cases: readonly Listed[];
      readonly next?: string;
    };
    all.push(...page.cases);
    cursor = page.next;
  }
  return all;
}

describe("a service that cannot start", () => {
  it("ends, instead of listening without a store", async () => {
    const data = join(folder, "no-start");
    mkdirSync(data);
    // Where the secrets of destinations are kept stands a file; that is found out once it listens.
    writeFileSync(join(data, "destinations"), "");
    await expect(serve(data, ["--port", "0", ...NOWHERE])).rejects.toThrow("ended with 2");
  });
});

describe("the intake", () => {
  it(
    "loses no case that it acknowledged and doubles none when it is killed again and again",
    { timeout: 300_000 },
    async () => {
      const data = join(folder, "killed");
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const acknowledged = new Set<string>();
      const over = new AbortController();
      const isOver = (): boolean => over.signal.aborted;
      const client = async (name: number): Promise<void> => {
        for (let count = 0; !isOver(); count++) {
          const caseId = `Killed-${name}-${count}`;
          // The same case again until somebody acknowledges it.
          while (!acknowledged.has(caseId) && !isOver()) {
            const status = await post(url, caseId);
            if (status === undefined) await sleep(20);
            else {
              expect([200, 201]).toContain(status);
              acknowledged.add(caseId);
            }
          }
        }
      };
      const clients = Array.from({ length: 6 }, (_, name) => client(name));
      for (let kills = 0; kills < 8; kills++) {
        const service = await serve(data, ["--port", String(port), ...NOWHERE]);
        const enough = acknowledged.size + 25 + kills * 7;
        while (acknowledged.size < enough) await sleep(5);
        service.process.kill("SIGKILL");
        await service.ended;
      }
      over.abort();
      await Promise.all(clients);
      const service = await serve(data, ["--port", String(port), ...NOWHERE]);
      const cases = await listAll(url);
      const stored = new Set(cases.map(({ caseId }) => caseId));
      expect([...acknowledged].filter((caseId) => !stored.has(caseId))).toEqual([]);
      expect(cases.length).toBe(stored.size);
      expect(cases.filter(({ version, deliveries }) => version !== 1 || deliveries.length !== 1)).toEqual([]);
      expect(kypho(data, ["audit", "verify"]).status).toBe(0);
      service.process.kill("SIGTERM");
      expect(await service.ended).toBe(0);
    },
  );

  it("ends on SIGTERM under load with every request answered that it took", { timeout: 120_000 }, async () => {
    const data = join(folder, "ended");
    const service = await serve(data, ["--port", "0", ...NOWHERE]);
    const acknowledged: string[] = [];
    const lost: string[] = [];
    const signal = new AbortController();
    const client = async (name: number): Promise<void> => {
      for (let count = 0; ; count++) {
        const caseId = `Ended-${name}-${count}`;
        const isInFlight = !signal.signal.aborted;
        const status = await post(service.url, caseId);
        if (status === 201) acknowledged.push(caseId);
        // Whoever comes after the signal may be refused.
        else if (isInFlight) lost.push(caseId);
        if (status !== 201) return;
      }
    };
    const clients = Array.from({ length: 8 }, (_, name) => client(name));
    while (acknowledged.length < 100) await sleep(5);
    const startedAt = performance.now();
    signal.abort();
    service.process.kill("SIGTERM");
    expect(await service.ended).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(25_000);
    await Promise.all(clients);
    expect(lost).toEqual([]);
    const again = await serve(data, ["--port", "0", ...NOWHERE]);
    const stored = new Set((await listAll(again.url)).map(({ caseId }) => caseId));
    expect(acknowledged.filter((caseId) => !stored.has(caseId))).toEqual([]);
  });
});

const isRoot = userInfo().uid === 0;

describe.skipIf(!isRoot)(isRoot ? "a full disk" : "a full disk (needs root to mount a small one)", () => {
  const data = join(folder, "full");
  const mount = (...args: string[]): void => {
    const { status, stderr } = spawnSync("mount", args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`mount: ${stderr}`);
  };
  beforeAll(() => {
    spawnSync("mkdir", [data]);
    mount("-t", "tmpfs", "-o", "size=3m", "kypho-test", data);
  });
  afterAll(() => void spawnSync("umount", ["--lazy", data]));

  it(
    "is answered with 503, loses nothing acknowledged, and is over without a restart once there is room",
    { timeout: 120_000 },
    async () => {
      // Without the floor of free space, so that the disk itself refuses.
      const settings = join(folder, "full.yaml");
      writeFileSync(
        settings,
        `destinations: [{ name: nowhere, baseUrl: "${NOWHERE[1] ?? ""}" }]\nlimits: { minFreeDiskBytes: 0 }\n`,
      );
      const service = await serve(data, ["--port", "0", "--config", settings]);
      const acknowledged: string[] = [];
      let status: number | undefined = 201;
      for (let count = 0; status === 201; count++) {
        status = await post(service.url, `Full-${count}`);
        if (status === 201) acknowledged.push(`Full-${count}`);
      }
      expect(status).toBe(503);
      expect(acknowledged.length).toBeGreaterThan(20);
      const isThere = async () => {
        const stored = new Set((await listAll(service.url)).map(({ caseId }) => caseId));
        return acknowledged.every((caseId) => stored.has(caseId));
      };
      expect(await isThere()).toBe(true);
      mount("-o", "remount,size=30m", data);
      expect(await post(service.url, "Full-after")).toBe(201);
      expect(await isThere()).toBe(true);
      service.process.kill("SIGTERM");
      expect(await service.ended).toBe(0);
    },
  );
});

describe.skipIf(!isRoot)("a disk with less room than the floor", () => {
  const data = join(folder, "low");
  beforeAll(() => {
    spawnSync("mkdir", [data]);
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=3m", "kypho-test", data]);
  });
  afterAll(() => void spawnSync("umount", ["--lazy", data]));

  it("takes no case", async () => {
    const service = await serve(data, ["--port", "0", ...NOWHERE]);
    expect(await post(service.url, "Low-1")).toBe(503);
    expect(await listAll(service.url)).toEqual([]);
    service.process.kill("SIGTERM");
    expect(await service.ended).toBe(0);
  });
});

describe("a backup under load", () => {
  it(
    "restored elsewhere holds the same cases and queue, and delivers nothing twice",
    { timeout: 240_000 },
    async () => {
      const app = express().use("/fhir", createEmbeddedServer().router);
      const server = app.listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      const fhir = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
      const [here, there, file] = [join(folder, "here"), join(folder, "there"), join(folder, "backup.sqlite")];

      const service = await serve(here, ["--port", "0", "--to", fhir]);
      let isOver = false;
      let count = 0;
      const load = async (): Promise<void> => {
        while (!isOver) expect(await post(service.url, `Backed-${count++}`)).toBe(201);
      };
      const loads = [load(), load()];
      while (count < 60) await sleep(20);
      const child = spawn(process.execPath, [KYPHO, "backup", file], { env: { ...process.env, KYPHO_DATA: here } });
      const status = await new Promise((resolve) => child.once("exit", resolve));
      isOver = true;
      await Promise.all(loads);
      service.process.kill("SIGKILL");
      await service.ended;
      expect(status).toBe(0);

      expect(kypho(there, ["restore", file]).status).toBe(0);
      expect(kypho(there, ["audit", "verify"]).status).toBe(0);
      const documents = kypho(there, ["documents"]).stdout;
      expect(documents).toBe(kypho(there, ["documents", "--backup", file]).stdout);
      expect(documents.trimEnd().split("\n").length).toBeGreaterThanOrEqual(60);

      const restored = await serve(there, ["--port", "0", "--to", fhir]);
      const isDelivered = ({ deliveries }: Listed): boolean => deliveries.every(({ state }) => state === "delivered");
      // What the killed process was sending is held by its lease for a while, so the wait is for the rest.
      await expect
        .poll(async () => (await listAll(restored.url)).filter((found) => !isDelivered(found)).length, {
          timeout: 60_000,
        })
        .toBeLessThanOrEqual(4);
      const bundle = (await (await fetch(`${fhir}/Procedure?_count=5000`)).json()) as Bundle;
      const procedures = (bundle.entry ?? []).map(({ resource }) => resource);
      const identities = procedures.map((resource) => JSON.stringify((resource as { identifier: unknown }).identifier));
      expect(new Set(identities).size).toBe(identities.length);
      expect(new Set(procedures.map((resource) => resource?.meta?.versionId))).toEqual(new Set(["1"]));
      restored.process.kill("SIGTERM");
      expect(await restored.ended).toBe(0);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  );
});
