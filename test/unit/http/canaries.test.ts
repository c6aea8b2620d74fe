import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import request from "supertest";
import { createApp, type Service } from "../../../src/http/index.ts";
import { startService, type RunningService } from "../../../src/main.ts";
import { processCase } from "../../../src/pipeline.ts";
import { openStore, StoreFault, verifyAudit } from "../../../src/store/index.ts";
import { createLog } from "../../../src/system/index.ts";
import { readExample } from "../../support/example.ts";

/** Patient data that is told apart from everything else: a text, and a day of birth. */
const CANARY = /CANARY7F3A|1931-07-23/;
const BIRTH = "1931-07-23";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The same document with one leaf changed. */
function withLeaf(value: Json, path: readonly (string | number)[], leaf: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return leaf;
  if (Array.isArray(value)) return value.map((one: Json, index) => (index === step ? withLeaf(one, rest, leaf) : one));
  const object = value as Readonly<Record<string, Json>>;
  return { ...object, [step]: withLeaf(object[step] ?? null, rest, leaf) };
}

function leavesOf(value: Json, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (Array.isArray(value)) return value.flatMap((one: Json, index) => leavesOf(one, [...path, index]));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([name, one]) => leavesOf(one, [...path, name]));
  return typeof value === "string" ? [path] : [];
}

const isGood = (document: Json): boolean => processCase(Buffer.from(JSON.stringify(document))).ok;

/** full.json with a canary in every field that may hold a text, and the number of these fields. */
function plantCanaries(): { document: Readonly<Record<string, Json>>; count: number } {
  let document: Json = JSON.parse(JSON.stringify(readExample("full"))) as Json;
  let count = 0;
  // The number of a case stands in addresses and logs, and is never a patient's.
  for (const path of leavesOf(document).filter((one) => one[0] !== "caseId" && one[0] !== "caseSystem")) {
    const text = path.at(-1) === "birthDate" ? BIRTH : `CANARY7F3A-${count}`;
    const planted = withLeaf(document, path, text);
    if (!isGood(planted)) continue;
    document = planted;
    count++;
  }
  return { document: document as Readonly<Record<string, Json>>, count };
}

const { document, count } = plantCanaries();
const text = JSON.stringify(document);
const { caseId } = readExample("full");

const dataFolder = mkdtempSync(join(tmpdir(), "kypho-canaries-"));
const lines: string[] = [];
let service: RunningService;
let fhirServer: Server;

beforeAll(async () => {
  vi.spyOn(process.stderr, "write").mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  vi.spyOn(process.stdout, "write").mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  // A server that quotes all that it was sent in its refusals.
  fhirServer = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      response.setHeader("content-type", "application/fhir+json");
      if (incoming.url?.endsWith("/metadata") === true) response.end(JSON.stringify(STATEMENT));
      else {
        const quoted = Buffer.concat(chunks).toString("utf8");
        const issue = { severity: "error", code: "invalid", diagnostics: quoted, details: { text: quoted } };
        response.statusCode = 422;
        response.end(JSON.stringify({ resourceType: "OperationOutcome", issue: [issue] }));
      }
    });
  });
  await new Promise<void>((resolve) => fhirServer.listen(0, "127.0.0.1", resolve));
  const destination = `http://127.0.0.1:${(fhirServer.address() as AddressInfo).port}/fhir`;
  service = await startService({ host: "127.0.0.1", port: 0, dataFolder, destination });
});
afterAll(async () => {
  await service.close();
  fhirServer.close();
  vi.restoreAllMocks();
  rmSync(dataFolder, { recursive: true });
});

const STATEMENT = {
  resourceType: "CapabilityStatement",
  status: "active",
  kind: "instance",
  fhirVersion: "4.0.1",
  format: ["json"],
  rest: [{ mode: "server", interaction: [{ code: "transaction" }, { code: "batch" }] }],
};

const post = (path: string, body: string, type = "application/json") =>
  fetch(`${service.url}${path}`, { method: "POST", headers: { "content-type": type }, body });

describe("patient data", () => {
  it("is planted in every text of the fullest case", () => {
    expect(count).toBeGreaterThan(30);
    expect(isGood(document)).toBe(true);
  });

  const levels = document["levels"] as readonly Json[];
  const refused: readonly (readonly [string, string, string, string])[] = [
    ["broken JSON", "/cases", text.slice(0, -20), "application/json"],
    ["a byte that is no UTF-8", "/cases", text.replace("CANARY", "CANARY\u0000"), "application/json"],
    [
      "the schema",
      "/cases",
      JSON.stringify({ ...document, status: "CANARY7F3A", levels: "CANARY7F3A" }),
      "application/json",
    ],
    [
      "a rule across fields",
      "/cases",
      JSON.stringify({ ...document, levels: [...levels, ...levels] }),
      "application/json",
    ],
    ["the schema, in NDJSON", "/cases", `${JSON.stringify({ ...document, session: text })}\n`, "application/x-ndjson"],
    [
      "a profile",
      "/fhir/Patient/$validate",
      JSON.stringify({ resourceType: "Patient", gender: "CANARY7F3A", birthDate: `${BIRTH}x`, name: "CANARY7F3A" }),
      "application/json",
    ],
    ["a broken resource", "/extract", `{"resourceType":"CANARY7F3A","id":"CANARY7F3A"`, "application/json"],
    ["another media type", "/cases", text, "text/plain"],
  ];
  it.each(refused)("stands in no answer to what is refused by %s", async (_, path, body, type) => {
    const response = await post(path, body, type);
    expect(CANARY.exec(await response.text())?.[0]).toBeUndefined();
  });

  it("stands in nothing that others see of a delivery whose refusal quotes it", async () => {
    expect((await post("/cases", text)).status).toBe(201);
    const read = async (path: string): Promise<string> => (await fetch(`${service.url}${path}`)).text();
    await expect.poll(() => read(`/cases/${caseId}`), { timeout: 30_000 }).toMatch(/"state":"dead"/);
    for (const path of [`/cases/${caseId}`, `/cases/${caseId}/history`, "/cases", "/metrics", "/readyz"])
      expect(CANARY.exec(await read(path))?.[0], path).toBeUndefined();
  });

  it.each([
    ["the store fails", new StoreFault("store/unavailable", "The store is out of reach.", new Error(text)), 503],
    ["the service fails", new TypeError(text, { cause: new Error(text) }), 500],
  ])("stands in no answer and no log when %s", async (_, error, status) => {
    const fail = (): Promise<never> => Promise.reject(error);
    const app = createApp({
      intake: { store: { read: fail, write: fail }, software: "0", destinations: [], now: () => new Date() },
      log: createLog(
        (line) => lines.push(line),
        () => new Date(),
      ),
      pressure: () => undefined,
      metrics: { observeRequest: () => undefined, countRefusal: () => undefined },
    } as unknown as Service);
    const before = lines.length;
    const response = await request(app).post("/cases").set("content-type", "application/json").send(text);
    expect(response.status).toBe(status);
    expect(response.text).not.toMatch(CANARY);
    expect(lines.length).toBeGreaterThan(before);
  });

  it("stands in no line of any log, and in no row of the audit", async () => {
    expect(CANARY.exec(lines.join(""))?.[0]).toBeUndefined();
    const store = await openStore({ dataFolder, access: "read" });
    const rows = await store.read((reader) => reader.selectFrom("audit").selectAll().execute());
    const report = await verifyAudit(store);
    await store.close();
    expect(rows.length).toBeGreaterThan(0);
    expect(report.breaks).toEqual([]);
    expect(CANARY.exec(JSON.stringify(rows))?.[0]).toBeUndefined();
  });
});
