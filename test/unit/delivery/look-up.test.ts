import type { Bundle } from "@medplum/fhirtypes";
import { describe, expect, it } from "vitest";
import type { Exchange } from "../../../src/delivery/answer/index.ts";
import { deliver, type AttemptReport } from "../../../src/delivery/deliver.ts";
import type { Ability } from "../../../src/delivery/server/index.ts";
import { destinationAt, neutralBundle } from "./bundles.ts";

const TYPES = ["Patient", "Procedure", "ImagingStudy", "Observation", "Provenance"];
/** Takes one request at a time, and knows no conditions. */
const PLAIN: Ability = {
  fhirVersion: "4.0.1",
  hasTransaction: false,
  hasBatch: false,
  updateCreate: [],
  conditionalCreate: [],
  versioned: TYPES,
};

const answer = (status: number, body: object): Exchange => ({
  kind: "answer",
  status,
  body,
  isUnreadable: false,
  headers: {},
  elapsedMs: 1,
});

/** Delivers again to a server that holds all but the Provenance, for which it answers a search with a status. */
async function repeat(status: number): Promise<{ report: AttemptReport; written: readonly string[] }> {
  const written: string[] = [];
  const held = (neutralBundle().entry ?? []).flatMap(({ resource }) => resource ?? []);
  const report = await deliver({
    bundle: neutralBundle(),
    destination: destinationAt("http://unused", { strategy: "single", policies: { Patient: "upsert" } }),
    ability: PLAIN,
    ledger: new Map(),
    isRepeat: true,
    send: ({ method, path }) => {
      const [type = ""] = path.split("?");
      if (method !== "GET") {
        written.push(`${method} ${type}`);
        return Promise.resolve(answer(201, { resourceType: type, id: "new" }));
      }
      if (type === "Provenance") return Promise.resolve(answer(status, { resourceType: "OperationOutcome" }));
      const entry = held
        .filter(({ resourceType }) => resourceType === type)
        .map((resource) => ({ resource: { ...resource, id: `${type}-1` } }));
      return Promise.resolve(answer(200, { resourceType: "Bundle", type: "searchset", entry } satisfies Bundle));
    },
    pause: () => Promise.resolve(),
  });
  return { report, written };
}

describe("the look-up of what has no identifier", () => {
  it.each([400, 404, 405, 422])("finds none where the search is answered with %i", async (status) => {
    const { report, written } = await repeat(status);
    expect(written).toContain("POST Provenance");
    expect(report.answer).toBe("done");
  });

  it.each([401, 403, 406, 408, 409, 412, 415, 423, 425, 429, 451, 500, 503])(
    "tells nothing where it is answered with %i, and nothing is written",
    async (status) => {
      const { report, written } = await repeat(status);
      expect(written).toEqual([]);
      expect(report.answer).not.toBe("done");
      expect(report.answer).not.toBe("unchanged");
    },
  );
});
