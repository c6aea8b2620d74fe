import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { startTracing } from "../../../src/tracing/index.ts";

interface Sent {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly Readonly<Record<string, unknown>>[] }[];
  }[];
}

let collector: Server;
let endpoint: string;
let received: { readonly url: string; readonly body: Sent }[] = [];
beforeAll(async () => {
  collector = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      received.push({ url: request.url ?? "", body: JSON.parse(text) as Sent });
      response.setHeader("content-type", "application/json").end("{}");
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`;
});
afterAll(() => collector.close());
beforeEach(() => (received = []));

const spans = () =>
  received.flatMap(({ body }) => body.resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans)));

it("sends what was done to the collector, under the trace that a request came with", async () => {
  const tracing = await startTracing(endpoint, "0.0.0");
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  tracing.record({
    name: "read-case",
    kind: "server",
    elapsedMs: 5,
    isFailed: true,
    attributes: { "http.response.status_code": 503 },
    parent: `00-${traceId}-b7ad6b7169203331-01`,
  });
  tracing.record({
    name: "deliver",
    kind: "client",
    elapsedMs: 5,
    isFailed: false,
    attributes: {},
    parent: "nonsense",
  });
  await tracing.close();
  expect(received.map(({ url }) => url)).toEqual(["/v1/traces"]);
  expect(spans()).toMatchObject([
    { name: "read-case", traceId, parentSpanId: "b7ad6b7169203331", status: { code: 2 } },
    { name: "deliver" },
  ]);
  expect(spans()[1]?.["parentSpanId"]).toBeUndefined();
});

it("ends though the collector is gone", async () => {
  const tracing = await startTracing("http://127.0.0.1:9", "0.0.0");
  tracing.record({ name: "deliver", kind: "client", elapsedMs: 1, isFailed: false, attributes: {} });
  await expect(tracing.close()).resolves.toBeUndefined();
});
