import type { DatabaseSync } from "node:sqlite";
import { CamelCasePlugin, Kysely } from "kysely";
import { appendAudit, type AuditEntry } from "./audit-chain.ts";
import { judgeSqliteFailure, readSqliteFault } from "./dialect/sqlite-faults.ts";
import { openSqliteFile } from "./dialect/sqlite-file.ts";
import { NodeSqliteDialect } from "./dialect/sqlite.ts";
import type { StoreConnection } from "./store-connection.ts";
import type { Tables } from "./tables.ts";

/** On SQLite every commit waits for the one before it, so one chain holds them all. */
const CHAIN = 1;

/** Opens the SQLite database of a data folder: one connection that writes and one that reads. */
export function openSqlite(folder: string, access: "read" | "write", clock: () => number): StoreConnection {
  const writer = access === "write" ? toKysely(openSqliteFile(folder, "write")) : undefined;
  const reader = toKysely(openSqliteFile(folder, "read"));
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
    async close() {
      await reader.destroy();
      await writer?.destroy();
    },
  };
}

function toKysely(db: DatabaseSync): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new NodeSqliteDialect(db), plugins: [new CamelCasePlugin()] });
}
