import type { Observation } from "@medplum/fhirtypes";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DeliveryFault, STRATEGIES, checkDestination, push, strategyFor } from "../../../src/delivery/index.ts";
import type { FhirDestination } from "../../../src/delivery/index.ts";
import { send } from "../embedded/client.ts";
import { serveEmbedded } from "../embedded/serving.ts";
import type { Serving } from "../embedded/serving.ts";
import { destinationAt, neutralBundle } from "./bundles.ts";

let server: Serving;
beforeEach(async () => {
  server = await serveEmbedded();
});
afterEach(() => server.close());

const TYPES = ["Patient", "Procedure", "ImagingStudy", "Observation", "Provenance"];
const counts = () =>
  Promise.all(TYPES.map(async (type) => (await send("GET", `${server.baseUrl}/${type}?_summary=count`)).body.total));
const value = async (destination: FhirDestination, height?: number) => {
  const result = await push(neutralBundle(height), destination);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
};
const issues = async (destination: FhirDestination, bundle = neutralBundle()) => {
  const result = await push(bundle, destination);
  return result.ok ? [] : result.issues;
};

test("a push stores every resource and reports each with id and version", async () => {
  const { entries, totals } = await value(destinationAt(server.baseUrl));
  expect(totals).toEqual({ created: 5, updated: 0, unchanged: 0 });
  expect(entries.map(({ type, index, version }) => [type, index, version])).toEqual(
    TYPES.map((type, index) => [type, index, "1"]),
  );
  const observation = await send("GET", `${server.baseUrl}/Observation/${entries[3]?.id}`);
  expect(observation.body.subject).toEqual({ reference: `Patient/${entries[0]?.id}` });
});

test("a second push of the same bundle changes no count and no version", async () => {
  const first = await value(destinationAt(server.baseUrl));
  const second = await value(destinationAt(server.baseUrl));
  expect(second.totals).toEqual({ created: 0, updated: 0, unchanged: 5 });
  expect(second.entries.map(({ id, version }) => [id, version])).toEqual(
    first.entries.map(({ id, version }) => [id, version]),
  );
  expect(await counts()).toEqual([1, 1, 1, 1, 1]);
});

test("a changed resource alone is reported as updated", async () => {
  await value(destinationAt(server.baseUrl));
  const { entries } = await value(destinationAt(server.baseUrl), 71);
  expect(entries.filter(({ effect }) => effect === "updated").map(({ type, version }) => [type, version])).toEqual([
    ["Observation", "2"],
  ]);
});

test.each(STRATEGIES)(
  "by %s a second push changes no count and no version, and a changed resource alone",
  async (strategy) => {
    const checked = await checkDestination(destinationAt(server.baseUrl));
    if (!checked.ok) throw new Error("refused");
    const destination = destinationAt(server.baseUrl, { strategy });
    const pushed = async (height?: number) => {
      const result = await push(neutralBundle(height), destination, checked.value);
      if (!result.ok) throw new Error(JSON.stringify(result.issues));
      return result.value.totals;
    };
    expect(await pushed()).toEqual({ created: 5, updated: 0, unchanged: 0 });
    await pushed();
    expect(await counts()).toEqual([1, 1, 1, 1, 1]);
    expect((await pushed(71)).updated).toBe(1);
  },
);

test("a Patient that the server has is not overwritten by default", async () => {
  const theirs = {
    resourceType: "Patient",
    id: "p",
    identifier: [{ system: "urn:test:patient", value: "MRN-4711" }],
    active: true,
  };
  await send("PUT", `${server.baseUrl}/Patient/p`, theirs);
  const { entries } = await value(destinationAt(server.baseUrl));
  expect(entries[0]).toMatchObject({ type: "Patient", id: "p", effect: "unchanged" });
  expect((await send("GET", `${server.baseUrl}/Patient/p`)).body.active).toBe(true);
});

const match = { policies: { Patient: "match" } } as const;
const register = (id: string, more: object = {}) =>
  send("PUT", `${server.baseUrl}/Patient/${id}`, {
    resourceType: "Patient",
    id,
    identifier: [{ system: "urn:test:patient", value: "MRN-4711" }],
    birthDate: "1950",
    gender: "female",
    ...more,
  });

test("a matched Patient is never written", async () => {
  await register("p");
  const { entries } = await value(destinationAt(server.baseUrl, match));
  expect(entries.map(({ type }) => type)).toEqual(TYPES.slice(1));
  expect((await send("GET", `${server.baseUrl}/Patient/p`)).body.meta.versionId).toBe("1");
});

test.each([
  ["nobody", [], "delivery/match-missing", "Bundle.entry[0].resource.identifier"],
  ["two", [{}, {}], "delivery/match-several", "Bundle.entry[0].resource.identifier"],
  ["one of another sex", [{ gender: "male" }], "delivery/match-differs", "Bundle.entry[0].resource.gender"],
  [
    "one of another birth date",
    [{ birthDate: "1950-03-02" }],
    "delivery/match-differs",
    "Bundle.entry[0].resource.birthDate",
  ],
])("a Patient whose identifier %s has holds the bundle back", async (_who, registered, rule, path) => {
  for (const [index, more] of registered.entries()) await register(`p${String(index)}`, more);
  expect(await issues(destinationAt(server.baseUrl, match))).toMatchObject([{ rule, path }]);
  expect((await counts())[1]).toBe(0);
});

test("a transaction that the server refuses is told with the resource it belongs to", async () => {
  const bundle = neutralBundle();
  (bundle.entry?.[3]?.resource as Observation).derivedFrom = [{ reference: "ImagingStudy/none" }];
  const [issue, ...others] = await issues(destinationAt(server.baseUrl), bundle);
  expect(others).toEqual([]);
  expect(issue).toMatchObject({ rule: "delivery/refused", path: "Bundle.entry[3].resource.derivedFrom[0].reference" });
  expect(issue?.message).toContain("Observation in entry 3 (height-L1)");
});

test("a destination says what it is before the first push", async () => {
  const checked = await checkDestination(destinationAt(server.baseUrl));
  expect(checked).toMatchObject({
    ok: true,
    value: { fhirVersion: "4.0.1", software: "kypho-fhir embedded server", hasTransaction: true, hasBatch: true },
  });
  expect(checked.ok && strategyFor(destinationAt(server.baseUrl), checked.value)).toBe("client-id");
});

test("a server that nobody runs is a fault that may pass", async () => {
  const error: unknown = await push(neutralBundle(), destinationAt("http://127.0.0.1:9")).catch(
    (fault: unknown) => fault,
  );
  expect(error).toBeInstanceOf(DeliveryFault);
  expect(error).toMatchObject({ code: "delivery/unreachable", retryable: true });
});
