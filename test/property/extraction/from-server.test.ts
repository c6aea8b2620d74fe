import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import express from "express";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deliverTo } from "../../../src/delivery/index.ts";
import { createEmbeddedServer } from "../../../src/embedded/index.ts";
import { explainLosses, extractCases, readLosses } from "../../../src/extraction/index.ts";
import { mapCase } from "../../../src/mapping/index.ts";
import type { ConformantBundle } from "../../../src/profile/index.ts";
import { validCases } from "../../support/case-arbitrary.ts";
import { caseCount } from "../../support/case-count.ts";
import { seed } from "../../support/seed.ts";

const losses = readLosses(readFileSync(join(import.meta.dirname, "../../../mappings/losses.json"), "utf8"));
/** One in twenty of those that go to FHIR and back. */
const RUNS = Math.ceil(caseCount / 20);

let server: Server;
let baseUrl: string;

beforeAll(async () => {
  const app = express().use("/fhir", createEmbeddedServer().router);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/fhir`;
});
afterAll(() => server.close());

/** The embedded server keeps numbers and not the digits that they were written with, so they are not compared here. */
const asNumbers = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

it(`gives back ${String(RUNS)} generated cases from the embedded FHIR server`, { timeout: 3_600_000 }, async () => {
  process.stdout.write(`through the server: ${String(RUNS)} cases, seed ${String(seed)}\n`);
  const cases = fc.sample(validCases(), { numRuns: RUNS, seed });
  for (const [index, valid] of cases.entries()) {
    // Each case is its own, however alike the generated ones are.
    const document = { ...valid.document, caseId: `case-${String(index)}` };
    const mapped = mapCase({ ...valid, document });
    if (!mapped.ok) throw new Error(JSON.stringify(mapped.issues));
    const destination = {
      baseUrl,
      idSecret: "secret",
      policies: { Patient: "upsert", ImagingStudy: "upsert" },
    } as const;
    const delivered = await deliverTo(destination, mapped.value as unknown as ConformantBundle);
    if (!delivered.ok) throw new Error(JSON.stringify(delivered.issues));
    const entry = delivered.value.entries.map(({ type, id }) => ({ request: { method: "GET", url: `${type}/${id}` } }));
    const answer = await fetch(baseUrl, {
      method: "POST",
      headers: { "content-type": "application/fhir+json" },
      body: JSON.stringify({ resourceType: "Bundle", type: "batch", entry }),
    });
    const extracted = extractCases([await answer.json()]);
    expect(extracted.ok && extracted.value.map(({ caseId }) => caseId)).toEqual([document.caseId]);
    const back = extracted.ok ? extracted.value[0]?.document : undefined;
    expect(explainLosses(asNumbers(document), asNumbers(back), losses).filter(({ loss }) => !loss)).toEqual([]);
  }
});
