import { StoreFault } from "../store-fault.ts";
import type { FailureKind } from "../write-queue.ts";

const FULL = 13;
const BUSY = new Set([5, 6]);
/** I/O error, cannot open, read-only, protocol. */
const UNAVAILABLE = new Set([10, 14, 8, 15]);

/** What SQLite's error says of the world; every other error is given back as it is. */
export function readSqliteFault(error: unknown): unknown {
  const extended = (error as { errcode?: unknown } | null)?.errcode;
  if (typeof extended !== "number") return error;
  const code = extended & 0xff;
  if (code === FULL) return new StoreFault("store/full", `The disk is full (SQLite error ${code}).`, error);
  if (BUSY.has(code)) return new StoreFault("store/busy", "The write lock was not had in time.", error);
  if (UNAVAILABLE.has(code)) {
    return new StoreFault("store/unavailable", `The database file cannot be used (SQLite error ${extended}).`, error);
  }
  return error;
}

/** Trouble of the disk meets every write alike. */
export function judgeSqliteFailure(error: unknown): FailureKind {
  return error instanceof StoreFault ? "refuse" : "split";
}
