import { sql, type ColumnDefinitionBuilder, type CreateTableBuilder, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import type { DatabaseKind } from "../database-kind.ts";

/** Cases and their versions, the outbox with lanes and ledger, idempotency keys, results of intake, audit. */
export function casesAndDeliveries(kind: DatabaseKind): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createCases(db, kind);
      await createOutbox(db, kind);
      await createRecords(db);
    },
  };
}

async function createCases(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  await db.schema
    .createTable("cases")
    .$call((table) => withRowNumber(table, kind))
    .addColumn("case_key", "text", (column) => column.notNull().unique())
    .addColumn("case_id", "text", (column) => column.notNull())
    .addColumn("case_system", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("content_hash", "text", (column) => column.notNull())
    .addColumn("lane", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema.createIndex("cases_of_lane").on("cases").column("lane").execute();

  await db.schema
    .createTable("case_versions")
    .addColumn("case_key", "text", (column) => column.notNull().references("cases.case_key").onDelete("cascade"))
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("cause", "text", (column) => column.notNull())
    .addColumn("content_hash", "text", (column) => column.notNull())
    .addColumn("document", "text")
    .addColumn("bundle", kind === "postgres" ? sql`bytea` : sql`blob`)
    .addColumn("lane", "text", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("software", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("case_versions_key", ["case_key", "version"])
    .execute();
}

async function createOutbox(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  await db.schema
    .createTable("deliveries")
    .$call((table) => withRowNumber(table, kind))
    .addColumn("destination", "text", (column) => column.notNull())
    .addColumn("case_key", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("lane", "text", (column) => column.notNull())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("due_at", "bigint", (column) => column.notNull())
    .addColumn("attempt_count", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("crash_count", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("fence", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("owner", "text")
    .addColumn("lease_until", "bigint")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("settled_at", "bigint")
    .addColumn("outcome", "text")
    .addColumn("reason", "text")
    .addColumn("actor", "text")
    .addUniqueConstraint("deliveries_of_version", ["case_key", "version", "destination"])
    .addUniqueConstraint("deliveries_of_lane", ["destination", "lane", "seq"])
    .addForeignKeyConstraint(
      "deliveries_case",
      ["case_key", "version"],
      "case_versions",
      ["case_key", "version"],
      (key) => key.onDelete("cascade"),
    )
    .execute();
  // Settled rows are nearly all there are, and no claim looks at them.
  await db.schema
    .createIndex("deliveries_due")
    .on("deliveries")
    .columns(["destination", "due_at"])
    .where(sql.ref("state"), "in", sql`('pending', 'leased')`)
    .execute();
  await db.schema
    .createIndex("deliveries_holding")
    .on("deliveries")
    .columns(["destination", "lane", "seq"])
    .where(sql.ref("state"), "in", sql`('pending', 'leased', 'dead')`)
    .execute();
  await db.schema
    .createIndex("deliveries_dead")
    .on("deliveries")
    .columns(["destination", "id"])
    .where(sql.ref("state"), "=", sql`'dead'`)
    .execute();

  await db.schema
    .createTable("attempts")
    .$call((table) => withRowNumber(table, kind))
    .addColumn("delivery_id", "bigint", (column) => column.notNull().references("deliveries.id").onDelete("cascade"))
    .addColumn("attempt_number", "integer", (column) => column.notNull())
    .addColumn("started_at", "bigint", (column) => column.notNull())
    .addColumn("ended_at", "bigint", (column) => column.notNull())
    .addColumn("answer_class", "text", (column) => column.notNull())
    .addColumn("status", "integer")
    .addColumn("issues", "text")
    .execute();
  await db.schema.createIndex("attempts_of_delivery").on("attempts").column("delivery_id").execute();

  await db.schema
    .createTable("lanes")
    .addColumn("lane", "text", (column) => column.primaryKey())
    .addColumn("next_seq", "bigint", (column) => column.notNull())
    .execute();

  await db.schema
    .createTable("ledger")
    .addColumn("destination", "text", (column) => column.notNull())
    .addColumn("full_url", "text", (column) => column.notNull())
    .addColumn("resource_type", "text", (column) => column.notNull())
    .addColumn("server_id", "text", (column) => column.notNull())
    .addColumn("version_id", "text")
    .addColumn("etag", "text")
    .addColumn("content_hash", "text", (column) => column.notNull())
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("ledger_key", ["destination", "full_url"])
    .execute();

  await db.schema
    .createTable("destinations")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("base_url", "text", (column) => column.notNull())
    .addColumn("id_secret", "text", (column) => column.notNull())
    .addColumn("enrolled_at", "bigint", (column) => column.notNull())
    .addColumn("ability", "text")
    .addColumn("ability_at", "bigint")
    .addColumn("breaker", "text")
    .addColumn("paused_until", "bigint")
    .addColumn("paused_reason", "text")
    .addColumn("lag_ms", "bigint")
    .execute();
}

async function createRecords(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("idempotency_keys")
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("request_hash", "text", (column) => column.notNull())
    .addColumn("case_key", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("effect", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("idempotency_keys_key", ["actor", "key"])
    .execute();

  await db.schema
    .createTable("intake_results")
    .addColumn("intake", "text", (column) => column.notNull())
    .addColumn("ordinal", "bigint", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("intake_results_key", ["intake", "ordinal"])
    .execute();

  await db.schema
    .createTable("audit")
    .addColumn("chain", "integer", (column) => column.notNull())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("target", "text", (column) => column.notNull())
    .addColumn("detail", "text", (column) => column.notNull())
    .addColumn("previous_hash", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("audit_key", ["chain", "seq"])
    .execute();
}

/** Adds `id`, which the database counts up. */
function withRowNumber(table: CreateTableBuilder<string>, kind: DatabaseKind): CreateTableBuilder<string> {
  const count = (column: ColumnDefinitionBuilder): ColumnDefinitionBuilder =>
    kind === "postgres" ? column.generatedByDefaultAsIdentity() : column.autoIncrement();
  return table.addColumn("id", kind === "postgres" ? "bigint" : "integer", (column) => count(column.primaryKey()));
}
