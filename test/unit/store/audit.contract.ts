import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readAuditAnchors, saveBundle, verifyAudit, type Store } from "../../../src/store/index.ts";
import { submission } from "./changes.ts";

/** A database whose rows a test may tamper with. */
export interface AuditHarness {
  open(): Promise<Store>;
  /** Runs SQL past the store. */
  tamper(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** What the audit promises, whatever the database. */
export function describeAudit(name: string, harness: AuditHarness): void {
  describe(name, () => {
    let store: Store;

    beforeAll(async () => {
      store = await harness.open();
      for (let count = 1; count <= 5; count++) await saveBundle(store, submission({ caseId: `Audit-${count}` }));
      await harness.tamper("create table kept as select * from audit");
    });
    beforeEach(async () => {
      await harness.tamper("delete from audit");
      await harness.tamper("insert into audit select * from kept");
    });
    afterAll(() => harness.close());

    it("is whole as it was written, and ends where it says", async () => {
      const report = await verifyAudit(store);
      expect(report).toMatchObject({ rowCount: 5, breaks: [], anchors: [{ chain: 1, seq: 5 }] });
      expect(await readAuditAnchors(store)).toEqual(report.anchors);
    });

    it.each(["at = at + 1", "actor = 'other'", "action = 'nothing'", "target = 'x'", "detail = '{}'"])(
      "shows that a row was changed: %s",
      async (change) => {
        await harness.tamper(`update audit set ${change} where seq = 3`);
        expect((await verifyAudit(store)).breaks).toEqual([{ chain: 1, seq: 3, kind: "changed" }]);
      },
    );

    it("shows that a row was deleted", async () => {
      await harness.tamper("delete from audit where seq = 3");
      expect((await verifyAudit(store)).breaks).toEqual([{ chain: 1, seq: 3, kind: "missing" }]);
    });

    it("shows that a row was deleted and the rest moved up", async () => {
      await harness.tamper("delete from audit where seq = 3");
      await harness.tamper("update audit set seq = 3 where seq = 4");
      await harness.tamper("update audit set seq = 4 where seq = 5");
      expect((await verifyAudit(store)).breaks).toEqual([{ chain: 1, seq: 3, kind: "unlinked" }]);
    });

    it("shows that two rows were swapped", async () => {
      for (const [from, to] of [
        [2, 9],
        [3, 2],
        [9, 3],
      ])
        await harness.tamper(`update audit set seq = ${to} where seq = ${from}`);
      expect((await verifyAudit(store)).breaks).toEqual([{ chain: 1, seq: 2, kind: "unlinked" }]);
    });

    it("shows that a row was inserted", async () => {
      await harness.tamper(
        "insert into audit select chain, 6, at, actor, action, target, detail, hash, previous_hash from audit where seq = 5",
      );
      expect((await verifyAudit(store)).breaks).toEqual([{ chain: 1, seq: 6, kind: "changed" }]);
    });

    it("shows by an anchor alone that its end was cut off", async () => {
      const { anchors } = await verifyAudit(store);
      await harness.tamper("delete from audit where seq > 3");
      expect((await verifyAudit(store)).breaks).toEqual([]);
      expect((await verifyAudit(store, anchors)).breaks).toEqual([{ chain: 1, seq: 5, kind: "cut" }]);
      await harness.tamper("delete from audit");
      expect((await verifyAudit(store, anchors)).breaks).toEqual([{ chain: 1, seq: 5, kind: "cut" }]);
    });

    it("shows by an anchor that all of it was written anew", async () => {
      const { anchors } = await verifyAudit(store);
      const forged = anchors.map((anchor) => ({ ...anchor, hash: "0".repeat(64) }));
      expect((await verifyAudit(store, forged)).breaks).toEqual([{ chain: 1, seq: 5, kind: "cut" }]);
    });
  });
}
