import type { Kysely } from "kysely";
import type { DeliveryFilter } from "./delivery-filter.ts";
import { fitting } from "./delivery-filter.ts";
import type { Store } from "./store.ts";
import type { DeliveryState, Row, Tables } from "./tables.ts";

/** A delivery with the case that it is of. */
export interface ListedDelivery {
  readonly id: number;
  readonly caseId: string;
  readonly destination: string;
  readonly version: number;
  readonly state: DeliveryState;
  readonly attemptCount: number;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly settledAt: number | null;
  /** What the last attempt came to, JSON. */
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly actor: string | null;
}

/** One try, as it was kept. */
export type StoredAttempt = Omit<Row<"attempts">, "id" | "deliveryId">;

/**
 * Lists deliveries in the order in which they were enqueued.
 *
 * @param after the `id` of the last one of the page before, 0 for the first page
 * @param limit 1–1000
 */
export async function listDeliveries(
  store: Store,
  filter: DeliveryFilter,
  after: number,
  limit: number,
): Promise<{ readonly deliveries: readonly ListedDelivery[]; readonly next?: number }> {
  return store.read(async (reader) => {
    const rows = await select(reader)
      .where(fitting(filter))
      .where("d.id", ">", after)
      .orderBy("d.id")
      .limit(limit + 1)
      .execute();
    const deliveries = rows.slice(0, limit);
    const last = deliveries.at(-1);
    return { deliveries, ...(rows.length > limit && last && { next: last.id }) };
  });
}

/** Reads a delivery with its attempts, the first one first. */
export async function readDelivery(
  store: Store,
  id: number,
): Promise<(ListedDelivery & { readonly attempts: readonly StoredAttempt[] }) | undefined> {
  return store.read(async (reader) => {
    const row = await select(reader).where("d.id", "=", id).executeTakeFirst();
    if (!row) return undefined;
    const attempts = await reader
      .selectFrom("attempts")
      .select(["attemptNumber", "startedAt", "endedAt", "answerClass", "status", "issues"])
      .where("deliveryId", "=", id)
      .orderBy("id")
      .execute();
    return { ...row, attempts };
  });
}

function select(reader: Kysely<Tables>) {
  return reader
    .selectFrom("deliveries as d")
    .innerJoin("cases as c", "c.caseKey", "d.caseKey")
    .select(["d.id", "c.caseId", "d.destination", "d.version", "d.state", "d.attemptCount", "d.createdAt"])
    .select(["d.dueAt", "d.settledAt", "d.outcome", "d.reason", "d.actor"]);
}
