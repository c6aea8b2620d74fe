import type { Observation } from "@medplum/fhirtypes";
import { expect, test } from "vitest";
import { toBundle } from "../../../src/delivery/carrier/index.ts";
import type { FhirDestination, Strategy } from "../../../src/delivery/index.ts";
import { UNKNOWN_ABILITY, type Ability } from "../../../src/delivery/server/index.ts";
import { carrierFor, readParts, writeOf, type Known, type Shipment } from "../../../src/delivery/shipment/index.ts";
import { findReferences } from "../../../src/fhir/index.ts";
import { destinationAt, neutralBundle, rawDecimal } from "./bundles.ts";

const CAPABLE: Ability = {
  ...UNKNOWN_ABILITY,
  conditionalCreate: ["Patient", "Procedure", "ImagingStudy", "Observation"],
  versioned: ["Patient", "Procedure", "ImagingStudy", "Observation", "Provenance"],
};

/** What a shipment sends when all of its parts are due. */
function sent({
  strategy = "client-id",
  bundle = neutralBundle(),
  known = new Map(),
  ability = CAPABLE,
  ...more
}: Partial<FhirDestination> & {
  bundle?: ReturnType<typeof neutralBundle>;
  known?: ReadonlyMap<number, Known>;
  ability?: Ability;
} = {}) {
  const destination = destinationAt("http://unused", more);
  const parts = readParts(bundle, destination);
  const shipment: Shipment = {
    destination,
    strategy,
    ability,
    carrier: carrierFor(strategy, ability),
    parts,
    partOf: new Map(parts.map((part) => [part.fullUrl, part])),
    derivedIds: new Map(),
    known: new Map([...known].map(([index, each]) => [parts[index]?.fullUrl ?? "", each])),
    send: () => Promise.reject(new Error("nothing is sent")),
    withhold: (text) => text,
  };
  return toBundle(
    "transaction",
    parts.map((part) => writeOf(shipment, part)),
  );
}
const requests = (bundle = sent()) => bundle.entry?.map(({ request }) => request);

test("client-id puts every resource to the id derived from its identity, and the id into the resource", () => {
  const session = sent().entry?.[1];
  expect(session?.request).toEqual({ method: "PUT", url: `Procedure/${session?.resource?.id}` });
  expect(session?.resource?.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test("an id is the first 16 bytes of the HMAC over type, system and value", () => {
  expect(sent({ idSecret: "key" }).entry?.[1]?.resource?.id).toBe("6c059988-d26d-2056-f434-24afcafc8dac");
});

test("client-id gives a Provenance an id too, so that sending it again stores no second one", () => {
  expect(`${requests()?.[4]?.method ?? ""} ${requests()?.[4]?.url ?? ""}`).toMatch(/^PUT Provenance\//);
});

test("references become literal", () => {
  const bundle = sent();
  const observation = bundle.entry?.[3]?.resource;
  expect(observation && findReferences(observation).map(({ reference }) => reference)).toEqual([
    bundle.entry?.[0]?.request?.url,
    bundle.entry?.[1]?.request?.url,
    bundle.entry?.[2]?.request?.url,
  ]);
});

test("by client-id, what another system may have made goes to an id of ours too, once a look-up found none", () => {
  expect(requests()?.[0]).toMatchObject({
    method: "PUT",
    url: expect.stringMatching(/^Patient\/[-0-9a-f]{36}$/) as string,
  });
});

test("by transaction, a Patient is created only if absent, by its identifier", () => {
  expect(requests(sent({ strategy: "transaction" }))?.[0]).toEqual({
    method: "POST",
    url: "Patient",
    ifNoneExist: "identifier=urn%3Atest%3Apatient%7CMRN-4711",
  });
});

test("an ImagingStudy of the PACS is looked up by its study UID", () => {
  const bundle = sent({ strategy: "transaction", policies: { ImagingStudy: "create-if-absent" } });
  expect(requests(bundle)?.[2]?.ifNoneExist).toBe("identifier=urn%3Adicom%3Auid%7Curn%3Aoid%3A1.2.3");
});

test("what the server holds is put to its id on condition of the version that is known, and referred to by it", () => {
  const known = new Map([[1, { id: "held", versionId: "7" }]]);
  const bundle = sent({ strategy: "transaction", known });
  expect(requests(bundle)?.[1]).toEqual({ method: "PUT", url: "Procedure/held", ifMatch: 'W/"7"' });
  expect((bundle.entry?.[3]?.resource as Observation).partOf).toEqual([{ reference: "Procedure/held" }]);
});

test.each<Strategy>(["transaction", "batch", "single"])(
  "%s creates what is new where its identifier is not there yet",
  (strategy) => {
    expect(
      requests(sent({ strategy }))?.map((request) => [request?.method, request?.ifNoneExist !== undefined]),
    ).toEqual([
      ["POST", true],
      ["POST", true],
      ["POST", true],
      ["POST", true],
      ["POST", false],
    ]);
  },
);

test("what has no identifier is created where its tag is not there yet, on a server that finds by tags", () => {
  const tagged = { ...CAPABLE, conditionalCreate: ["Provenance"], tagged: ["Provenance"] };
  const provenance = sent({ strategy: "batch", ability: tagged }).entry?.at(-1);
  const [tag] = provenance?.resource?.meta?.tag ?? [];
  expect(tag).toEqual({ system: "urn:ietf:rfc:3986", code: provenance?.fullUrl });
  expect(provenance?.request).toEqual({
    method: "POST",
    url: "Provenance",
    ifNoneExist: `_tag=${encodeURIComponent(`urn:ietf:rfc:3986|${provenance?.fullUrl ?? ""}`)}`,
  });
  const byId = sent({ ability: tagged }).entry?.at(-1);
  expect([byId?.request?.method, byId?.resource?.meta]).toEqual(["PUT", undefined]);
});

test("a destination that wants some types gets them and what they refer to", () => {
  const bundle = sent({ types: ["Procedure", "Provenance"] });
  expect(bundle.entry?.map(({ resource }) => resource?.resourceType)).toEqual(["Patient", "Procedure", "Provenance"]);
});

test("the mapped bundle is left as it was, and decimals keep the digits they were written with", () => {
  const mapped = neutralBundle();
  (mapped.entry?.[3]?.resource as Observation).valueQuantity = { value: rawDecimal("4.50") };
  const before = JSON.stringify(mapped);
  expect(JSON.stringify(sent({ bundle: mapped }))).toContain('"value":4.50');
  expect(JSON.stringify(mapped)).toBe(before);
});
