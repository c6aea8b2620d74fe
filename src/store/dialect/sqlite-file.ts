import { mkdirSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { constants, DatabaseSync } from "node:sqlite";
import { StoreFault } from "../store-fault.ts";
import { readSqliteFault } from "./sqlite-faults.ts";

/** The name of the database in the data folder. */
export const SQLITE_FILE = "kypho.sqlite";

/** Below it, two connections could corrupt a WAL at its reset (https://sqlite.org/wal.html#walresetbug). */
const MIN_VERSION = "3.51.3";

/** Waiting blocks the event loop, and other processes hold the lock for milliseconds. */
const BUSY_TIMEOUT_MS = 2000;

/** Numbers of statfs(2) for file systems whose locks cannot be relied on: NFS, SMB, CIFS, SMB2, AFS, Ceph. */
const NETWORK_FILE_SYSTEMS = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x00c36400]);

/**
 * Opens a database file with the settings that durability and safety ask for; its folder is made for this user alone.
 *
 * @param access `read` leaves the file as it is
 * @throws StoreFault `store/unfit` on an old SQLite or a network file system, `store/unavailable` when there is no file
 *   to read
 */
export function openSqliteFile(file: string, access: "read" | "write"): DatabaseSync {
  assertVersion();
  const folder = dirname(file);
  if (access === "write") mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (NETWORK_FILE_SYSTEMS.has(statfsSync(folder).type)) {
    const message = "SQLite needs a local file system, found one over the network; use KYPHO_DATABASE_URL instead.";
    throw new StoreFault("store/unfit", message);
  }
  // Nobody else may read what is made from here on: the file, its WAL and its index.
  const mask = process.umask(0o077);
  try {
    const db = new DatabaseSync(file, {
      timeout: BUSY_TIMEOUT_MS,
      defensive: true,
      readOnly: access === "read",
    });
    if (access === "write") {
      db.exec("pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;");
      db.exec("pragma wal_autocheckpoint = 1000; pragma journal_size_limit = 67108864;");
    }
    db.exec("pragma foreign_keys = on; pragma trusted_schema = off; pragma cache_size = -16000;");
    db.setAuthorizer((action) =>
      action === constants.SQLITE_ATTACH || action === constants.SQLITE_DETACH
        ? constants.SQLITE_DENY
        : constants.SQLITE_OK,
    );
    return db;
  } catch (error) {
    throw readSqliteFault(error);
  } finally {
    process.umask(mask);
  }
}

/** Makes a database that nobody has open one file: what stands in its WAL goes into it, and it has none any more. */
export function dropWal(file: string): void {
  const db = new DatabaseSync(file);
  db.exec("pragma journal_mode = delete");
  db.close();
}

function assertVersion(): void {
  const found = process.versions["sqlite"] ?? "0";
  const [major = 0, minor = 0, patch = 0] = found.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0, leastPatch = 0] = MIN_VERSION.split(".").map(Number);
  const difference = major - leastMajor || minor - leastMinor || patch - leastPatch;
  if (difference < 0) {
    throw new StoreFault("store/unfit", `SQLite ${MIN_VERSION} or newer was expected, found ${found}.`);
  }
}
