import type { Store } from "./store.ts";
import type { DeliveryState } from "./tables.ts";

/** How many deliveries wait at a destination in one state, and since when the oldest of them. */
export interface QueueState {
  readonly destination: string;
  readonly state: DeliveryState;
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly oldestAt: number;
}

/** What waits in the outbox, by destination and state. */
export async function readQueue(store: Store): Promise<readonly QueueState[]> {
  const rows = await store.read((reader) =>
    reader
      .selectFrom("deliveries")
      .select((eb) => ["destination", "state", eb.fn.countAll().as("count"), eb.fn.min("createdAt").as("oldestAt")])
      .where("state", "in", ["pending", "leased", "dead"])
      .groupBy(["destination", "state"])
      .execute(),
  );
  return rows.map(({ destination, state, count, oldestAt }) => ({
    destination,
    state,
    count: Number(count),
    oldestAt,
  }));
}
