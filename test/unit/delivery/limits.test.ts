import { afterEach, expect, it } from "vitest";
import type { FhirDestination } from "../../../src/delivery/index.ts";
import { Outbox } from "./outbox.ts";

let outbox: Outbox;
afterEach(() => outbox.close());

/** Delivers one case to a destination with these settings, by the loop's worker. */
async function deliverTo(settings: Partial<FhirDestination>): Promise<readonly string[]> {
  outbox = await Outbox.open(settings);
  const levels = ["T12", "L1", "L2"].map((level) => ({ level, cement: { volumeMl: 4 } }));
  await outbox.submit({ caseId: "a", levels });
  await outbox.worker().turn();
  return outbox.sent.filter((sent) => sent.startsWith("POST"));
}

it("a destination that wants some types gets these and what they refer to, and nothing else", async () => {
  await deliverTo({ types: ["Procedure"] });
  expect(await outbox.delivery("a")).toMatchObject({ state: "delivered" });
  const [patients, procedures, observations] = await outbox.counts(["Patient", "Procedure", "Observation"]);
  expect({ patients, observations }).toEqual({ patients: 1, observations: 0 });
  expect(procedures).toBeGreaterThan(0);
});

it("no batch has more entries than the destination takes", async () => {
  const inWaves = await deliverTo({ strategy: "batch" });
  await outbox.close();
  const oneByOne = await deliverTo({ strategy: "batch", maxBatchEntries: 1 });
  expect(await outbox.delivery("a")).toMatchObject({ state: "delivered" });
  const [sum] = [await outbox.counts(["Patient", "Procedure", "Observation", "Device", "Provenance"])];
  expect(oneByOne.length).toBeGreaterThan(inWaves.length);
  expect(oneByOne.length).toBeGreaterThanOrEqual(sum.reduce((all, each) => all + each, 0));
});

it("a batch that is larger than the destination takes goes in parts", async () => {
  const whole = await deliverTo({ strategy: "batch" });
  await outbox.close();
  const inParts = await deliverTo({ strategy: "batch", maxBodyBytes: 3_000 });
  expect(await outbox.delivery("a")).toMatchObject({ state: "delivered" });
  expect(inParts.length).toBeGreaterThan(whole.length);
});

it("a transaction that is larger than the destination takes is not sent, and holds", async () => {
  expect(await deliverTo({ strategy: "transaction", maxBodyBytes: 1_000 })).toEqual([]);
  const delivery = await outbox.delivery("a");
  expect(delivery).toMatchObject({ state: "dead" });
  expect(delivery.outcome).toContain("delivery/too-large");
});
