import { sql, type Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** Every table that lasts with the columns of its key, in an order in which rows follow those that they refer to. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  cases: ["id"],
  case_versions: ["case_key", "version"],
  deliveries: ["id"],
  attempts: ["id"],
  lanes: ["lane"],
  ledger: ["destination", "full_url"],
  destinations: ["name"],
  idempotency_keys: ["actor", "key"],
  audit: ["chain", "seq"],
};

// A bundle has some 10 kB, so a page has a few megabytes; SQLite takes 32,766 parameters in a statement.
const PAGE = 500;

type AnyTables = Kysely<Record<string, Record<string, unknown>>>;

/** Copies all rows from one database into another that is empty, page by page along the keys. */
export async function copyTables(from: Kysely<Tables>, to: Kysely<Tables>): Promise<void> {
  const [source, target] = [untyped(from), untyped(to)];
  for (const [table, key] of Object.entries(KEYS)) {
    for (let rows = await readPage(source, table, key); rows.length > 0;) {
      await target.insertInto(table).values(rows).execute();
      rows = rows.length < PAGE ? [] : await readPage(source, table, key, rows.at(-1));
    }
  }
}

/** Tables by the names that they and their columns have in the database. */
function untyped(db: Kysely<Tables>): AnyTables {
  const bare: unknown = db.withoutPlugins();
  return bare as AnyTables;
}

function readPage(
  source: AnyTables,
  table: string,
  key: readonly string[],
  last?: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  return source
    .selectFrom(table)
    .selectAll()
    .$if(last !== undefined, (query) =>
      query.where(sql<boolean>`(${columns}) > (${sql.join(key.map((column) => sql.val(last?.[column])))})`),
    )
    .orderBy(sql`${columns}`)
    .limit(PAGE)
    .execute();
}
