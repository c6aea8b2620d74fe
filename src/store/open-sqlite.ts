import { backup, type DatabaseSync } from "node:sqlite";
import { CamelCasePlugin, Kysely, sql } from "kysely";
import { appendAudit, type AuditEntry } from "./audit-chain.ts";
import { judgeSqliteFailure, readSqliteFault } from "./dialect/sqlite-faults.ts";
import { dropWal, openSqliteFile } from "./dialect/sqlite-file.ts";
import { NodeSqliteDialect } from "./dialect/sqlite.ts";
import type { StoreConnection } from "./store-connection.ts";
import type { Tables } from "./tables.ts";

/** On SQLite every commit waits for the one before it, so one chain holds them all. */
const CHAIN = 1;

/** Opens an SQLite database: one connection that writes and one that reads. */
export function openSqlite(file: string, access: "read" | "write", clock: () => number): StoreConnection {
  const written = access === "write" ? openSqliteFile(file, "write") : undefined;
  const read = openSqliteFile(file, "read");
  const writer = written && toKysely(written);
  const reader = toKysely(read);
  return {
    kind: "sqlite",
    reader,
    ...(writer && { writer }),
    readFault: readSqliteFault,
    judge: judgeSqliteFailure,
    async commit(work) {
      if (!writer) throw new Error("A store that was opened for reading was written to.");
      const now = clock();
      await writer.transaction().execute(async (trx) => {
        const entries: AuditEntry[] = [];
        await work({ trx, kind: "sqlite", now, audit: (entry) => entries.push(entry) });
        await appendAudit(trx, CHAIN, now, entries);
      });
    },
    async scrub() {
      // Deleted rows are overwritten in the database (secure_delete), but their old pages stand in the WAL until now.
      if (writer) await sql`pragma wal_checkpoint(truncate)`.execute(writer);
    },
    copyTo: (target) => copySqlite(file, target),
    async close() {
      await reader.destroy();
      await writer?.destroy();
      // Kysely closes what it has used, and nothing else.
      if (read.isOpen) read.close();
      if (written?.isOpen) written.close();
    },
  };
}

function toKysely(db: DatabaseSync): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new NodeSqliteDialect(db), plugins: [new CamelCasePlugin()] });
}

/** Copies a database while it is written to, as one file without a WAL. */
async function copySqlite(file: string, target: string): Promise<void> {
  const source = openSqliteFile(file, "read");
  try {
    await backup(source, target);
  } finally {
    source.close();
  }
  dropWal(target);
}
