import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** What probing a destination found. */
export function probes(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable("destinations").addColumn("probe", "text").execute();
      await db.schema.alterTable("destinations").addColumn("probe_at", "bigint").execute();
    },
  };
}
