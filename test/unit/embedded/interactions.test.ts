import { afterEach, beforeEach, expect, test } from "vitest";
import { observation, patient, send } from "./client.ts";
import { serveEmbedded } from "./serving.ts";
import type { Serving } from "./serving.ts";

let server: Serving;
beforeEach(async () => {
  server = await serveEmbedded();
});
afterEach(() => server.close());

const at = (path: string) => `${server.baseUrl}/${path}`;
const p1 = { ...patient("p1"), id: "p1" };

test("an id that the client gives is kept: 201 when new, 200 when changed, with the next version", async () => {
  const first = await send("PUT", at("Patient/p1"), p1);
  const second = await send("PUT", at("Patient/p1"), { ...p1, gender: "female" });
  expect([first.status, second.status]).toEqual([201, 200]);
  expect([first.headers.get("etag"), second.headers.get("etag")]).toEqual(['W/"1"', 'W/"2"']);
});

test("a PUT without change makes no version and answers 200", async () => {
  await send("PUT", at("Patient/p1"), p1);
  const { status, body } = await send("PUT", at("Patient/p1"), { ...p1, meta: { versionId: "9" } });
  expect([status, body.meta.versionId]).toEqual([200, "1"]);
});

test("a conditional PUT creates, then updates the one that matches", async () => {
  const url = at("Patient?identifier=urn:test:patient|p1");
  const first = await send("PUT", url, patient("p1"));
  const second = await send("PUT", url, { ...patient("p1"), gender: "male" });
  expect([first.status, second.status, second.body.id]).toEqual([201, 200, first.body.id]);
});

test("a condition that several match is refused with 412", async () => {
  for (let index = 0; index < 2; index++) await send("POST", at("Patient"), patient("p1"));
  expect((await send("PUT", at("Patient?identifier=urn:test:patient|p1"), patient("p1"))).status).toBe(412);
});

test("If-Match on an old version is refused with 412", async () => {
  await send("PUT", at("Patient/p1"), p1);
  await send("PUT", at("Patient/p1"), { ...p1, gender: "female" });
  expect((await send("PUT", at("Patient/p1"), p1, { "if-match": 'W/"1"' })).status).toBe(412);
});

test.each([
  ["another id", "Patient/p2", p1],
  ["another type", "Observation/p1", p1],
  ["an id that is none", "Patient/p_1", { ...p1, id: "p_1" }],
])("a PUT whose content has %s is refused with 400", async (_what, path, content) => {
  expect((await send("PUT", at(path), content)).status).toBe(400);
});

test("a deleted resource answers 410, keeps its history, and a PUT revives it with 201", async () => {
  await send("PUT", at("Patient/p1"), p1);
  expect((await send("DELETE", at("Patient/p1"))).status).toBe(204);
  expect((await send("GET", at("Patient/p1"))).status).toBe(410);
  expect((await send("GET", at("Patient?identifier=urn:test:patient|p1"))).body.total).toBe(0);
  expect((await send("GET", at("Patient/p1/_history/1"))).status).toBe(200);
  expect((await send("PUT", at("Patient/p1"), p1)).status).toBe(201);
  expect((await send("GET", at("Patient/p1/_history"))).body.entry).toHaveLength(3);
});

test("a resource that others refer to is not deleted", async () => {
  await send("PUT", at("Patient/p1"), p1);
  await send("POST", at("Observation"), observation("o1", "Patient/p1"));
  expect((await send("DELETE", at("Patient/p1"))).status).toBe(409);
});

test.each([
  ["subject=Patient/p1", 3],
  ["patient=p1", 3],
  ["patient=Patient/p2", 0],
  ["code=urn:test:code|height", 3],
  ["code=height&date=2024-01-06", 1],
  ["date=ge2024-01-06", 2],
  ["status=final", 3],
  ["status=amended", 0],
  ["identifier=urn:test:case|o2", 1],
  ["identifier=urn:test:case|o2&status=amended", 0],
  ["identifier=o2", 1],
  ["part-of=Procedure/s1", 1],
  ["_id=o3", 1],
])("searching Observation by %s finds %i", async (query, count) => {
  await send("PUT", at("Patient/p1"), p1);
  await send("PUT", at("Procedure/s1"), {
    resourceType: "Procedure",
    id: "s1",
    status: "completed",
    subject: { reference: "Patient/p1" },
  });
  await send("POST", at("Observation"), observation("o1", "Patient/p1", "2024-01-05"));
  await send("POST", at("Observation"), observation("o2", "Patient/p1", "2024-01-06"));
  const partOf = [{ reference: "Procedure/s1" }];
  await send("PUT", at("Observation/o3"), { ...observation("o3", "Patient/p1", "2024-01-07"), id: "o3", partOf });
  const { status, body } = await send("GET", at(`Observation?${query}`));
  expect([status, body.total]).toEqual([200, count]);
});

test("following the next links visits every match once", async () => {
  for (let index = 0; index < 7; index++)
    await send("PUT", at(`Patient/p${String(index)}`), { ...patient("x"), id: `p${String(index)}` });
  const ids: string[] = [];
  for (let url: string | undefined = at("Patient?identifier=urn:test:patient|x&_count=3"); url;) {
    const { body } = await send("GET", url);
    ids.push(...body.entry.map((entry) => entry.resource.id));
    url = body.link.find(({ relation }) => relation === "next")?.url;
  }
  expect(ids).toEqual(["p0", "p1", "p2", "p3", "p4", "p5", "p6"]);
});

test("_summary=count gives the total and no entry", async () => {
  await send("PUT", at("Patient/p1"), p1);
  const { body } = await send("GET", at("Patient?_summary=count"));
  expect([body.total, body.entry]).toEqual([1, undefined]);
});

test("an unknown search parameter is refused instead of ignored", async () => {
  expect((await send("GET", at("Patient?colour=red"))).status).toBe(400);
});

test.each([
  ["GET", "Patiens/1", undefined, 404],
  ["GET", "Patient/unknown", undefined, 404],
  ["POST", "Patient", "text", 400],
  ["PATCH", "Patient/1", {}, 405],
])("%s %s answers with an OperationOutcome", async (method, path, content, status) => {
  const answer = await send(method, at(path), content);
  expect([answer.status, answer.body.resourceType]).toEqual([status, "OperationOutcome"]);
});

test("content of another media type is refused with 415", async () => {
  expect((await send("POST", at("Patient"), p1, { "content-type": "text/plain" })).status).toBe(415);
});

test("what it can do is said in a CapabilityStatement", async () => {
  const { body } = await send("GET", at("metadata"));
  expect(body.fhirVersion).toBe("4.0.1");
  expect(body.rest[0]?.interaction).toContainEqual({ code: "transaction" });
});
