import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  applyRetention,
  claimDeliveries,
  erasePatient,
  laneOf,
  listCases,
  openStore,
  readBackup,
  readCase,
  readHistory,
  readLedger,
  readVersion,
  restoreBackup,
  saveBundle,
  settleDelivery,
  verifyAudit,
  writeBackup,
  type CaseChange,
  type Store,
} from "../../../src/store/index.ts";
import { patient, revision, submission } from "./changes.ts";

/** A kind of database of which a test can have any number. */
export interface KeepingHarness {
  /** Opens an empty store. */
  open(): Promise<Store>;
  /** All bytes of the files or tables of the store that was opened last, as text. */
  contents(): Promise<string>;
  close(): Promise<void>;
}

const CLAIM = { destination: "one", owner: "worker", limit: 100, leaseMs: 60_000 };
const DAY_MS = 24 * 60 * 60 * 1000;

/** What is promised of backup, restore, erasure and retention, whatever the database. */
export function describeKeeping(name: string, harness: KeepingHarness): void {
  describe(name, () => {
    const folder = mkdtempSync(join(tmpdir(), "kypho-keeping-"));
    afterAll(async () => {
      await harness.close();
      rmSync(folder, { recursive: true });
    });

    describe("a backup", () => {
      const file = join(folder, "backup.sqlite");
      let store: Store;

      beforeAll(async () => {
        store = await harness.open();
        for (let count = 1; count <= 12; count++)
          await saveBundle(
            store,
            submission({ caseId: `Kept-${count}`, patient: patient(String(count)) }, { idempotencyKey: String(count) }),
          );
        for (const { id, fence } of await claimDeliveries(store, { ...CLAIM, limit: 5 }))
          await settleDelivery(store, {
            id,
            fence,
            state: "delivered",
            attempt: { startedAt: 1, endedAt: 2, answerClass: "done" },
          });
      });

      it("is one file for its user alone, made while the store is written to", async () => {
        const later = submission({ caseId: "Later", patient: patient("later") }, { destinations: ["later"] });
        const [report] = await Promise.all([writeBackup(store, file, "tester"), saveBundle(store, later)]);
        expect(report).toMatchObject({ deliveries: { delivered: 5 }, audit: { breaks: [] } });
        expect([report.caseCount === 12 || report.caseCount === 13, statSync(file).mode & 0o777]).toEqual([
          true,
          0o600,
        ]);
        expect([existsSync(`${file}.part`), existsSync(`${file}-wal`)]).toEqual([false, false]);
      });

      it("overwrites nothing", async () => {
        await expect(writeBackup(store, file, "tester")).rejects.toThrow("exists");
      });

      it("is refused when it is damaged", async () => {
        const bytes = readFileSync(file);
        const damaged = join(folder, "damaged.sqlite");
        writeFileSync(damaged, bytes.fill(0x5a, 8192, 12288));
        await expect(readBackup(damaged)).rejects.toThrow();
      });

      it("restored elsewhere holds the same cases, versions, queue and audit, and goes on from there", async () => {
        const restored = await harness.open();
        await restoreBackup(restored, file, "tester");
        const there = await listCases(restored, {}, 0, 1000);
        const here = await listCases(store, {}, 0, 1000);
        expect(there.cases).toEqual(here.cases.slice(0, there.cases.length));
        for (const { caseId } of there.cases) {
          expect(await readVersion(restored, caseId)).toEqual(await readVersion(store, caseId));
          expect(await readHistory(restored, caseId)).toEqual(await readHistory(store, caseId));
        }
        expect((await verifyAudit(restored)).breaks).toEqual([]);
        const again = await saveBundle(
          restored,
          submission({ caseId: "Kept-1", patient: patient("1") }, { idempotencyKey: "1" }),
        );
        expect(again).toMatchObject({ effect: "created", isRepeated: true });
        expect(await saveBundle(restored, submission({ caseId: "New" }))).toMatchObject({ effect: "created" });
        const open = await claimDeliveries(restored, CLAIM);
        expect(open.map(({ caseId }) => caseId).sort()).toEqual(
          [...Array.from({ length: 7 }, (_, index) => `Kept-${index + 6}`), "New"].sort(),
        );
      });

      it("restored on PostgreSQL or SQLite is the same store", async () => {
        const data = join(folder, "elsewhere");
        const other = await openStore({ dataFolder: data, access: "serve" });
        await restoreBackup(other, file, "tester");
        expect(await readVersion(other, "Kept-3")).toEqual(await readVersion(store, "Kept-3"));
        await other.close();
      });

      it("is restored into an empty store alone", async () => {
        await expect(restoreBackup(store, file, "tester")).rejects.toMatchObject({ code: "store/unfit" });
      });
    });

    describe("an erasure", () => {
      const SECRET = "VerySecretNumber";
      let store: Store;
      let mine: CaseChange;

      beforeAll(async () => {
        store = await harness.open();
        mine = submission({ caseId: "Mine", patient: patient(SECRET) }, { idempotencyKey: "mine" });
        await saveBundle(store, mine);
        await saveBundle(store, submission({ caseId: "Moved", patient: patient(SECRET) }));
        await saveBundle(store, await revision(store, { caseId: "Moved", patient: patient("another") }));
        await saveBundle(store, submission({ caseId: "Theirs", patient: patient("their-number") }));
        const ledger = (mine.bundle.entry ?? []).map(({ fullUrl = "", resource }) => ({
          fullUrl,
          resourceType: resource?.resourceType ?? "",
          serverId: "1",
          contentHash: "0",
        }));
        for (const { id, fence } of await claimDeliveries(store, CLAIM))
          await settleDelivery(store, { id, fence, state: "delivered", ledger });
      });

      it("leaves nothing of the patient but hashes in the audit, and everything of the others", async () => {
        const report = await erasePatient(store, { lane: laneOf(mine.bundle), actor: "tester", reason: "request 7" });
        expect(report).toEqual({ caseIds: ["Mine"], emptiedVersionCount: 1 });
        expect(await readCase(store, "Mine")).toBeUndefined();
        expect((await readVersion(store, "Moved", 1))?.bundle).toBeNull();
        expect((await readVersion(store, "Moved"))?.bundle).toContain("another");
        expect((await readVersion(store, "Theirs"))?.bundle).toContain("their-number");
        const fullUrls = (mine.bundle.entry ?? []).flatMap(({ fullUrl }) => fullUrl ?? []);
        expect((await readLedger(store, "one", fullUrls)).size).toBe(0);
        expect((await verifyAudit(store)).breaks).toEqual([]);
        const contents = await harness.contents();
        expect([contents.includes(SECRET), contents.includes("their-number")]).toEqual([false, true]);
      });

      it("lets the case number be used again", async () => {
        expect(await saveBundle(store, mine)).toMatchObject({ effect: "created", isRepeated: false, version: 1 });
      });
    });

    describe("retention", () => {
      let store: Store;
      const later = (days: number): number => Date.now() + days * DAY_MS;

      beforeAll(async () => {
        store = await harness.open();
        await saveBundle(store, submission({ caseId: "Done", patient: patient("1") }, { idempotencyKey: "k" }));
        await saveBundle(
          store,
          await revision(store, { caseId: "Done", patient: patient("1"), levels: [{ level: "L2" }] }),
        );
        for (
          let some = await claimDeliveries(store, CLAIM);
          some.length > 0;
          some = await claimDeliveries(store, CLAIM)
        )
          for (const { id, fence } of some)
            await settleDelivery(store, {
              id,
              fence,
              state: "delivered",
              attempt: { startedAt: 1, endedAt: Date.now(), answerClass: "done" },
            });
        await saveBundle(store, submission({ caseId: "Open", patient: patient("2") }));
        await saveBundle(
          store,
          await revision(store, { caseId: "Open", patient: patient("2"), levels: [{ level: "L2" }] }),
        );
      });

      it("removes nothing that the policy does not name, or that is too young", async () => {
        const nothing = { idempotencyKeys: 0, attempts: 0, oldVersions: 0, cases: 0 };
        expect(await applyRetention(store, {}, "tester", later(1000))).toEqual(nothing);
        expect(await applyRetention(store, { caseDays: 30, attemptDays: 30 }, "tester", later(29))).toEqual(nothing);
      });

      it("empties old versions that were delivered, and keeps the others", async () => {
        const report = await applyRetention(store, { oldVersionDays: 30 }, "tester", later(31));
        expect(report).toMatchObject({ oldVersions: 1 });
        expect((await readVersion(store, "Done", 1))?.bundle).toBeNull();
        expect((await readVersion(store, "Done", 2))?.bundle).not.toBeNull();
        expect((await readVersion(store, "Open", 1))?.bundle).not.toBeNull();
      });

      it("removes attempts and keys", async () => {
        const report = await applyRetention(store, { attemptDays: 30, idempotencyKeyDays: 30 }, "tester", later(31));
        expect(report).toEqual({ idempotencyKeys: 1, attempts: 2, oldVersions: 0, cases: 0 });
      });

      it("removes cases, but none that is still to be delivered, and is audited", async () => {
        const report = await applyRetention(store, { caseDays: 30 }, "tester", later(31));
        expect(report).toMatchObject({ cases: 1 });
        expect([await readCase(store, "Done"), (await readCase(store, "Open"))?.version]).toEqual([undefined, 2]);
        expect((await verifyAudit(store)).breaks).toEqual([]);
      });
    });
  });
}
