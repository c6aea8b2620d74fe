import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { claimDeliveries, openStore, saveBundle, settleDelivery, type Store } from "../../../src/store/index.ts";
import { submission } from "./changes.ts";
import { describeAudit } from "./audit.contract.ts";
import { describeKeeping, type KeepingHarness } from "./keeping.contract.ts";
import { describeStore } from "./store.contract.ts";

const newFolder = (): string => mkdtempSync(join(tmpdir(), "kypho-store-"));

let folder = "";
let store: Store | undefined;
let now = Date.parse("2024-05-01T00:00:00Z");

describeStore("the store on SQLite", {
  async open() {
    folder = newFolder();
    store = await openStore({ dataFolder: folder, access: "serve", clock: () => now });
    return store;
  },
  passTime(ms) {
    now += ms;
    return Promise.resolve();
  },
  async close() {
    await store?.close();
    rmSync(folder, { recursive: true });
  },
});

describeAudit("the audit on SQLite", {
  async open() {
    folder = newFolder();
    store = await openStore({ dataFolder: folder, access: "serve" });
    return store;
  },
  tamper(statement) {
    const db = new DatabaseSync(join(folder, "kypho.sqlite"), { timeout: 1000 });
    db.exec(statement);
    db.close();
    return Promise.resolve();
  },
  async close() {
    await store?.close();
    rmSync(folder, { recursive: true });
  },
});

describeKeeping("keeping on SQLite", keepingOnSqlite());

describe("the SQLite database", () => {
  it("is served by one process at a time, and read by any", async () => {
    const dataFolder = newFolder();
    const serving = await openStore({ dataFolder, access: "serve" });
    await expect(openStore({ dataFolder, access: "serve" })).rejects.toMatchObject({ code: "store/serving" });
    const reading = await openStore({ dataFolder, access: "read" });
    await expect(saveBundle(reading, submission())).rejects.toThrow("for reading");
    await reading.close();
    await serving.close();
    await (await openStore({ dataFolder, access: "serve" })).close();
    rmSync(dataFolder, { recursive: true });
  });

  it("is for its user alone", async () => {
    const dataFolder = join(newFolder(), "data");
    const opened = await openStore({ dataFolder, access: "serve" });
    const modes = ["", "kypho.sqlite", "kypho.sqlite-wal"].map((name) => statSync(join(dataFolder, name)).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600, 0o600]);
    await opened.close();
    rmSync(dataFolder, { recursive: true });
  });

  it("is not made by a command that only reads", async () => {
    const dataFolder = newFolder();
    await expect(openStore({ dataFolder, access: "read" })).rejects.toMatchObject({ code: "store/unavailable" });
    rmSync(dataFolder, { recursive: true });
  });

  it("goes on when the clock was set back", async () => {
    const dataFolder = newFolder();
    let time = Date.parse("2024-05-01T00:00:00Z");
    const opened = await openStore({ dataFolder, access: "serve", clock: () => time });
    await saveBundle(opened, submission());
    time -= 24 * 60 * 60 * 1000;
    const claim = { destination: "one", owner: "w", limit: 1, leaseMs: 1000 };
    const [delivery] = await claimDeliveries(opened, claim);
    expect(delivery?.version).toBe(1);
    await settleDelivery(opened, { id: delivery?.id ?? 0, fence: delivery?.fence ?? 0, state: "delivered" });
    await opened.close();
    rmSync(dataFolder, { recursive: true });
  });
});

function keepingOnSqlite(): KeepingHarness {
  const stores: { readonly folder: string; readonly store: Store }[] = [];
  return {
    async open() {
      const folder = newFolder();
      const store = await openStore({ dataFolder: folder, access: "serve" });
      stores.push({ folder, store });
      return store;
    },
    contents() {
      const { folder = "" } = stores.at(-1) ?? {};
      const files = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
      // What is packed cannot be looked through, so the store's own documents stand for it.
      return Promise.resolve(Buffer.concat(files).toString("latin1"));
    },
    async close() {
      for (const { folder, store } of stores) {
        await store.close();
        rmSync(folder, { recursive: true });
      }
    },
  };
}
