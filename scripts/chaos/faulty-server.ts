/**
 * A FHIR server that keeps what it takes and fails in every way that a server may, as a process of its own:
 * `node faulty-server.ts STRATEGY SEED LAG_MS WRITES`. It claims what leads to the strategy and nothing better.
 *
 * Beside FHIR below `/fhir`: `POST /calm` ends the faults, `GET /report` gives all effects and counts of faults.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Bundle, BundleEntry, Resource } from "@medplum/fhirtypes";
import { capabilityStatement } from "../../test/support/capability-statement.ts";
import { createRandom } from "../cohort/random.ts";
import { FaultDeck, type ServerFault } from "./faults.ts";
import { FhirState, type Effect, type StateAnswer } from "./fhir-state.ts";

/** What the judge reads. */
export interface ServerReport {
  readonly effects: readonly Effect[];
  readonly resources: readonly Resource[];
  readonly faultCounts: Readonly<Record<string, number>>;
  readonly requestCount: number;
}

const [strategy = "client-id", seed = "1", lagMs = "0", writes = "1000"] = process.argv.slice(2);
const abilities = { updateCreate: strategy === "client-id", conditionalCreate: strategy !== "single" };
const hasTransaction = strategy === "client-id" || strategy === "transaction";
const hasBatch = strategy !== "single";
// What has no identifier is known by a tag, or by nothing but what it says.
const isTagged = strategy === "transaction";
const deck = new FaultDeck(createRandom(seed), Number(writes));
const state = new FhirState(Number(lagMs), abilities);
const faultCounts: Record<string, number> = {};
let requestCount = 0;

const STATEMENT = capabilityStatement({
  ...abilities,
  transaction: hasTransaction,
  batch: hasBatch,
  searchParams: ["identifier", ...(isTagged ? ["_tag"] : [])],
});

const server = createServer((request, response) => void answer(request, response));
// No answer may come from a connection that the server itself has closed for being idle: that would be one more fault.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir\n`);
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    // Whoever asked was killed; nothing takes effect.
    return;
  }
  const { url = "", method = "GET" } = request;
  if (url === "/calm") deck.isCalm = true;
  if (url === "/calm" || url === "/report") {
    const report: ServerReport = { effects: state.effects, resources: state.resources, faultCounts, requestCount };
    response.end(JSON.stringify(report));
    return;
  }
  requestCount++;
  const path = url.replace(/^\/fhir\/?/, "");
  const content = chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString("utf8")) as Resource) : undefined;
  const bundle = content?.resourceType === "Bundle" ? content : undefined;
  const isWrite = method !== "GET" && !bundle?.entry?.every(({ request: one }) => one?.method === "GET");
  const fault = isWrite ? deck.forWrite(bundle?.type === "transaction", bundle !== undefined) : deck.forRead();
  if (fault) faultCounts[nameOf(fault)] = (faultCounts[nameOf(fault)] ?? 0) + 1;
  if (fault?.kind === "reset") request.socket.destroy();
  else if (fault?.kind === "status") refuse(response, fault.status, fault.retryAfter);
  else {
    const [status, body, headers] = bundle
      ? carryOutBundle(bundle, fault)
      : carryOutOne(method as "GET", path, content, request.headers);
    if (fault?.kind === "lost") lose(response, fault.how, body);
    else send(response, status, body, headers);
  }
}

type Told = readonly [status: number, body: object, headers?: Readonly<Record<string, string>>];

function carryOutOne(
  method: "GET" | "POST" | "PUT",
  path: string,
  resource: Resource | undefined,
  headers: IncomingMessage["headers"],
): Told {
  if (path === "metadata") return [200, STATEMENT];
  const { "if-match": ifMatch, "if-none-exist": ifNoneExist } = headers;
  const conditions = {
    ...(ifMatch !== undefined && { ifMatch }),
    ...(typeof ifNoneExist === "string" && { ifNoneExist }),
  };
  const done = state.carryOut({ ...(resource && { resource }), request: { method, url: path, ...conditions } });
  const told = {
    ...(done.etag !== undefined && { etag: done.etag }),
    ...(done.location !== undefined && { location: `/fhir/${done.location}` }),
  };
  return [done.status, done.resource ?? {}, told];
}

function carryOutBundle({ type, entry = [] }: Bundle, fault: ServerFault | undefined): Told {
  if ((type === "transaction" && !hasTransaction) || !hasBatch) return [501, {}];
  const dropped = fault?.kind === "dropped" ? entry.length - 1 : -1;
  const asked = entry.filter((_, index) => index !== dropped);
  if (type === "transaction" && fault?.kind !== "torn") {
    const done = state.carryOutWhole(asked);
    return "status" in done ? [done.status, done.resource ?? {}] : [200, toBundle("transaction-response", done)];
  }
  // What refers to what is not stored in a batch would be stored with a reference that leads nowhere.
  const failing = fault?.kind === "torn" ? entry.length - 1 : -1;
  const whole = failing < 0 ? undefined : state.carryOutWhole(asked.slice(0, failing));
  if (whole !== undefined) {
    const done = "status" in whole ? asked.map(() => whole) : [...whole, { status: 422 }];
    return [200, toBundle("transaction-response", done)];
  }
  return [
    200,
    toBundle(
      "batch-response",
      asked.map((one) => state.carryOut(one)),
    ),
  ];
}

function toBundle(type: Bundle["type"], answers: readonly StateAnswer[]): Bundle {
  const entry = answers.map(({ status, resource, location, etag }): BundleEntry => ({
    ...(resource && { resource: resource }),
    response: {
      status: String(status),
      ...(location !== undefined && { location }),
      ...(etag !== undefined && { etag }),
    },
  }));
  return { resourceType: "Bundle", type, entry };
}

function send(response: ServerResponse, status: number, body: object, headers = {}): void {
  response.writeHead(status, { "content-type": "application/fhir+json", ...headers });
  response.end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, retryAfter: "seconds" | "date" | undefined): void {
  const later = retryAfter === "date" ? new Date(Date.now() + 2_000).toUTCString() : "2";
  const body = { resourceType: "OperationOutcome", issue: [{ severity: "error", code: "processing" }] };
  const headers = {
    ...(retryAfter !== undefined && { "retry-after": later }),
    ...(status === 302 && { location: "http://127.0.0.1:9/elsewhere" }),
  };
  send(response, status, body, headers);
}

function lose(response: ServerResponse, how: Extract<ServerFault, { kind: "lost" }>["how"], body: object): void {
  const text = JSON.stringify(body);
  if (how === "reset") response.socket?.destroy();
  else if (how === "cut") {
    response.writeHead(200, { "content-type": "application/fhir+json", "content-length": text.length + 1000 });
    response.write(text, () => response.socket?.destroy());
  } else if (how === "html") {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<html><body>Please log in to the hospital's guest network.</body></html>");
  } else if (how < 300) response.writeHead(how).end();
  else refuse(response, how, undefined);
}

function nameOf(fault: ServerFault): string {
  if (fault.kind === "status") return `${fault.status}${fault.retryAfter ? ` Retry-After ${fault.retryAfter}` : ""}`;
  return fault.kind === "lost" ? `answer lost: ${fault.how}` : fault.kind;
}
