/**
 * A FHIR server that takes every transaction after a delay, finds nothing, and keeps nothing: what a delivery cannot be faster
 * than. `node fhir-sink.ts DELAY_MS [STRATEGY]`: it claims what leads to the strategy, client-id by itself; `GET /count` tells how many transactions it took.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Bundle, BundleEntry } from "@medplum/fhirtypes";
import { capabilityStatement } from "../../test/support/capability-statement.ts";

const [delayMs = "0", strategy = "client-id"] = process.argv.slice(2);
const STATEMENT = capabilityStatement({
  transaction: true,
  batch: true,
  updateCreate: strategy === "client-id",
  conditionalCreate: true,
});
const NOTHING: Bundle = { resourceType: "Bundle", type: "searchset", total: 0 };
let count = 0;

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
  if (request.method === "GET") return request.url?.endsWith("/metadata") ? STATEMENT : NOTHING;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { entry = [] } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Bundle;
  if (entry.every((one) => one.request?.method === "GET")) {
    const found = entry.map((): BundleEntry => ({ resource: NOTHING, response: { status: "200" } }));
    return { resourceType: "Bundle", type: "batch-response", entry: found };
  }
  await sleep(Number(delayMs));
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
