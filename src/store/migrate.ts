import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import type { DatabaseKind } from "./database-kind.ts";
import { migrationsFor } from "./migrations/index.ts";
import { StoreFault } from "./store-fault.ts";
import type { Tables } from "./tables.ts";

/**
 * Brings the schema up to date, under the database's lock.
 *
 * @throws StoreFault `store/unfit` when the store was migrated by a newer version of this software
 */
export async function migrate(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  const migrations = migrationsFor(kind);
  const { error } = await migratorFor(db, migrations).migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && /previously executed migration .* is missing/.test(error.message)) {
    throw new StoreFault("store/unfit", "The store was written by a newer version of kypho-fhir.", error);
  }
  throw error instanceof Error ? error : new Error("The store could not be migrated.", { cause: error });
}

/**
 * Refuses a store whose schema is not this version's.
 *
 * @throws StoreFault `store/unfit`
 */
export async function assertMigrated(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  const migrations = await migratorFor(db, migrationsFor(kind)).getMigrations();
  if (migrations.some(({ executedAt }) => executedAt === undefined)) {
    throw new StoreFault("store/unfit", "A store of this version was expected; `kypho serve` makes and updates it.");
  }
}

function migratorFor(db: Kysely<Tables>, migrations: ReturnType<typeof migrationsFor>): Migrator {
  // Without the plugins the names of kysely's own tables and of the migrations are used as they are written.
  return new Migrator({ db: db.withoutPlugins(), provider: { getMigrations: () => Promise.resolve(migrations) } });
}
