/**
 * What differs between SQLite and PostgreSQL: opening, locking, and the words of their faults.
 *
 * Everything else of the store is the same on both and is written with kysely.
 */
export { readPostgresFault, judgePostgresFailure } from "./postgres-faults.ts";
export { takeServingLock } from "./serving-lock.ts";
export { readSqliteFault, judgeSqliteFailure } from "./sqlite-faults.ts";
export { SQLITE_FILE, openSqliteFile, dropWal } from "./sqlite-file.ts";
export { NodeSqliteDialect } from "./sqlite.ts";
