import { mkdtempSync, rmSync } from "node:fs";
import { request as plainRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp, listen, type Service } from "../../../src/http/index.ts";
import { startService, type RunningService } from "../../../src/main.ts";
import { hostileDocuments, type HostileDocument } from "../../support/hostile.ts";

const dataFolder = mkdtempSync(join(tmpdir(), "kypho-hostile-"));
let service: RunningService;
beforeAll(async () => {
  service = await startService({ host: "127.0.0.1", port: 0, dataFolder });
});
afterAll(async () => {
  await service.close();
  rmSync(dataFolder, { recursive: true });
});

const send = async (path: string, { body, encoding }: HostileDocument, type = "application/json"): Promise<number> => {
  const headers = { "content-type": type, ...(encoding && { "content-encoding": encoding }) };
  const response = await fetch(`${service.url}${path}`, { method: "POST", headers, body: new Uint8Array(body) });
  await response.arrayBuffer();
  return response.status;
};

const documents = hostileDocuments().map((document) => [document.name, document] as const);
const isRefused = (status: number): boolean => status >= 400 && status < 500;

describe("a hostile document", () => {
  it.each(documents)("%s is refused as a case", async (_, document) => {
    expect(await send("/cases", document)).toSatisfy(isRefused);
    expect(await send("/map", document)).toSatisfy(isRefused);
  });

  it.each(documents)("%s is refused as resources to extract a case from", async (_, document) => {
    expect(await send("/extract", document)).toSatisfy(isRefused);
  });

  it.each(documents)("%s is refused as a resource to check", async (_, document) => {
    expect(await send("/fhir/Patient/$validate", document)).toSatisfy(isRefused);
  });

  it.each([
    ["deep", `{"resourceType":"Patient","extension":${"[".repeat(5_000)}${"]".repeat(5_000)}}`, 400],
    ["polluting", '{"resourceType":"Patient","__proto__":{"polluted":true}}', 200],
  ])("a %s Patient is answered", async (_, text, status) => {
    expect(await send("/fhir/Patient/$validate", { name: "", body: Buffer.from(text) })).toBe(status);
  });

  it("leaves no trace in any object", () => {
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("is told by a line's result when it is a line of many", async () => {
    const response = await fetch(`${service.url}/cases`, {
      method: "POST",
      headers: { "content-type": "application/x-ndjson" },
      body: `${"[".repeat(100_000)}\n{"__proto__":{}}\n\u0000\n`,
    });
    const lines = (await response.text()).trimEnd().split("\n");
    expect(lines.map((line) => isRefused((JSON.parse(line) as { status: number }).status))).toEqual([true, true, true]);
  });

  it("in gzip that is nothing but a bomb ends the connection or the answer, and the service goes on", async () => {
    const body = new Uint8Array(gzipSync(Buffer.alloc(60_000_000, 0x0a)));
    const headers = { "content-type": "application/x-ndjson", "content-encoding": "gzip" };
    const answer = await fetch(`${service.url}/cases`, { method: "POST", headers, body })
      .then((response) => response.text())
      .catch(() => "ended");
    expect(answer.length).toBeLessThan(10_000);
    expect((await fetch(`${service.url}/livez`)).status).toBe(200);
  });
});

describe("a slow client", () => {
  it("that stops in the middle of its body is answered 408", async () => {
    const app = createApp({
      bodyMs: 300,
      pressure: () => undefined,
      log: () => undefined,
      metrics: { observeRequest: () => undefined, countRefusal: () => undefined },
    } as unknown as Service);
    const server = await listen(app, { host: "127.0.0.1", port: 0 });
    const { port } = server.address() as AddressInfo;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { "content-type": "application/json", "content-length": "1000" };
      const request = plainRequest(`http://127.0.0.1:${port}/cases`, { method: "POST", headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on("error", reject);
      request.write('{"caseId":');
    });
    server.close();
    expect(status).toBe(408);
  });
});
