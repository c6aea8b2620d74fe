/**
 * A FHIR server that takes every transaction after a delay and keeps nothing: what a delivery cannot be faster than.
 * `node fhir-sink.ts DELAY_MS`; `GET /count` tells how many it took.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Bundle, CapabilityStatement } from "@medplum/fhirtypes";

const delayMs = Number(process.argv[2] ?? 0);
let count = 0;

const STATEMENT: CapabilityStatement = {
  resourceType: "CapabilityStatement",
  status: "active",
  date: "2024-05-01",
  kind: "instance",
  fhirVersion: "4.0.1",
  format: ["json"],
  rest: [
    {
      mode: "server",
      interaction: [{ code: "transaction" }, { code: "batch" }],
      resource: [
        "Patient",
        "Consent",
        "Device",
        "Condition",
        "Procedure",
        "MedicationAdministration",
        "ImagingStudy",
        "Observation",
        "Provenance",
      ].map((type) => ({
        type: type as "Patient",
        interaction: [{ code: "read" }, { code: "create" }, { code: "update" }, { code: "search-type" }],
        versioning: "versioned-update",
        updateCreate: true,
        conditionalCreate: true,
        conditionalUpdate: true,
        searchParam: [{ name: "identifier", type: "token" }],
      })),
    },
  ],
};

const server = createServer((request, response) => {
  void answer(request).then((body) => {
    response.setHeader("content-type", "application/fhir+json");
    response.end(JSON.stringify(body));
  });
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir\n`);
});

async function answer(request: IncomingMessage): Promise<object> {
  if (request.url?.endsWith("/count")) return { count };
  if (request.method === "GET") return STATEMENT;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { entry = [] } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Bundle;
  await sleep(delayMs);
  count++;
  return {
    resourceType: "Bundle",
    type: "transaction-response",
    entry: entry.map(({ resource, request: asked }, index) => ({
      response: {
        status: "201",
        location: `${asked?.method === "PUT" && !asked.url.includes("?") ? asked.url : `${resource?.resourceType ?? ""}/${count}-${index}`}/_history/1`,
        etag: 'W/"1"',
      },
    })),
  };
}
