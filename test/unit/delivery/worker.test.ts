import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { STRATEGIES } from "../../../src/delivery/index.ts";
import {
  actOnDelivery,
  claimDeliveries,
  noteDestination,
  readDelivery,
  readDestination,
  readHistory,
  readLedger,
  readVersion,
  saveBundle,
} from "../../../src/store/index.ts";
import { patient, revision, withdrawal } from "../store/changes.ts";
import { answering, losingAnswer, Outbox } from "./outbox.ts";

const TYPES = ["Patient", "Procedure", "Observation", "Condition", "Provenance"];
const L1 = { level: "L1", cement: { volumeMl: 4.5 } };
const L2 = { level: "L2", cement: { volumeMl: 3 } };
const MANY = { timeout: 60_000 };

let outbox: Outbox;
afterEach(() => outbox.close());

describe.each(STRATEGIES)("a worker that sends by %s", (strategy) => {
  beforeEach(async () => {
    outbox = await Outbox.open({ strategy });
  });

  const entriesOf = async (type: string): Promise<readonly { status?: string; meta?: { versionId?: string } }[]> => {
    const answer = await fetch(`${outbox.server.baseUrl}/${type}?_count=1000`);
    const { entry = [] } = (await answer.json()) as { entry?: { resource: { status?: string } }[] };
    return entry.map(({ resource }) => resource);
  };

  it("delivers a case once, however often it is made due again", MANY, async () => {
    await outbox.submit({ caseId: "a", levels: [L1] });
    const worker = outbox.worker();
    expect(await worker.turn()).toBe(1);
    expect(await outbox.delivery("a")).toMatchObject({ state: "delivered", attemptCount: 1 });
    const counts = await outbox.counts(TYPES);
    expect(counts[0]).toBe(1);
    const sent = outbox.sent.length;
    await saveBundle(
      outbox.store,
      await revision(outbox.store, { caseId: "a", levels: [L1], recordedAt: "2030-01-01T00:00:00Z" }),
    );
    await worker.turn();
    expect(await outbox.delivery("a")).toMatchObject({ state: "delivered", version: 2 });
    // Only its Provenance says something new.
    expect(outbox.sent.length).toBe(sent);
    expect(await outbox.counts(TYPES)).toEqual(counts);
  });

  it("brings a revision and a withdrawal: versions rise, and everything reads entered in error", MANY, async () => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a", levels: [L1] });
    await worker.turn();
    const counts = (await outbox.counts(TYPES)).slice(0, -1);
    await saveBundle(
      outbox.store,
      await revision(outbox.store, { caseId: "a", levels: [{ ...L1, cement: { volumeMl: 5 } }] }),
    );
    await worker.turn();
    expect((await outbox.counts(TYPES)).slice(0, -1)).toEqual(counts);
    expect((await entriesOf("Observation")).some(({ meta }) => meta?.versionId === "2")).toBe(true);
    await saveBundle(outbox.store, await withdrawal(outbox.store, "a"));
    await worker.turn();
    expect(await outbox.delivery("a")).toMatchObject({ state: "delivered", version: 3 });
    expect((await outbox.counts(TYPES)).slice(0, -1)).toEqual(counts);
    const states = [...(await entriesOf("Procedure")), ...(await entriesOf("Observation"))].map(({ status }) => status);
    expect(new Set(states)).toEqual(new Set(["entered-in-error"]));
  });

  it("waits after a lost answer, looks up what took effect, and doubles nothing", MANY, async () => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a", levels: [L1, L2] });
    outbox.mishaps.push(losingAnswer);
    await worker.turn();
    expect(await outbox.delivery("a")).toMatchObject({ state: "pending", attemptCount: 1 });
    const sent = outbox.sent.length;
    outbox.pass(1_900);
    await worker.turn();
    // What goes to ids of ours cannot be doubled, so nothing has to settle first.
    expect(outbox.sent.length > sent).toBe(strategy === "client-id");
    outbox.pass(10_000);
    await worker.turn();
    expect(await outbox.delivery("a")).toMatchObject({ state: "delivered", attemptCount: 2 });
    const bundle = JSON.parse((await readVersion(outbox.store, "a"))?.bundle ?? "{}") as {
      entry: { resource: { resourceType: string } }[];
    };
    const wanted = TYPES.map((type) => bundle.entry.filter(({ resource }) => resource.resourceType === type).length);
    expect(await outbox.counts(TYPES)).toEqual(wanted);
  });

  it("keeps a revision whose answer was lost from being sent twice", MANY, async () => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a", levels: [L1] });
    await worker.turn();
    await saveBundle(
      outbox.store,
      await revision(outbox.store, { caseId: "a", levels: [{ ...L1, cement: { volumeMl: 5 } }] }),
    );
    outbox.mishaps.push(losingAnswer);
    await worker.turn();
    outbox.pass(60_000);
    await worker.turn();
    expect(await outbox.delivery("a")).toMatchObject({ state: "delivered" });
    const versions = (await entriesOf("Observation")).map(({ meta }) => Number(meta?.versionId));
    expect(Math.max(...versions)).toBe(2);
  });

  it("holds what somebody else changed", MANY, async () => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a", levels: [L1] });
    await worker.turn();
    const [fullUrl = ""] = fullUrlsOf((await readVersion(outbox.store, "a"))?.bundle, "Observation");
    const held = (await readLedger(outbox.store, "one", [fullUrl])).get(fullUrl);
    const url = `${outbox.server.baseUrl}/Observation/${held?.serverId ?? ""}`;
    const theirs = (await (await fetch(url)).json()) as object;
    await fetch(url, {
      method: "PUT",
      headers: { "content-type": "application/fhir+json" },
      body: JSON.stringify({ ...theirs, status: "amended" }),
    });
    await saveBundle(outbox.store, await withdrawal(outbox.store, "a"));
    await worker.turn();
    const delivery = await outbox.delivery("a");
    expect(delivery.state).toBe("dead");
    expect(delivery.outcome).toContain("delivery/foreign-change");
  });
});

function fullUrlsOf(bundle: string | null | undefined, type: string): readonly string[] {
  const { entry } = JSON.parse(bundle ?? "{}") as {
    entry: { fullUrl: string; resource: { resourceType: string } }[];
  };
  return entry.flatMap(({ fullUrl, resource }) => (resource.resourceType === type ? [fullUrl] : []));
}

describe("a worker", () => {
  beforeEach(async () => {
    outbox = await Outbox.open();
  });

  it("leaves a destination alone for as long as it asks, and charges no attempt for it", async () => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a" });
    outbox.mishaps.push(answering(503, { "retry-after": "120" }));
    await worker.turn();
    expect(await outbox.delivery("a")).toMatchObject({ state: "pending", attemptCount: 0 });
    expect(await readDestination(outbox.store, "one")).toMatchObject({ pausedReason: "throttled" });
    const sent = outbox.sent.length;
    outbox.pass(119_000);
    expect(await worker.turn()).toBe(0);
    expect(outbox.sent.length).toBe(sent);
    outbox.pass(60_000);
    await worker.turn();
    expect(await outbox.delivery("a")).toMatchObject({ state: "delivered", attemptCount: 1 });
  });

  it("asks once whether the patient is there, then writes", async () => {
    await outbox.submit({ caseId: "a" });
    await outbox.worker().turn();
    expect(outbox.sent).toEqual(["GET /metadata", "GET ", "POST "]);
  });

  it("calls back what waits for its turn when the destination asks to wait", async () => {
    await outbox.close();
    outbox = await Outbox.open({ concurrency: 1 });
    for (const caseId of ["a", "b"]) await outbox.submit({ caseId, patient: patient(caseId) });
    outbox.mishaps.push(answering(429, { "retry-after": "60" }));
    expect(await outbox.worker().turn()).toBe(2);
    expect(outbox.sent.filter((sent) => sent.startsWith("POST"))).toHaveLength(1);
    for (const caseId of ["a", "b"])
      expect(await outbox.delivery(caseId)).toMatchObject({ state: "pending", attemptCount: 0 });
  });

  it("gives back what was not begun when it is stopped", async () => {
    for (const caseId of ["a", "b"]) await outbox.submit({ caseId, patient: patient(caseId) });
    const worker = outbox.worker();
    await worker.stop(0);
    await worker.turn();
    expect(outbox.sent.filter((sent) => sent.startsWith("POST"))).toEqual([]);
    expect(await outbox.delivery("a")).toMatchObject({ state: "pending", attemptCount: 0 });
  });

  it("holds the lane of what was refused, lets other lanes go on, and sends again when told to", async () => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a", patient: patient("1") });
    outbox.mishaps.push(answering(422));
    await worker.turn();
    await outbox.submit({ caseId: "b", patient: patient("1") });
    await outbox.submit({ caseId: "c", patient: patient("2") });
    await worker.turn();
    const states = await Promise.all(["a", "b", "c"].map(async (caseId) => (await outbox.delivery(caseId)).state));
    expect(states).toEqual(["dead", "pending", "delivered"]);
    const { id } = await outbox.delivery("a");
    expect((await readDelivery(outbox.store, id))?.attempts).toMatchObject([{ answerClass: "refused", status: 422 }]);
    await actOnDelivery(outbox.store, { id, actor: "operator", action: "retry" });
    await worker.turn();
    await worker.turn();
    expect((await outbox.delivery("a")).state).toBe("delivered");
    expect((await outbox.delivery("b")).state).toBe("delivered");
  });

  it.each(["discard", "revise"])("lets a lane go on after a %s", async (what) => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a", patient: patient("1") });
    await outbox.submit({ caseId: "b", patient: patient("1") });
    outbox.mishaps.push(answering(422));
    await worker.turn();
    const { id } = await outbox.delivery("a");
    if (what === "discard") {
      await actOnDelivery(outbox.store, { id, actor: "operator", action: "discard", reason: "known" });
    } else {
      const change = await revision(outbox.store, { caseId: "a", patient: patient("1"), levels: [L2] });
      await saveBundle(outbox.store, change);
    }
    await worker.turn();
    await worker.turn();
    const [first] = await readHistory(outbox.store, "a");
    expect(first?.deliveries[0]?.state).toBe(what === "discard" ? "discarded" : "superseded");
    expect((await outbox.delivery("b")).state).toBe("delivered");
  });

  it("does not hold a lane for a version that died after the next one had come", async () => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a" });
    await saveBundle(outbox.store, await revision(outbox.store, { caseId: "a", levels: [L2] }));
    outbox.mishaps.push(answering(422));
    await worker.turn();
    await worker.turn();
    const history = await readHistory(outbox.store, "a");
    expect(history.map(({ deliveries }) => deliveries[0]?.state)).toEqual(["superseded", "delivered"]);
  });

  it("opens the circuit after five failures, asks once when its wait is over, and goes on", async () => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a" });
    await worker.turn();
    for (const letter of ["b", "c", "d", "e", "f"]) await outbox.submit({ caseId: letter, patient: patient(letter) });
    outbox.isDown = true;
    await worker.turn();
    expect(outbox.logged).toContain("breaker-opened");
    expect(await worker.turn()).toBe(0);
    outbox.pass(29_000);
    expect(await worker.turn()).toBe(0);
    outbox.isDown = false;
    outbox.pass(2_000);
    expect(await worker.turn()).toBe(5);
    expect(outbox.logged.filter((event) => event.startsWith("breaker"))).toEqual(["breaker-opened", "breaker-closed"]);
    expect((await outbox.delivery("f")).state).toBe("delivered");
  });

  it("pauses the destination where a setting is wrong, and goes on when somebody resumes it", async () => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a" });
    outbox.mishaps.push(answering(403));
    await worker.turn();
    expect(await outbox.delivery("a")).toMatchObject({ state: "pending", attemptCount: 0 });
    expect(await worker.turn()).toBe(0);
    await noteDestination(outbox.store, { name: "one", change: { pausedUntil: null, pausedReason: null } });
    await worker.turn();
    expect((await outbox.delivery("a")).state).toBe("delivered");
  });

  it("sets a delivery aside that three workers were lost with", async () => {
    await outbox.submit({ caseId: "a" });
    for (let crash = 0; crash < 3; crash++) {
      await claimDeliveries(outbox.store, { destination: "one", owner: "lost", limit: 1, leaseMs: 1_000 });
      outbox.pass(1_001);
    }
    await outbox.worker().turn();
    const delivery = await outbox.delivery("a");
    expect([delivery.state, delivery.outcome]).toEqual(["dead", expect.stringContaining("delivery/poison")]);
    expect(outbox.sent).not.toContain("POST ");
  });

  it("sends nothing once its lease may have run out while it stood still", async () => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a" });
    await worker.turn();
    await outbox.submit({ caseId: "b", patient: patient("b") });
    const sent = outbox.sent.length;
    // The machine sleeps between the claim and the send.
    outbox.sleepsAfterClaim = true;
    await worker.turn();
    expect(outbox.sent.slice(sent)).toEqual([]);
    expect(outbox.logged).toContain("lease-lost");
    outbox.pass(3_600_000);
    await outbox.worker().turn();
    expect((await outbox.delivery("b")).state).toBe("delivered");
  });

  it("sends nothing once its lease has run out while the request waited for a connection", async () => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a" });
    await worker.turn();
    await outbox.submit({ caseId: "b", patient: patient("b") });
    const sent = outbox.sent.length;
    outbox.sleepsBeforeWrite = true;
    await worker.turn();
    expect(outbox.sent.slice(sent)).not.toContain("POST ");
    expect(outbox.logged).toContain("lease-lost");
    outbox.sleepsBeforeWrite = false;
    await outbox.worker().turn();
    expect((await outbox.delivery("b")).state).toBe("delivered");
  });

  it("by single requests, doubles nothing that somebody created between its look-up and its create", async () => {
    await outbox.close();
    outbox = await Outbox.open({ strategy: "single" });
    await outbox.submit({ caseId: "a" });
    // Another worker was first, as one that stood still for longer than its lease is second.
    outbox.mishaps.push(async (forward) => {
      await forward();
      return forward();
    });
    await outbox.worker().turn();
    expect(await outbox.counts(["Patient"])).toEqual([1]);
    expect((await outbox.delivery("a")).state).toBe("delivered");
  });

  it("goes on when the clock is set back", async () => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a" });
    outbox.mishaps.push(answering(500));
    await worker.turn();
    outbox.now -= 24 * 3_600_000;
    await worker.turn();
    expect((await outbox.delivery("a")).state).toBe("delivered");
  });

  it("trusts no transaction of a server again that carried one out in part", async () => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a" });
    outbox.mishaps.push(async (forward) => {
      const answer = (await (await forward()).json()) as { entry: object[] };
      const entry = [...answer.entry.slice(0, -1), { response: { status: "503" } }];
      return new Response(JSON.stringify({ ...answer, entry }));
    });
    await worker.turn();
    expect(outbox.logged).toContain("destination-not-atomic");
    expect(JSON.parse((await readDestination(outbox.store, "one"))?.ability ?? "{}")).toMatchObject({
      isAtomic: false,
    });
  });

  it("sends by what the server allows now, once it has said that it does not do what it was asked for", async () => {
    const worker = outbox.worker();
    await outbox.submit({ caseId: "a" });
    await worker.turn();
    outbox.metadata = { resourceType: "CapabilityStatement", fhirVersion: "4.0.1", rest: [{ mode: "server" }] };
    await outbox.submit({ caseId: "b" });
    outbox.mishaps.push(answering(501));
    await worker.turn();
    await noteDestination(outbox.store, { name: "one", change: { pausedUntil: null } });
    await worker.turn();
    expect(JSON.parse((await readDestination(outbox.store, "one"))?.ability ?? "{}")).toMatchObject({
      strategy: "single",
    });
    expect((await outbox.delivery("b")).state).toBe("delivered");
  });
});
