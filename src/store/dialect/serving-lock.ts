import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreFault } from "../store-fault.ts";

const BUSY = 5;

/**
 * Makes this process the one that serves a data folder, until the returned function is called or the process ends.
 *
 * The lock is the operating system's, on a file of its own, so a killed process leaves none behind.
 *
 * @throws StoreFault `store/serving` when another process serves the folder
 */
export function takeServingLock(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db = new DatabaseSync(join(folder, "serving.lock"), { timeout: 0 });
  try {
    db.exec("begin exclusive");
  } catch (error) {
    db.close();
    if ((error as { errcode?: number }).errcode !== BUSY) throw error;
    const message =
      "Another process serves this data folder. SQLite takes one; several need PostgreSQL (KYPHO_DATABASE_URL).";
    throw new StoreFault("store/serving", message, error);
  }
  return () => db.close();
}
