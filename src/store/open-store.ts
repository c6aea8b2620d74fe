import { EventEmitter } from "node:events";
import { join } from "node:path";
import { SQLITE_FILE } from "./dialect/sqlite-file.ts";
import { takeServingLock } from "./dialect/serving-lock.ts";
import { assertMigrated, migrate } from "./migrate.ts";
import { openSqlite } from "./open-sqlite.ts";
import type { Store, StoreOptions } from "./store.ts";
import type { StoreConnection } from "./store-connection.ts";
import { createWriteQueue } from "./write-queue.ts";

/**
 * Opens the store, and makes or updates its tables where the access allows it.
 *
 * @throws StoreFault `store/serving` when another process serves the data folder, `store/unfit` when the store or the
 *   machine is not fit, `store/unavailable` when the database cannot be reached
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataFolder, databaseUrl, access } = options;
  const release = access === "serve" && databaseUrl === undefined ? takeServingLock(dataFolder) : () => undefined;
  let connection: StoreConnection | undefined;
  try {
    connection = await connect(options);
    const { writer, reader, kind } = connection;
    if (access === "serve" && writer) await migrate(writer, kind);
    else await assertMigrated(reader, kind);
  } catch (error) {
    await connection?.close();
    release();
    throw connection?.readFault(error) ?? error;
  }
  return toStore(connection, release);
}

async function connect(options: StoreOptions): Promise<StoreConnection> {
  const { dataFolder, databaseUrl, access, clock = Date.now, onFault } = options;
  if (databaseUrl !== undefined) {
    // Its driver is loaded only where there is a server.
    const { openPostgres } = await import("./open-postgres.ts");
    return openPostgres(databaseUrl, onFault ?? (() => undefined));
  }
  return openSqlite(join(dataFolder, SQLITE_FILE), access === "read" ? "read" : "write", clock);
}

/**
 * Opens a backup for reading.
 *
 * @throws StoreFault `store/unavailable` when there is no such file, `store/unfit` when it is no store of this version
 */
export async function openBackup(file: string): Promise<Store> {
  const connection = openSqlite(file, "read", Date.now);
  try {
    await assertMigrated(connection.reader, "sqlite");
  } catch (error) {
    await connection.close();
    throw connection.readFault(error);
  }
  return toStore(connection, () => undefined);
}

function toStore(connection: StoreConnection, release: () => void): Store {
  const { kind, reader } = connection;
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw connection.readFault(error);
    }
  };
  const queue = createWriteQueue((work) => told(() => connection.commit(work)), connection.judge);
  const events = new EventEmitter();
  return {
    kind,
    reader,
    write: (operation, input) => queue.write(operation, input),
    read: (work) => told(() => work(reader)),
    onDeliverable(listener) {
      events.on("deliverable", listener);
      return () => events.off("deliverable", listener);
    },
    announceDeliverable: () => void events.emit("deliverable"),
    scrub: () => told(() => connection.scrub()),
    copyTo: (target) => told(() => connection.copyTo(target)),
    async close() {
      await queue.close();
      await connection.close();
      release();
    },
  };
}
