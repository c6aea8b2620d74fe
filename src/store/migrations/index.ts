/**
 * The migrations, in order and append-only: a store that has run one never runs it again, so a released migration is
 * never changed. Each runs in the transaction of all that are due, under the database's lock, so that of several
 * processes that start at once one migrates and the others find it done.
 */
import type { Migration } from "kysely/migration";
import type { DatabaseKind } from "../database-kind.ts";
import { casesAndDeliveries } from "./0001-cases-and-deliveries.ts";
import { probes } from "./0002-probes.ts";

/** Every migration by its name, which begins with its number. */
export function migrationsFor(kind: DatabaseKind): Record<string, Migration> {
  return { "0001-cases-and-deliveries": casesAndDeliveries(kind), "0002-probes": probes() };
}
