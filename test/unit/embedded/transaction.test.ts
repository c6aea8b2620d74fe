import { afterEach, beforeEach, expect, test } from "vitest";
import { observation, patient, put, send, transaction } from "./client.ts";
import { serveEmbedded } from "./serving.ts";
import type { Serving } from "./serving.ts";

let server: Serving;
beforeEach(async () => {
  server = await serveEmbedded();
});
afterEach(() => server.close());

const PATIENT = "Patient?identifier=urn%3Atest%3Apatient%7Cp1";
const OBSERVATION = "Observation?identifier=urn%3Atest%3Acase%7Co1";
const post = (content: unknown) => send("POST", server.baseUrl, content);
const total = async (query: string) => (await send("GET", `${server.baseUrl}/${query}`)).body.total;

test("a transaction takes more than 50 conditional updates", async () => {
  const entries = Array.from({ length: 60 }, (_, index) =>
    put(patient(`p${String(index)}`), `Patient?identifier=urn:test:patient|p${String(index)}`),
  );
  const { status, body } = await post(transaction(...entries));
  expect(status).toBe(200);
  expect(body.entry.map((entry) => entry.response.status)).toEqual(Array<string>(60).fill("201 Created"));
});

test("a failing entry leaves nothing of its transaction behind", async () => {
  const { status } = await post(
    transaction(
      put({ ...patient("p1"), id: "p1" }, "Patient/p1"),
      put(observation("o1", "Patient/missing"), OBSERVATION),
    ),
  );
  expect(status).toBe(400);
  expect(await total("Patient")).toBe(0);
  expect((await send("GET", `${server.baseUrl}/Patient/p1`)).status).toBe(404);
});

test("a broken reference in a transaction is refused and its path named", async () => {
  const { body } = await post(
    transaction(put(patient("p1"), PATIENT), put(observation("o1", "urn:uuid:none"), OBSERVATION)),
  );
  expect(body.issue[0]?.expression).toEqual(["Bundle.entry[1].resource.subject.reference"]);
});

test("a fullUrl inside the bundle becomes the id that its entry got", async () => {
  const fullUrl = "urn:uuid:00000000-0000-4000-8000-000000000001";
  await post(transaction(put(observation("o1", fullUrl), OBSERVATION), put(patient("p1"), PATIENT, fullUrl)));
  const stored = (await send("GET", `${server.baseUrl}/${OBSERVATION}`)).body.entry[0]?.resource;
  expect((await send("GET", `${server.baseUrl}/${stored?.subject.reference ?? ""}`)).status).toBe(200);
});

test("a conditional reference becomes the id of the one resource that matches", async () => {
  await send("PUT", `${server.baseUrl}/Patient/p1`, { ...patient("p1"), id: "p1" });
  await post(transaction(put(observation("o1", PATIENT), OBSERVATION)));
  const stored = (await send("GET", `${server.baseUrl}/${OBSERVATION}`)).body.entry[0]?.resource;
  expect(stored?.subject.reference).toBe("Patient/p1");
});

test.each([
  [0, 404],
  [2, 412],
])("a conditional reference that %i resources match is refused with %i", async (count, status) => {
  for (let index = 0; index < count; index++) await send("POST", `${server.baseUrl}/Patient`, patient("p1"));
  expect((await post(transaction(put(observation("o1", PATIENT), OBSERVATION)))).status).toBe(status);
});

test("a second, equal transaction changes no count and no version", async () => {
  const fullUrl = "urn:uuid:00000000-0000-4000-8000-000000000001";
  const bundle = transaction(put(patient("p1"), PATIENT, fullUrl), put(observation("o1", fullUrl), OBSERVATION));
  await post(bundle);
  const { body } = await post(bundle);
  expect(body.entry.map(({ response }) => [response.status, response.etag])).toEqual([
    ["200 OK", 'W/"1"'],
    ["200 OK", 'W/"1"'],
  ]);
  expect([await total("Patient"), await total("Observation")]).toEqual([1, 1]);
});

test("a conditional create stores nothing where one resource matches", async () => {
  const entry = {
    resource: patient("p1"),
    request: { method: "POST" as const, url: "Patient", ifNoneExist: PATIENT.slice(8) },
  };
  expect((await post(transaction(entry))).body.entry[0]?.response.status).toBe("201 Created");
  expect((await post(transaction(entry))).body.entry[0]?.response.status).toBe("200 OK");
  expect(await total("Patient")).toBe(1);
});

test("an identity that occurs twice in a transaction is refused", async () => {
  const { status, body } = await post(transaction(put(patient("p1"), PATIENT), put(patient("p1"), PATIENT)));
  expect([status, body.issue[0]?.code, body.issue[0]?.expression]).toEqual([400, "duplicate", ["Bundle.entry[1]"]]);
});

test("transactions that arrive together leave one resource for one identity", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => post(transaction(put(patient("p1"), PATIENT)))));
  expect(answers.filter(({ body }) => body.entry[0]?.response.status === "201 Created")).toHaveLength(1);
  expect(await total("Patient")).toBe(1);
});

test("a batch answers each entry by itself", async () => {
  const bundle = {
    ...transaction(put(patient("p1"), PATIENT), put(observation("o1", "Patient/none"), OBSERVATION)),
    type: "batch",
  };
  const { status, body } = await post(bundle);
  expect(status).toBe(200);
  expect(body.entry.map(({ response }) => response.status)).toEqual(["201 Created", "400"]);
  expect(body.entry[1]?.response.outcome.resourceType).toBe("OperationOutcome");
});

test("an entry without a request is refused before anything is written", async () => {
  const { status, body } = await post(transaction(put(patient("p1"), PATIENT), { resource: patient("p2") }));
  expect([status, body.issue[0]?.expression]).toEqual([400, ["Bundle.entry[1].request"]]);
  expect(await total("Patient")).toBe(0);
});

test("a cohort of 86 transactions and 3,800 resources loads in seconds, and an identifier is found in milliseconds", async () => {
  const started = performance.now();
  for (let number = 0; number < 86; number++) {
    const fullUrl = `urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
    const observations = Array.from({ length: 43 }, (_, index) =>
      put(
        observation(`c${String(number)}/o${String(index)}`, fullUrl),
        `Observation?identifier=urn:test:case|c${String(number)}/o${String(index)}`,
      ),
    );
    const entries = [
      put(patient(`p${String(number)}`), `Patient?identifier=urn:test:patient|p${String(number)}`, fullUrl),
      ...observations,
    ];
    expect((await post(transaction(...entries))).status).toBe(200);
  }
  const loaded = performance.now();
  for (let index = 0; index < 20; index++) await total(`Observation?identifier=urn:test:case|c7/o${String(index)}`);
  const perSearch = (performance.now() - loaded) / 20;
  console.info(`load ${(loaded - started).toFixed(0)} ms, identifier search ${perSearch.toFixed(1)} ms`);
  expect(loaded - started).toBeLessThan(20_000);
  expect(perSearch).toBeLessThan(100);
});
