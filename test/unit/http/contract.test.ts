import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import request, { type Response, type Test } from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Express } from "express";
import { createAccess, createApiKey } from "../../../src/access/index.ts";
import { createApp, type Service } from "../../../src/http/index.ts";
import { startService, type RunningService } from "../../../src/main.ts";
import { StoreFault } from "../../../src/store/index.ts";
import { bundleOf, exampleBytes, readExample } from "../../support/example.ts";

/** Every operation of openapi.yaml with every response it documents, driven over HTTP and held to its schema. */
interface Documented {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Answer>> };
}

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Answer {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

const CONTRACT = parse(readFileSync(join(import.meta.dirname, "../../../openapi.yaml"), "utf8")) as Documented;
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(CONTRACT, "contract");

const DOCUMENTED = Object.values(CONTRACT.paths).flatMap((methods) =>
  Object.values(methods).flatMap(({ operationId, responses }) =>
    Object.entries(responses).map(([status, answer]) => {
      const name = /^#\/components\/responses\/(\w+)$/.exec(answer.$ref ?? "")?.[1];
      return {
        id: operationId,
        status: Number(status),
        answer: name ? (CONTRACT.components.responses[name] ?? answer) : answer,
      };
    }),
  ),
);

const SECURED = Object.entries(CONTRACT.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, { operationId: id, responses }]) =>
    Object.hasOwn(responses, "401") ? [{ id, method, path: path.replaceAll(/\{\w+\}/g, "Patient"), responses }] : [],
  ),
);

const dataFolder = mkdtempSync(join(tmpdir(), "kypho-contract-"));
let service: RunningService;
/** The operations on a store that is out of reach. */
let stranded: Express;
/** The operations where callers must log in; one more for each operation where one request a minute is too many. */
let closed: Express;
let narrow: Readonly<Record<string, Express>>;
let key: string;
let everything: string;
const SECRET = Buffer.alloc(32, 7);

beforeAll(async () => {
  service = await startService({ host: "127.0.0.1", port: 0, dataFolder });
  const fault = (): Promise<never> => Promise.reject(new StoreFault("store/unavailable", "The store is out of reach."));
  const store = { kind: "sqlite", read: fault, write: fault, announceDeliverable: () => undefined };
  const intake = { store, software: "0.0.0", destinations: [], now: () => new Date() };
  const parts = {
    intake,
    log: () => undefined,
    pressure: () => undefined,
    isDraining: () => false,
    metrics: { observeRequest: () => undefined, countRefusal: () => undefined },
  };
  stranded = createApp(parts as unknown as Service);
  const made = createApiKey("sender", "", "2999-01-01T00:00:00Z", Buffer.alloc(32, 1), SECRET);
  key = made.key;
  const other = createApiKey("operator", "system/*.cruds", "2999-01-01T00:00:00Z", Buffer.alloc(32, 2), SECRET);
  everything = other.key;
  const decide = createAccess({
    apiKeys: { entries: new Map([made.entry, other.entry].map((entry) => [entry.id, entry])), secret: SECRET },
  });
  const guarded = (requestsPerMinute: number): Express =>
    createApp({
      ...parts,
      guard: { decide, onRefusal: () => undefined, requestsPerMinute, failuresPerMinute: 1000 },
    } as unknown as Service);
  closed = guarded(1000);
  narrow = Object.fromEntries(SECURED.map(({ id }) => [id, guarded(1)]));
});

afterAll(async () => {
  await service.close();
  rmSync(dataFolder, { recursive: true });
});

const JSON_TYPE = "application/json";
/** A string is sent as it is; superagent would write anything else as JSON anew. */
const post = (path: string, body: string, type = JSON_TYPE): Test =>
  request(service.url).post(path).set("content-type", type).send(body);
const get = (path: string): Test => request(service.url).get(path);
const typical = exampleBytes("typical").toString("utf8");
const bilateral = exampleBytes("bilateral").toString("utf8");
const otherBilateral = JSON.stringify({ ...readExample("bilateral"), recordedAt: "2030-01-01T00:00:00Z" });
const elsewhere = JSON.stringify({ ...readExample("bilateral"), caseSystem: "urn:elsewhere" });
const CASE = `/cases/${readExample("bilateral").caseId}`;
const MINIMAL = readExample("minimal").caseId;
const put = (body: string, ifMatch?: string, path = CASE, type = JSON_TYPE): Test => {
  const sent = request(service.url).put(path).set("content-type", type);
  return (ifMatch === undefined ? sent : sent.set("If-Match", ifMatch)).send(body);
};
const withdraw = (path = CASE): Test => request(service.url).delete(path);
const onStranded = (method: "get" | "post" | "put" | "delete", path: string): Test =>
  request(stranded)[method](path).set("content-type", JSON_TYPE);
const broken = JSON.stringify({ ...readExample("minimal"), levels: [] });
const large = `{"caseId":"${"x".repeat(1_100_000)}"}`;
const lines = `${JSON.stringify(readExample("minimal"))}\n${broken}\n`;
const mapped = JSON.stringify(bundleOf(exampleBytes("full")));
const patient = JSON.stringify({ resourceType: "Patient", gender: "female" });

/** A case whose delivery waits, since its destination is paused; the delivery's number is read off the first list. */
const waiting = JSON.stringify({ ...readExample("minimal"), caseId: "Waiting-1" });
let waitingId = 0;
const listWaiting = (): Test =>
  get("/deliveries?case=Waiting-1&state=pending&destination=embedded&since=2024-05-01T00:00:00Z&count=1").expect(
    ({ text }) => {
      waitingId = (JSON.parse(text) as { deliveries: { id: number }[] }).deliveries[0]?.id ?? 0;
    },
  );
const act = (path: string): Test => request(service.url).post(path);
const discard = (body: string, id = waitingId, type = JSON_TYPE): Test => post(`/deliveries/${id}/discard`, body, type);
const reason = JSON.stringify({ reason: "It was entered by hand." });

/** What brings each documented response about. */
type Call = readonly [id: string, status: number, what: string, call: () => Test];

const CALLS: readonly Call[] = [
  ["map-case", 200, "a good case", () => post("/map", typical)],
  ["map-case", 200, "a good case, one type asked for", () => post("/map?_type=Procedure", typical)],
  ["map-case", 200, "NDJSON", () => post("/map", lines, "application/x-ndjson")],
  ["map-case", 400, "no JSON", () => post("/map", "{")],
  ["map-case", 400, "nothing", () => post("/map", "")],
  ["map-case", 400, "an unknown parameter", () => post("/map?type=Procedure", typical)],
  ["map-case", 400, "a type that no case becomes", () => post("/map?_type=Encounter", typical)],
  ["map-case", 413, "more than 1 MB", () => post("/map", large)],
  ["map-case", 415, "XML", () => post("/map", "<case/>", "application/xml")],
  ["map-case", 415, "another charset", () => post("/map", typical, "application/json; charset=utf-16")],
  ["map-case", 422, "a case at fault", () => post("/map", broken)],
  ["explain-case", 200, "a case", () => post("/explain", typical)],
  ["explain-case", 200, "an element", () => post("/explain?element=Patient.birthDate", typical)],
  ["explain-case", 200, "a field, as Provenance", () => post("/explain?field=/levels/0&as=provenance", typical)],
  ["explain-case", 400, "no JSON", () => post("/explain", "{")],
  ["explain-case", 400, "what is no expression", () => post("/explain?element=Patient.(", typical)],
  [
    "explain-case",
    400,
    "an expression that may take for ever",
    () => post("/explain?element=Patient.repeat(x)", typical),
  ],
  ["explain-case", 400, "what is no pointer", () => post("/explain?field=levels", typical)],
  ["explain-case", 413, "more than 1 MB", () => post("/explain", large)],
  ["explain-case", 415, "NDJSON", () => post("/explain", lines, "application/x-ndjson")],
  ["explain-case", 422, "a case at fault", () => post("/explain", broken)],
  ["extract-cases", 200, "a Bundle", () => post("/extract", mapped, "application/fhir+json")],
  [
    "extract-cases",
    200,
    "resources in NDJSON",
    () => post("/extract", `${mapped}\n${patient}\n`, "application/fhir+ndjson"),
  ],
  ["extract-cases", 400, "no JSON", () => post("/extract", "{")],
  ["extract-cases", 413, "more than 20 MB", () => post("/extract", "x".repeat(20_000_001))],
  ["extract-cases", 415, "XML", () => post("/extract", "<Bundle/>", "application/fhir+xml")],
  ["extract-cases", 422, "resources of no case", () => post("/extract", patient)],
  ["submit-case", 201, "a new case", () => post("/cases", bilateral)],
  ["submit-case", 200, "the same case again", () => post("/cases", bilateral)],
  ["submit-case", 200, "NDJSON", () => post("/cases", lines, "application/x-ndjson")],
  ["submit-case", 409, "other content under the same number", () => post("/cases", otherBilateral)],
  ["submit-case", 503, "a store out of reach", () => onStranded("post", "/cases").send(typical)],
  ["submit-case", 400, "a key with a blank", () => post("/cases", typical).set("Idempotency-Key", "a b")],
  ["submit-case", 400, "no JSON", () => post("/cases", "[")],
  ["submit-case", 413, "more than 1 MB", () => post("/cases", large)],
  ["submit-case", 415, "no media type that it takes", () => post("/cases", "x", "text/plain")],
  ["submit-case", 422, "a case at fault", () => post("/cases", broken)],
  ["list-cases", 200, "asked", () => get("/cases")],
  [
    "list-cases",
    200,
    "with every filter",
    () => get("/cases?state=active&delivery=pending&changedSince=2024-05-01T00:00:00Z&count=1"),
  ],
  ["list-cases", 400, "a state that there is not", () => get("/cases?state=lost")],
  ["list-cases", 503, "a store out of reach", () => onStranded("get", "/cases")],
  ["read-case", 200, "a stored case", () => get(CASE)],
  ["read-case", 404, "an unknown case", () => get("/cases/none")],
  ["read-case", 404, "what is no case number", () => get("/cases/a%20b")],
  ["read-case", 503, "a store out of reach", () => onStranded("get", CASE)],
  ["revise-case", 200, "a revision", () => put(otherBilateral, '"1"')],
  ["revise-case", 200, "the same revision again", () => put(otherBilateral, '"1"')],
  ["revise-case", 400, "no JSON", () => put("{", "*")],
  ["revise-case", 400, "what is no entity tag", () => put(bilateral, "1")],
  ["revise-case", 404, "an unknown case", () => put(bilateral, "*", "/cases/none")],
  ["revise-case", 409, "another case system", () => put(elsewhere, "*")],
  ["revise-case", 412, "an old version", () => put(bilateral, '"1"')],
  ["revise-case", 413, "more than 1 MB", () => put(large, "*")],
  ["revise-case", 415, "NDJSON", () => put(lines, "*", CASE, "application/x-ndjson")],
  ["revise-case", 422, "a case at fault", () => put(broken, "*")],
  ["revise-case", 422, "another case", () => put(typical, "*")],
  ["revise-case", 428, "without If-Match", () => put(bilateral)],
  ["revise-case", 503, "a store out of reach", () => onStranded("put", CASE).set("If-Match", "*").send(bilateral)],
  ["withdraw-case", 412, "an old version", () => withdraw().set("If-Match", '"1"')],
  ["withdraw-case", 400, "what is no entity tag", () => withdraw().set("If-Match", "1")],
  ["withdraw-case", 200, "the current version", () => withdraw().set("If-Match", 'W/"2"').set("Idempotency-Key", "k1")],
  ["withdraw-case", 409, "a key that was used", () => withdraw("/cases/" + MINIMAL).set("Idempotency-Key", "k1")],
  ["withdraw-case", 200, "a withdrawn case", () => withdraw()],
  ["withdraw-case", 404, "an unknown case", () => withdraw("/cases/none")],
  ["withdraw-case", 503, "a store out of reach", () => onStranded("delete", CASE)],
  ["read-case-bundle", 200, "the current version", () => get(`${CASE}/bundle`)],
  ["read-case-bundle", 200, "some types of the first", () => get(`${CASE}/bundle?version=1&_type=Procedure`)],
  ["read-case-bundle", 400, "a type that no case becomes", () => get(`${CASE}/bundle?_type=Encounter`)],
  ["read-case-bundle", 404, "a version that there is not", () => get(`${CASE}/bundle?version=9`)],
  ["read-case-bundle", 503, "a store out of reach", () => onStranded("get", `${CASE}/bundle`)],
  ["read-case-trace", 200, "the first version", () => get(`${CASE}/trace?version=1`)],
  ["read-case-trace", 200, "a revised version", () => get(`${CASE}/trace?version=2&field=/patient`)],
  ["read-case-trace", 400, "what is no pointer", () => get(`${CASE}/trace?version=1&field=x`)],
  ["read-case-trace", 404, "a withdrawn version", () => get(`${CASE}/trace`)],
  ["read-case-trace", 404, "an unknown case", () => get("/cases/none/trace")],
  ["read-case-trace", 503, "a store out of reach", () => onStranded("get", `${CASE}/trace`)],
  ["read-case-history", 200, "a stored case", () => get(`${CASE}/history`)],
  ["read-case-history", 404, "an unknown case", () => get("/cases/none/history")],
  ["read-case-history", 503, "a store out of reach", () => onStranded("get", `${CASE}/history`)],
  ["list-destinations", 200, "asked", () => get("/destinations")],
  ["list-destinations", 503, "a store out of reach", () => onStranded("get", "/destinations")],
  ["read-destination", 200, "a destination", () => get("/destinations/embedded")],
  ["read-destination", 404, "an unknown one", () => get("/destinations/none")],
  ["read-destination", 503, "a store out of reach", () => onStranded("get", "/destinations/embedded")],
  ["reread-destination", 200, "a destination", () => act("/destinations/embedded/reread")],
  ["reread-destination", 404, "an unknown one", () => act("/destinations/none/reread")],
  ["reread-destination", 503, "a store out of reach", () => onStranded("post", "/destinations/embedded/reread")],
  ["pause-destination", 200, "a destination", () => act("/destinations/embedded/pause")],
  ["pause-destination", 404, "an unknown one", () => act("/destinations/none/pause")],
  ["pause-destination", 503, "a store out of reach", () => onStranded("post", "/destinations/embedded/pause")],
  ["submit-case", 201, "a case while the destination is paused", () => post("/cases", waiting)],
  ["list-deliveries", 200, "with every filter", listWaiting],
  ["list-deliveries", 200, "asked", () => get("/deliveries?until=2100-05-01T00:00:00Z")],
  ["list-deliveries", 400, "a state that there is not", () => get("/deliveries?state=lost")],
  ["list-deliveries", 503, "a store out of reach", () => onStranded("get", "/deliveries")],
  ["read-delivery", 200, "one that waits", () => get(`/deliveries/${waitingId}`)],
  ["read-delivery", 404, "an unknown one", () => get("/deliveries/999999")],
  ["read-delivery", 404, "what is no number", () => get("/deliveries/first")],
  ["read-delivery", 503, "a store out of reach", () => onStranded("get", "/deliveries/1")],
  ["retry-deliveries", 200, "a dry run", () => act("/deliveries/retry?dryRun=true&destination=embedded")],
  ["retry-deliveries", 200, "asked", () => act("/deliveries/retry?case=Waiting-1")],
  ["retry-deliveries", 400, "a filter that there is not", () => act("/deliveries/retry?state=pending")],
  ["retry-deliveries", 503, "a store out of reach", () => onStranded("post", "/deliveries/retry")],
  ["retry-delivery", 200, "one that waits", () => act(`/deliveries/${waitingId}/retry`)],
  ["retry-delivery", 404, "an unknown one", () => act("/deliveries/999999/retry")],
  ["retry-delivery", 503, "a store out of reach", () => onStranded("post", "/deliveries/1/retry")],
  ["discard-delivery", 400, "no reason", () => discard("{}")],
  ["discard-delivery", 404, "an unknown one", () => discard(reason, 999_999)],
  ["discard-delivery", 413, "very many words", () => discard(JSON.stringify({ reason: "x".repeat(20_000) }))],
  ["discard-delivery", 415, "text", () => discard(reason, waitingId, "text/plain")],
  ["discard-delivery", 503, "a store out of reach", () => onStranded("post", "/deliveries/1/discard").send(reason)],
  ["discard-delivery", 200, "a reason", () => discard(reason)],
  ["discard-delivery", 409, "one that was discarded", () => discard(reason)],
  ["retry-delivery", 409, "one that was discarded", () => act(`/deliveries/${waitingId}/retry`)],
  ["resume-destination", 200, "a destination", () => act("/destinations/embedded/resume")],
  ["resume-destination", 404, "an unknown one", () => act("/destinations/none/resume")],
  ["resume-destination", 503, "a store out of reach", () => onStranded("post", "/destinations/embedded/resume")],
  ["validate-resource", 200, "a Patient", () => post("/fhir/Patient/$validate", patient, "application/fhir+json")],
  ["validate-resource", 400, "another type than the path says", () => post("/fhir/Observation/$validate", patient)],
  ["validate-resource", 400, "no JSON", () => post("/fhir/Patient/$validate", "{")],
  ["validate-resource", 404, "a type that R4 has not", () => post("/fhir/Kyphoplasty/$validate", patient)],
  ["validate-resource", 413, "more than 20 MB", () => post("/fhir/Patient/$validate", "x".repeat(20_000_001))],
  ["validate-resource", 415, "text", () => post("/fhir/Patient/$validate", patient, "text/plain")],
  ["read-capabilities", 200, "asked", () => get("/fhir/metadata")],
  [
    "search-definitions",
    200,
    "by url",
    () => get("/fhir/StructureDefinition?url=https://kypho-fhir.github.io/fhir/StructureDefinition/pain-vas"),
  ],
  ["search-definitions", 200, "by a url that nothing has", () => get("/fhir/ValueSet?url=urn:nothing")],
  ["search-definitions", 400, "by an unknown parameter", () => get("/fhir/ValueSet?title=x")],
  ["search-definitions", 404, "of a kind that is not published", () => get("/fhir/Library")],
  ["read-definition", 200, "there", () => get("/fhir/StructureMap/kyphoplasty")],
  ["read-definition", 400, "an unknown parameter", () => get("/fhir/StructureMap/kyphoplasty?x=1")],
  ["read-definition", 404, "not there", () => get("/fhir/CodeSystem/nothing")],
  ["read-maps", 200, "asked", () => get("/maps")],
  ["read-contract", 200, "asked", () => get("/openapi.yaml")],
  ["read-docs", 200, "asked", () => get("/docs")],
  ["check-liveness", 200, "asked", () => get("/livez")],
  ["check-readiness", 200, "asked", () => get("/readyz")],
  ["check-readiness", 503, "with a store out of reach", () => onStranded("get", "/readyz")],
  ["read-metrics", 200, "asked", () => get("/metrics")],
  ["read-keys", 200, "asked", () => get("/.well-known/jwks.json")],
  ["map-case", 415, "another encoding", () => post("/map", typical).set("Content-Encoding", "br")],
  ...SECURED.flatMap(({ id, method, path, responses }): Call[] => {
    const send = (app: Express): Test => request(app)[method as "get" | "post" | "put" | "delete"](path);
    const allowed = (app: Express): Test => send(app).set("Authorization", `Bearer ${key}`);
    return [
      [id, 401, "nobody", () => send(closed)],
      ...(Object.hasOwn(responses, "403") ? [[id, 403, "a key without the scope", () => allowed(closed)] as Call] : []),
    ];
  }),
];

function assertAsDocumented(id: string, response: Response): void {
  const documented = DOCUMENTED.find((one) => one.id === id && one.status === response.status);
  const type = response.type;
  const content = documented?.answer.content?.[type];
  expect(content, `${id} ${response.status} ${type}`).toBeDefined();
  if (!/json$/.test(type) || type === "application/x-ndjson") return;
  const schema = JSON.parse(JSON.stringify(content?.schema).replaceAll('"#/', '"contract#/')) as object;
  const body: unknown = JSON.parse(response.text === "" ? String(response.body) : response.text);
  expect(ajv.validate(schema, body), ajv.errorsText()).toBe(true);
}

/** Supertest buffers only the types it knows as text. */
const buffered = (test: Test): Test =>
  test.buffer(true).parse((response, done) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.on("end", () => {
      (response as unknown as { text: string }).text = Buffer.concat(chunks).toString("utf8");
      done(null, undefined);
    });
  });

describe("the contract", () => {
  it.each(SECURED)("$id answers 429 to too many requests", async ({ id, method, path }) => {
    const app = narrow[id];
    if (!app) throw new Error(id);
    const send = (): Test =>
      request(app)[method as "get" | "post" | "put" | "delete"](path).set("Authorization", `Bearer ${everything}`);
    await send();
    const response = await buffered(send());
    expect([response.status, Number(response.get("retry-after")) > 0]).toEqual([429, true]);
    assertAsDocumented(id, response);
  });

  it.each(CALLS)("%s answers %i to %s", async (id, status, _what, call) => {
    const response = await buffered(call());
    expect(response.status).toBe(status);
    assertAsDocumented(id, response);
  });

  it("documents no response that is not driven here", () => {
    const limited = SECURED.map(({ id }) => `${id} 429`);
    const driven = new Set([...CALLS.map(([id, status]) => `${id} ${status}`), ...limited]);
    expect(DOCUMENTED.map(({ id, status }) => `${id} ${status}`).filter((one) => !driven.has(one))).toEqual([]);
  });

  it("answers 405 with Allow where the path has another method", async () => {
    const response = await request(service.url).delete("/cases");
    expect([response.status, response.get("allow")]).toEqual([405, "GET, POST"]);
  });

  it("answers 404 with an OperationOutcome where there is nothing", async () => {
    const response = await buffered(get("/nothing"));
    expect([response.status, JSON.parse(response.text)]).toMatchObject([404, { resourceType: "OperationOutcome" }]);
  });

  it("answers each line of NDJSON in order, and a bad one spoils only itself", async () => {
    const response = await buffered(post("/cases", lines, "application/x-ndjson"));
    const results = response.text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { line: number; status: number });
    expect(results.map(({ line, status }) => [line, status])).toEqual([
      [1, 200],
      [2, 422],
    ]);
  });

  it("takes a case once when the answer is asked for again by its key, and says so with the first status", async () => {
    const again = () => post("/cases", typical).set("Idempotency-Key", "typical");
    const answers = [await again(), await again()];
    expect(
      answers.map(({ status, body, headers }) => [status, body as object, headers["location"], headers["etag"]]),
    ).toEqual(
      Array.from({ length: 2 }, () => [
        201,
        { caseId: readExample("typical").caseId, version: 1, effect: "created" },
        `/cases/${readExample("typical").caseId}`,
        '"1"',
      ]),
    );
  });

  it("delivers what it stored: the resources are found on the embedded server", async () => {
    await post("/cases", typical);
    await expect
      .poll(async () => (await get(`/cases/${readExample("typical").caseId}`)).body as object)
      .toMatchObject({
        deliveries: [{ destination: "embedded", state: "delivered", attemptCount: 1 }],
      });
    const response = await buffered(
      get("/embedded/fhir/Procedure?identifier=https://hospital.example.org/kyphoplasty-case|"),
    );
    expect(response.status).toBe(200);
    const found = await buffered(get("/embedded/fhir/Procedure?_summary=count"));
    expect((JSON.parse(found.text) as { total: number }).total).toBeGreaterThan(0);
  });

  it("shows the place of an issue in the bytes that were sent", async () => {
    const response = await buffered(post("/map", '{\n  "caseId": "a b"\n}'));
    const { issue } = JSON.parse(response.text) as {
      issue: { extension?: unknown; details: { coding: { code: string }[] } }[];
    };
    const pattern = issue.find(({ details }) => details.coding[0]?.code === "case/pattern");
    expect(JSON.stringify(pattern?.extension)).toContain(
      '{"url":"line","valueInteger":2},{"url":"column","valueInteger":13}',
    );
  });
});
