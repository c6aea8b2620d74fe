import type { Bundle, BundleEntry } from "@medplum/fhirtypes";
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { push } from "../../../src/delivery/index.ts";
import { serve } from "../embedded/serving.ts";
import type { Serving } from "../embedded/serving.ts";
import { destinationAt, neutralBundle } from "./bundles.ts";

let server: Serving | undefined;
afterEach(() => server?.close());

interface Told {
  readonly entries: BundleEntry[];
  readonly response: ServerResponse;
}

/** A server that understands a transaction and then does what a test says. */
async function faulty(behave: (told: Told) => void, metadata: unknown = {}): Promise<string> {
  server = await serve((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.url?.endsWith("/metadata")) {
        response.end(JSON.stringify(metadata));
        return;
      }
      const { type, entry: entries = [] } = JSON.parse(Buffer.concat(chunks).toString()) as Bundle;
      // Nobody else has made anything here.
      if (type === "batch") answer(response, entries.map(notFound), "batch-response");
      else behave({ entries, response });
    });
  });
  return server.baseUrl;
}

const notFound = ({ request }: BundleEntry) =>
  request?.url.includes("?") === true
    ? { resource: { resourceType: "Bundle", type: "searchset" }, response: { status: "200" } }
    : { response: { status: "404" } };
const created = ({ resource }: BundleEntry, index: number) => ({
  response: { status: "201 Created", location: `${resource?.resourceType ?? ""}/x${String(index)}/_history/1` },
});
const outcome = (diagnostics: string) => ({
  resourceType: "OperationOutcome",
  issue: [{ severity: "error", code: "processing", diagnostics }],
});
const answer = (response: ServerResponse, entry: unknown[], type = "transaction-response") =>
  response.end(JSON.stringify({ resourceType: "Bundle", type, entry }));
const pushTo = async (baseUrl: string, timeoutMs = 2_000) => {
  const result = await push(neutralBundle(), destinationAt(baseUrl, { timeoutMs }));
  return result.ok ? [] : result.issues;
};
const faultOf = (baseUrl: string, timeoutMs?: number) => pushTo(baseUrl, timeoutMs).catch((fault: unknown) => fault);

test("a 412 of one entry inside a 200 is told with the server's words and the resource", async () => {
  const issues = await pushTo(
    await faulty(({ entries, response }) => {
      const entry: unknown[] = entries.map(created);
      entry[3] = { response: { status: "412", outcome: outcome("HAPI-2207: several match") } };
      answer(response, entry);
    }),
  );
  expect(issues.map(({ rule, path }) => [rule, path])).toEqual([
    ["delivery/entry-refused", "Bundle.entry[3].resource"],
    ["delivery/partial", undefined],
  ]);
  expect(issues[0]?.message).toBe(
    "Observation in entry 3 (height-L1): 200 or 201 was expected, found 412: HAPI-2207: several match",
  );
});

test("an answer that lacks an entry is not taken for good", async () => {
  const issues = await pushTo(await faulty(({ entries, response }) => answer(response, entries.map(created).slice(1))));
  expect(issues).toMatchObject([{ rule: "delivery/answer-count" }]);
});

test("an entry without status is refused", async () => {
  const issues = await pushTo(
    await faulty(({ entries, response }) =>
      answer(
        response,
        entries.map(() => ({})),
      ),
    ),
  );
  expect(issues.map(({ rule }) => rule)).toEqual(Array(5).fill("delivery/entry-refused"));
});

test("a patient's data that a server quotes does not come through", async () => {
  const issues = await pushTo(
    await faulty(({ response }) => {
      response.statusCode = 412;
      response.end(
        JSON.stringify(
          outcome('match URL "Patient?identifier=urn%3Atest%3Apatient%7CMRN-4711" (Musterfrau, 1950-03-01)'),
        ),
      );
    }),
  );
  expect(issues[0]?.message).toContain("[withheld]");
  expect(JSON.stringify(issues)).not.toMatch(/4711|Musterfrau|1950/);
});

test("a server without transactions is told as such", async () => {
  const metadata = {
    resourceType: "CapabilityStatement",
    fhirVersion: "4.0.1",
    rest: [{ mode: "server", interaction: [{ code: "batch" }] }],
  };
  const baseUrl = await faulty(({ response }) => {
    response.statusCode = 405;
    response.end();
  }, metadata);
  expect(await pushTo(baseUrl)).toMatchObject([{ rule: "delivery/no-transactions", code: "not-supported" }]);
});

test.each([
  [401, "delivery/unauthorized", false],
  [403, "delivery/unauthorized", false],
  [429, "delivery/throttled", true],
  [500, "delivery/server-error", true],
  [503, "delivery/throttled", true],
])("an answer of %i is a fault of the way: %s, retryable %s", async (status, code, retryable) => {
  const baseUrl = await faulty(({ response }) => {
    response.writeHead(status, { "retry-after": "7" });
    response.end("<html>Error</html>");
  });
  expect(await faultOf(baseUrl)).toMatchObject({ code, retryable, issues: [{ rule: code }] });
});

test("a body that ends too early is a fault, since the transaction may have taken effect", async () => {
  const baseUrl = await faulty(({ response }) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write('{"resourceType":"Bundle","type":"tr');
    setImmediate(() => response.destroy());
  });
  expect(await faultOf(baseUrl)).toMatchObject({ code: "delivery/unreachable", retryable: true });
});

test("a 200 that is no Bundle is a fault", async () => {
  const baseUrl = await faulty(({ response }) => response.end("<html>Welcome</html>"));
  expect(await faultOf(baseUrl)).toMatchObject({ code: "delivery/answer-unreadable", retryable: true });
});

test("no answer in time is a fault", async () => {
  const baseUrl = await faulty(() => undefined);
  expect(await faultOf(baseUrl, 100)).toMatchObject({ code: "delivery/timeout", retryable: true });
});
