import type { Observation } from "@medplum/fhirtypes";
import { expect, test } from "vitest";
import { rewrite } from "../../../src/delivery/index.ts";
import { findReferences } from "../../../src/fhir/index.ts";
import { destinationAt, neutralBundle, rawDecimal } from "./bundles.ts";

const destination = destinationAt("http://unused");
const requests = (bundle = rewrite(neutralBundle(), destination).bundle) => bundle.entry?.map(({ request }) => request);

test("client-id puts every resource to the id derived from its identity, and the id into the resource", () => {
  const { bundle } = rewrite(neutralBundle(), destination);
  const session = bundle.entry?.[1];
  expect(session?.request).toEqual({ method: "PUT", url: `Procedure/${session?.resource?.id}` });
  expect(session?.resource?.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test("an id is the first 16 bytes of the HMAC over type, system and value", () => {
  expect(rewrite(neutralBundle(), { ...destination, idSecret: "key" }).bundle.entry?.[1]?.resource?.id).toBe(
    "6c059988-d26d-2056-f434-24afcafc8dac",
  );
});

test("client-id gives a Provenance an id too, so that sending it again stores no second one", () => {
  expect(`${requests()?.[4]?.method ?? ""} ${requests()?.[4]?.url ?? ""}`).toMatch(/^PUT Provenance\//);
});

test("references become literal, but for the Patient that the server may already have", () => {
  const { bundle } = rewrite(neutralBundle(), destination);
  const observation = bundle.entry?.[3]?.resource;
  expect(observation && findReferences(observation).map(({ reference }) => reference)).toEqual([
    bundle.entry?.[0]?.fullUrl,
    bundle.entry?.[1]?.request?.url,
    bundle.entry?.[2]?.request?.url,
  ]);
});

test("a Patient is created only if absent, by its identifier, unless the destination says otherwise", () => {
  expect(requests()?.[0]).toEqual({
    method: "POST",
    url: "Patient",
    ifNoneExist: "identifier=urn%3Atest%3Apatient%7CMRN-4711",
  });
  const upsert = rewrite(neutralBundle(), { ...destination, policies: { Patient: "upsert" } }).bundle;
  expect(requests(upsert)?.[0]?.method).toBe("PUT");
});

test("an ImagingStudy of the PACS is looked up by its study UID", () => {
  const { bundle } = rewrite(neutralBundle(), { ...destination, policies: { ImagingStudy: "create-if-absent" } });
  expect(requests(bundle)?.[2]?.ifNoneExist).toBe("identifier=urn%3Adicom%3Auid%7Curn%3Aoid%3A1.2.3");
});

test("a matched Patient is left out and referred to by the id found", () => {
  const { bundle, parts } = rewrite(neutralBundle(), destination, new Map([[0, "Patient/found"]]));
  expect(parts.map(({ index }) => index)).toEqual([1, 2, 3, 4]);
  expect((bundle.entry?.[0]?.resource as Observation).subject).toEqual({ reference: "Patient/found" });
});

test("conditional keeps the neutral form", () => {
  const { bundle } = rewrite(neutralBundle(), {
    ...destination,
    strategy: "conditional",
    policies: { Patient: "upsert" },
  });
  expect(bundle.entry).toEqual(neutralBundle().entry);
});

test("the mapped bundle is left as it was, and decimals keep the digits they were written with", () => {
  const mapped = neutralBundle();
  (mapped.entry?.[3]?.resource as Observation).valueQuantity = { value: rawDecimal("4.50") };
  const before = JSON.stringify(mapped);
  expect(JSON.stringify(rewrite(mapped, destination).bundle)).toContain('"value":4.50');
  expect(JSON.stringify(mapped)).toBe(before);
});
