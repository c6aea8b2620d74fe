import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claimDeliveries, openStore, saveBundle, type Store } from "../../../src/store/index.ts";
import { hasPostgres, POSTGRES_MISSING, startPostgres, type PostgresServer } from "../../support/postgres.ts";
import { patient, submission } from "./changes.ts";
import { describeAudit } from "./audit.contract.ts";
import { describeKeeping } from "./keeping.contract.ts";
import { describeStore } from "./store.contract.ts";

describe.skipIf(!hasPostgres)(hasPostgres ? "PostgreSQL" : POSTGRES_MISSING, () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await startPostgres(["fsync=off"]);
  });
  afterAll(() => server.stop());

  let store: Store | undefined;
  let url = "";
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client(url);
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  const open = async (): Promise<Store> => {
    url = await server.createDatabase();
    store = await openStore({ dataFolder: "/nonexistent", databaseUrl: url, access: "serve" });
    return store;
  };
  describeStore("the store on PostgreSQL", {
    open,
    async passTime(ms) {
      // The database's own clock rules, so what lies ahead is brought nearer.
      await run(`update deliveries set lease_until = lease_until - ${ms}, due_at = due_at - ${ms}`);
    },
    close: async () => store?.close(),
  });

  describeAudit("the audit on PostgreSQL", { open, tamper: run, close: async () => store?.close() });

  const kept: Store[] = [];
  describeKeeping("keeping on PostgreSQL", {
    async open() {
      const opened = await open();
      kept.push(opened);
      return opened;
    },
    async contents() {
      const client = new pg.Client(url);
      await client.connect();
      const texts: string[] = [];
      for (const table of ["cases", "case_versions", "deliveries", "attempts", "ledger", "audit", "lanes"])
        texts.push(JSON.stringify((await client.query(`select * from ${table}`)).rows));
      await client.end();
      return texts.join();
    },
    close: async () => {
      await Promise.all(kept.map((opened) => opened.close()));
    },
  });

  describe("several replicas", () => {
    const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
    let replicas: Store[] = [];

    beforeAll(async () => {
      const databaseUrl = await server.createDatabase();
      const options = { dataFolder: "/nonexistent", databaseUrl, access: "serve" } as const;
      replicas = await Promise.all([openStore(options), openStore(options), openStore(options)]);
    });
    afterAll(() => Promise.all(replicas.map((replica) => replica.close())));

    it("make one case of what comes to all of them at once", async () => {
      const changes = ids("Same", 40).map((caseId) => submission({ caseId, patient: patient(caseId) }));
      const effects = await Promise.all(
        replicas.flatMap((replica) => changes.map((change) => saveBundle(replica, change))),
      );
      const created = effects.filter((effect) => effect.outcome === "stored" && effect.effect === "created");
      expect([created.length, effects.filter(({ outcome }) => outcome === "stored").length]).toEqual([40, 120]);
    });

    it("number a lane without gaps when they write crosswise", async () => {
      const changes = ids("Cross", 60).map((caseId, index) =>
        submission({ caseId, patient: patient(String(index % 3)) }),
      );
      await Promise.all(changes.map((change, index) => saveBundle(replicas[index % 3] as Store, change)));
      const rows = await (replicas[0] as Store).read((reader) =>
        reader.selectFrom("deliveries").select(["lane", "seq"]).where("caseKey", "like", "cross-%").execute(),
      );
      for (const numbers of Map.groupBy(rows, ({ lane }) => lane).values()) {
        expect(numbers.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
          Array.from({ length: 20 }, (_, at) => at + 1),
        );
      }
    });

    it("never claim the same delivery, nor two of a lane", async () => {
      const claim = { destination: "one", limit: 7, leaseMs: 60_000 };
      const claimed = await Promise.all(
        replicas.flatMap((replica, owner) =>
          [1, 2, 3].map(() => claimDeliveries(replica, { ...claim, owner: String(owner) })),
        ),
      );
      const all = claimed.flat();
      expect(all.length).toBeGreaterThan(20);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      expect(new Set(all.map(({ lane }) => lane)).size).toBe(all.length);
    });
  });

  it("comes back after the server went down, without a restart of ours", { timeout: 60_000 }, async () => {
    const databaseUrl = await server.createDatabase();
    const faults: Error[] = [];
    const opened = await openStore({
      dataFolder: "/nonexistent",
      databaseUrl,
      access: "serve",
      onFault: (fault) => faults.push(fault),
    });
    await saveBundle(opened, submission({ caseId: "Before" }));
    server.crash();
    await expect(saveBundle(opened, submission({ caseId: "During" }))).rejects.toMatchObject({
      code: "store/unavailable",
      retryable: true,
    });
    server.start();
    expect(await saveBundle(opened, submission({ caseId: "After" }))).toMatchObject({ effect: "created" });
    expect(faults.length).toBeGreaterThan(0);
    await opened.close();
  });
});
