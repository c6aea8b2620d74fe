import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  claimDeliveries,
  enrolDestination,
  listCases,
  readCase,
  readHistory,
  readLedger,
  readVersion,
  renewLease,
  saveBundle,
  settleDelivery,
  type ClaimedDelivery,
  type Settlement,
  type Store,
} from "../../../src/store/index.ts";
import { patient, revision, submission, withdrawal } from "./changes.ts";

/** A database to hold the contract on. */
export interface StoreHarness {
  /** Opens the one store of this suite, empty. */
  open(): Promise<Store>;
  /** Lets time pass for leases and due deliveries. */
  passTime(ms: number): Promise<void>;
  close(): Promise<void>;
}

const CLAIM = { destination: "one", owner: "worker", limit: 10, leaseMs: 60_000 };

/** What every store promises, whatever the database. */
export function describeStore(name: string, harness: StoreHarness): void {
  describe(name, () => {
    let store: Store;
    let count = 0;
    let caseId = "";

    beforeAll(async () => {
      store = await harness.open();
    });
    afterAll(() => harness.close());
    beforeEach(() => {
      caseId = `Case-${++count}`;
    });

    const claim = (more: Partial<typeof CLAIM> = {}) => claimDeliveries(store, { ...CLAIM, ...more });
    const settle = (delivery: ClaimedDelivery, state: Settlement["state"], more: Partial<Settlement> = {}) =>
      settleDelivery(store, { id: delivery.id, fence: delivery.fence, state, ...more });
    /** Settles all that is open, so that a test starts with an empty outbox. */
    const drain = async (): Promise<void> => {
      for (let some = await claim(); some.length > 0; some = await claim())
        for (const delivery of some) await settle(delivery, "delivered");
    };
    const one = async (): Promise<ClaimedDelivery> => {
      const [first] = await claim();
      if (!first) throw new Error("nothing was claimed");
      return first;
    };

    describe("a submission", () => {
      it("is stored with document and bundle as they were", async () => {
        const change = submission({ caseId, levels: [{ level: "L1", cement: { volumeMl: 4.5 } }] });
        expect(await saveBundle(store, change)).toMatchObject({ outcome: "stored", effect: "created", version: 1 });
        const held = await readVersion(store, caseId);
        expect([held?.document, held?.bundle]).toEqual([change.document, JSON.stringify(change.bundle)]);
      });

      it("has one delivery for each destination", async () => {
        await saveBundle(store, submission({ caseId }, { destinations: ["one", "two"] }));
        const found = await readCase(store, caseId);
        expect(found?.deliveries.map(({ destination, state }) => [destination, state])).toEqual([
          ["one", "pending"],
          ["two", "pending"],
        ]);
      });

      it("of the same content changes nothing", async () => {
        await saveBundle(store, submission({ caseId }));
        const again = await saveBundle(store, submission({ caseId }));
        expect(again).toMatchObject({ outcome: "stored", effect: "unchanged", version: 1 });
        expect(await readHistory(store, caseId)).toHaveLength(1);
      });

      it("of other content under the same number is refused, in whatever spelling", async () => {
        await saveBundle(store, submission({ caseId }));
        const other = await saveBundle(store, submission({ caseId, levels: [{ level: "L2" }] }));
        const spelled = await saveBundle(store, submission({ caseId: caseId.toUpperCase() }));
        expect([other, spelled]).toMatchObject([
          { outcome: "refused", reason: "other-content", version: 1 },
          { outcome: "refused", reason: "other-identity" },
        ]);
      });

      it("is one case when fifty come at once", async () => {
        const change = submission({ caseId });
        const effects = await Promise.all(Array.from({ length: 50 }, () => saveBundle(store, change)));
        expect(effects.filter((effect) => effect.outcome === "stored" && effect.effect === "created")).toHaveLength(1);
        expect(effects.filter((effect) => effect.outcome === "stored" && effect.effect === "unchanged")).toHaveLength(
          49,
        );
      });

      it("is found by its number in any spelling", async () => {
        await saveBundle(store, submission({ caseId }));
        expect((await readCase(store, caseId.toUpperCase()))?.caseId).toBe(caseId);
        expect(await readCase(store, `${caseId}x`)).toBeUndefined();
      });
    });

    describe("an idempotency key", () => {
      it("gives the first answer again", async () => {
        const change = submission({ caseId }, { idempotencyKey: caseId });
        const [first, again] = [await saveBundle(store, change), await saveBundle(store, change)];
        expect([first, again]).toMatchObject([
          { effect: "created", isRepeated: false },
          { effect: "created", isRepeated: true },
        ]);
      });

      it("is refused for another content", async () => {
        await saveBundle(store, submission({ caseId }, { idempotencyKey: caseId }));
        const other = submission({ caseId: `${caseId}-b` }, { idempotencyKey: caseId });
        expect(await saveBundle(store, other)).toMatchObject({ outcome: "refused", reason: "key-reused" });
        expect(await readCase(store, `${caseId}-b`)).toBeUndefined();
      });

      it("of one caller is none of another", async () => {
        await saveBundle(store, submission({ caseId }, { idempotencyKey: caseId }));
        const other = submission({ caseId: `${caseId}-b` }, { idempotencyKey: caseId, actor: "other" });
        expect(await saveBundle(store, other)).toMatchObject({ effect: "created" });
      });

      it("is used once when two come at once", async () => {
        const changes = [caseId, `${caseId}-b`].map((id) => submission({ caseId: id }, { idempotencyKey: caseId }));
        const effects = await Promise.all(changes.map((change) => saveBundle(store, change)));
        expect(effects.map(({ outcome }) => outcome).sort()).toEqual(["refused", "stored"]);
      });
    });

    describe("a revision", () => {
      it("makes the next version and delivers it", async () => {
        await saveBundle(store, submission({ caseId }));
        const effect = await saveBundle(store, await revision(store, { caseId, levels: [{ level: "L2" }] }));
        expect(effect).toMatchObject({ effect: "revised", version: 2 });
        const history = await readHistory(store, caseId);
        expect(history.map(({ cause, deliveries }) => [cause, deliveries.length])).toEqual([
          ["submitted", 1],
          ["revised", 1],
        ]);
      });

      it("of another version than the stored one is stale, and of two at once one is", async () => {
        await saveBundle(store, submission({ caseId }));
        const change = await revision(store, { caseId, levels: [{ level: "L2" }] });
        const effects = await Promise.all([saveBundle(store, change), saveBundle(store, change)]);
        const [made, refused] = effects.sort((a, b) => Number("reason" in a) - Number("reason" in b));
        expect([made, refused]).toMatchObject([
          { effect: "revised" },
          { outcome: "refused", reason: "stale", version: 2 },
        ]);
      });

      it("that says the same makes no version", async () => {
        await saveBundle(store, submission({ caseId }));
        const effect = await saveBundle(store, await revision(store, { caseId }, { repeats: 1, follows: 0 }));
        expect(effect).toMatchObject({ effect: "unchanged", version: 1 });
        expect(await readHistory(store, caseId)).toHaveLength(1);
      });

      it("of an unknown case is refused", async () => {
        const change = submission({ caseId }, { cause: "revised", follows: 1 });
        expect(await saveBundle(store, change)).toEqual({ outcome: "refused", reason: "unknown" });
      });
    });

    describe("a withdrawal", () => {
      it("is a version without document, once; only a revision restores the case", async () => {
        await saveBundle(store, submission({ caseId }));
        const change = await withdrawal(store, caseId);
        expect(await saveBundle(store, change)).toMatchObject({ effect: "withdrawn", version: 2 });
        expect(await saveBundle(store, change)).toMatchObject({ effect: "unchanged", version: 2 });
        expect(await saveBundle(store, submission({ caseId }))).toMatchObject({ reason: "withdrawn" });
        expect(await readCase(store, caseId)).toMatchObject({ state: "withdrawn", version: 2 });
        expect((await readVersion(store, caseId))?.document).toBeNull();
        await saveBundle(store, await revision(store, { caseId }));
        expect(await readCase(store, caseId)).toMatchObject({ state: "active", version: 3 });
      });
    });

    describe("a claim", () => {
      beforeEach(drain);

      it("holds the bundle as it was stored, and nobody else gets it", async () => {
        const change = submission({ caseId, patient: patient(caseId) });
        await saveBundle(store, change);
        const delivery = await one();
        expect(delivery).toMatchObject({ caseId, version: 1, attemptCount: 1, crashCount: 0 });
        expect(JSON.stringify(delivery.bundle)).toBe(JSON.stringify(change.bundle));
        expect(await claim()).toEqual([]);
        await settle(delivery, "delivered");
      });

      it("takes one delivery of a lane at a time, in the order of commits", async () => {
        const ids = ["a", "b", "c"].map((letter) => `${caseId}-${letter}`);
        for (const id of ids) await saveBundle(store, submission({ caseId: id, patient: patient(caseId) }));
        const order: string[] = [];
        for (let some = await claim(); some.length > 0; some = await claim()) {
          order.push(some.map((delivery) => delivery.caseId).join());
          for (const delivery of some) await settle(delivery, "delivered");
        }
        expect(order).toEqual(ids);
      });

      it("takes many lanes at once, and no more than asked for", async () => {
        for (const letter of ["a", "b", "c"])
          await saveBundle(store, submission({ caseId: `${caseId}-${letter}`, patient: patient(caseId + letter) }));
        expect([(await claim({ limit: 2 })).length, (await claim({ limit: 2 })).length]).toEqual([2, 1]);
        await harness.passTime(CLAIM.leaseMs + 1);
      });

      it("does not let a case overtake itself in the lane of another patient", async () => {
        await saveBundle(store, submission({ caseId, patient: patient(`${caseId}-a`) }));
        await saveBundle(store, await revision(store, { caseId, patient: patient(`${caseId}-b`) }));
        const first = await one();
        expect([first.version, (await claim()).length]).toEqual([1, 0]);
        await settle(first, "delivered");
        expect((await one()).version).toBe(2);
        await harness.passTime(CLAIM.leaseMs + 1);
      });

      it("looks at one destination", async () => {
        await saveBundle(store, submission({ caseId, patient: patient(caseId) }, { destinations: ["other"] }));
        expect(await claim()).toEqual([]);
        expect(await claim({ destination: "other" })).toHaveLength(1);
      });

      it("that ran out is taken again, and the lost worker settles nothing", async () => {
        await saveBundle(store, submission({ caseId, patient: patient(caseId) }));
        const lost = await one();
        await harness.passTime(CLAIM.leaseMs + 1);
        const taken = await one();
        expect(taken).toMatchObject({ id: lost.id, crashCount: 1, attemptCount: 2 });
        expect(await settle(lost, "delivered")).toBe(false);
        expect(await renewLease(store, lost, 1000)).toBe(false);
        expect(await settle(taken, "delivered")).toBe(true);
        expect(await settle(taken, "delivered")).toBe(false);
      });

      it("that is renewed lasts", async () => {
        await saveBundle(store, submission({ caseId, patient: patient(caseId) }));
        const held = await one();
        await harness.passTime(CLAIM.leaseMs - 1000);
        expect(await renewLease(store, held, CLAIM.leaseMs)).toBe(true);
        await harness.passTime(2000);
        expect(await claim()).toEqual([]);
        await settle(held, "delivered");
      });
    });

    describe("a settlement", () => {
      beforeEach(drain);

      it("keeps the attempt, its outcome and what the destination holds", async () => {
        await saveBundle(store, submission({ caseId, patient: patient(caseId) }));
        const entry = { fullUrl: `urn:uuid:${caseId}`, resourceType: "Patient", serverId: "p1", contentHash: "0" };
        await settle(await one(), "delivered", {
          attempt: { startedAt: 1, endedAt: 2, answerClass: "done", status: 200 },
          outcome: { totals: { created: 1 } },
          ledger: [entry, { ...entry, fullUrl: `${entry.fullUrl}-b`, versionId: "1", etag: 'W/"1"' }],
        });
        const [delivery] = (await readCase(store, caseId))?.deliveries ?? [];
        expect(delivery).toMatchObject({ state: "delivered", outcome: '{"totals":{"created":1}}', attemptCount: 1 });
        expect(await readLedger(store, "one", [entry.fullUrl, "urn:none"])).toEqual(new Map([[entry.fullUrl, entry]]));
        expect(await readLedger(store, "two", [entry.fullUrl])).toEqual(new Map());
      });

      it("that is pending comes back when its time has come, and keeps its place in the lane", async () => {
        await saveBundle(store, submission({ caseId, patient: patient(caseId) }));
        await saveBundle(store, submission({ caseId: `${caseId}-b`, patient: patient(caseId) }));
        const first = await one();
        await settle(first, "pending", { waitMs: 5000 });
        expect(await claim()).toEqual([]);
        await harness.passTime(5001);
        expect((await one()).id).toBe(first.id);
        await harness.passTime(CLAIM.leaseMs + 1);
      });

      it("of what was not tried counts no attempt", async () => {
        await saveBundle(store, submission({ caseId, patient: patient(caseId) }));
        await settle(await one(), "pending", { isUntried: true });
        const again = await one();
        expect(again.attemptCount).toBe(1);
        await settle(again, "delivered");
      });

      it("that is dead holds the lane until a revision makes it good", async () => {
        await saveBundle(store, submission({ caseId, patient: patient(caseId) }));
        await saveBundle(store, submission({ caseId: `${caseId}-b`, patient: patient(caseId) }));
        await settle(await one(), "dead");
        expect(await claim()).toEqual([]);
        await saveBundle(store, await revision(store, { caseId, patient: patient(caseId), levels: [{ level: "L3" }] }));
        const [before] = (await readHistory(store, caseId))[0]?.deliveries ?? [];
        expect(before?.state).toBe("superseded");
        expect((await one()).caseId).toBe(`${caseId}-b`);
        await harness.passTime(CLAIM.leaseMs + 1);
      });
    });

    describe("a list", () => {
      it("goes page by page through all that fits, in the order of submission", async () => {
        const ids = ["a", "b", "c", "d", "e"].map((letter) => `${caseId}-${letter}`);
        for (const id of ids) await saveBundle(store, submission({ caseId: id }, { destinations: ["listed"] }));
        await saveBundle(store, await withdrawal(store, ids[1] ?? "", { destinations: [] }));
        const seen: string[] = [];
        for (let after: number | undefined = 0; after !== undefined;) {
          const page: Awaited<ReturnType<typeof listCases>> = await listCases(store, { state: "active" }, after, 2);
          expect(page.cases.length).toBeLessThanOrEqual(2);
          seen.push(...page.cases.map((found) => found.caseId));
          after = page.next;
        }
        expect(seen.filter((id) => id.startsWith(`${caseId}-`))).toEqual(ids.filter((id) => id !== ids[1]));
      });

      it("tells cases by what becomes of their delivery", async () => {
        await saveBundle(store, submission({ caseId }, { destinations: [] }));
        const { cases } = await listCases(store, { delivery: "pending" }, 0, 1000);
        expect(cases.map((found) => found.caseId)).not.toContain(caseId);
        expect(cases.every(({ deliveries }) => deliveries.some(({ state }) => state === "pending"))).toBe(true);
      });

      it("tells cases by when they changed", async () => {
        await saveBundle(store, submission({ caseId }));
        const changedAt = (await readCase(store, caseId))?.changedAt ?? 0;
        const ids = async (changedSince: number) =>
          (await listCases(store, { changedSince }, 0, 1000)).cases.map((found) => found.caseId);
        expect(await ids(changedAt)).toContain(caseId);
        expect(await ids(changedAt + 1)).not.toContain(caseId);
      });
    });

    it("keeps the secret that a destination was enrolled with first", async () => {
      const enrol = (idSecret: string) => enrolDestination(store, { name: caseId, baseUrl: "http://x", idSecret });
      expect([await enrol("first"), await enrol("second")]).toEqual(["first", "first"]);
    });

    it("lets a write that fails spoil only itself", async () => {
      const broken = submission({ caseId: `${caseId}-x` }, { actor: undefined as unknown as string });
      const results = await Promise.allSettled([
        saveBundle(store, submission({ caseId })),
        saveBundle(store, broken),
        saveBundle(store, submission({ caseId: `${caseId}-b` })),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(await readCase(store, `${caseId}-x`)).toBeUndefined();
      expect(await readCase(store, `${caseId}-b`)).toBeDefined();
    });
  });
}
