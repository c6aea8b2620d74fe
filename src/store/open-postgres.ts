import { CamelCasePlugin, CompiledQuery, Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import pg from "pg";
import { appendAudit, type AuditEntry } from "./audit-chain.ts";
import { judgePostgresFailure, readPostgresFault } from "./dialect/postgres-faults.ts";
import { copyTables } from "./copy-tables.ts";
import { migrate } from "./migrate.ts";
import { openSqlite } from "./open-sqlite.ts";
import { dropWal } from "./dialect/sqlite-file.ts";
import type { StoreConnection } from "./store-connection.ts";
import type { Tables } from "./tables.ts";

const READERS = 8;
/** The class of our advisory locks on audit chains; any number that nobody else uses. */
const CHAIN_LOCKS = 0x6b797068;
const MAX_CHAINS = 1000;

/** Opens a PostgreSQL database: one connection that writes, and several that read. */
export function openPostgres(url: string, onFault: (fault: Error) => void): StoreConnection {
  const writer = toKysely(url, 1, onFault);
  const reader = toKysely(url, READERS, onFault);
  let chain = 1;
  return {
    kind: "postgres",
    reader,
    writer,
    readFault: readPostgresFault,
    judge: judgePostgresFailure,
    async commit(work) {
      await writer.transaction().execute(async (trx) => {
        const taken = await takeChain(trx, chain);
        chain = taken.chain;
        const entries: AuditEntry[] = [];
        await work({ trx, kind: "postgres", now: taken.now, audit: (entry) => entries.push(entry) });
        await appendAudit(trx, chain, taken.now, entries);
      });
    },
    async scrub() {
      for (const table of ["cases", "case_versions", "deliveries", "attempts", "ledger"]) {
        await sql`vacuum ${sql.table(table)}`.execute(reader);
      }
    },
    copyTo: (target) => copyPostgres(reader, target),
    async close() {
      await reader.destroy();
      await writer.destroy();
    },
  };
}

/**
 * Takes the first audit chain that no other replica is writing to, until the commit, and asks the database's clock.
 *
 * One chain for all replicas would make each commit wait for those of the others.
 */
async function takeChain(trx: Transaction<Tables>, likely: number): Promise<{ chain: number; now: number }> {
  for (let step = 0; step < MAX_CHAINS; step++) {
    const chain = step === 0 ? likely : step;
    const { rows } = await sql<{ taken: boolean; now: number }>`
      select pg_try_advisory_xact_lock(${CHAIN_LOCKS}, ${chain}) as taken,
             floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(trx);
    const [row] = rows;
    if (row?.taken) return { chain, now: row.now };
  }
  throw new Error("No audit chain was free.");
}

function toKysely(connectionString: string, max: number, onFault: (fault: Error) => void): Kysely<Tables> {
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    types,
  });
  // A connection that breaks where nobody listens ends the process: idle ones tell the pool, those in use themselves.
  pool.on("error", onFault);
  pool.on("connect", (client) => client.on("error", onFault));
  return new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool,
      onCreateConnection: async (connection) => {
        // A commit that the server has not written yet is no commit; whoever set it lower did not think of this store.
        await connection.executeQuery(
          CompiledQuery.raw(
            `select set_config('synchronous_commit', 'on', false)
             where current_setting('synchronous_commit') in ('off', 'local')`,
          ),
        );
      },
    }),
    plugins: [new CamelCasePlugin()],
  });
}

/** Copies one snapshot of the database, however long that takes. */
async function copyPostgres(reader: Kysely<Tables>, target: string): Promise<void> {
  const copy = openSqlite(target, "write", Date.now);
  try {
    if (!copy.writer) throw new Error("A new file is opened for writing.");
    const { writer } = copy;
    await migrate(writer, "sqlite");
    await reader
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute((snapshot) => writer.transaction().execute((trx) => copyTables(snapshot, trx)));
  } finally {
    await copy.close();
  }
  dropWal(target);
}

const parserOf = pg.types.getTypeParser as (oid: number, format?: "text" | "binary") => (text: string) => unknown;
const BIGINT: number = pg.types.builtins.INT8;

/** Our bigint columns are counts and milliseconds, far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") => (oid === BIGINT ? Number : parserOf(oid, format)),
};
