import type { AuditEntry } from "./audit-chain.ts";
import { readQueue } from "./read-queue.ts";
import type { Store } from "./store.ts";
import type { Row, Tables } from "./tables.ts";
import type { WriteOperation } from "./write-queue.ts";
import type { Updateable } from "kysely";

/** What is known of a destination, and whether it is sent to. */
export type StoredDestination = Omit<Row<"destinations">, "idSecret">;

/** A change of what is known of a destination, with the audit row that it leaves. */
export interface DestinationNote {
  readonly name: string;
  readonly change: Pick<
    Updateable<Tables["destinations"]>,
    "ability" | "abilityAt" | "breaker" | "pausedUntil" | "pausedReason" | "lagMs" | "probe" | "probeAt"
  >;
  readonly audit?: Omit<AuditEntry, "target">;
}

/** The end of a pause that only an operator ends. */
export const UNTIL_RESUMED = 8_640_000_000_000_000;

const COLUMNS = [
  "name",
  "baseUrl",
  "enrolledAt",
  "ability",
  "abilityAt",
  "breaker",
  "pausedUntil",
  "pausedReason",
  "lagMs",
  "probe",
  "probeAt",
] as const;

/** Reads a destination by its name. */
export function readDestination(store: Store, name: string): Promise<StoredDestination | undefined> {
  return store.read((reader) =>
    reader.selectFrom("destinations").select(COLUMNS).where("name", "=", name).executeTakeFirst(),
  );
}

/** All destinations that were ever enrolled, by name. */
export function listDestinations(store: Store): Promise<readonly StoredDestination[]> {
  return store.read((reader) => reader.selectFrom("destinations").select(COLUMNS).orderBy("name").execute());
}

/**
 * Keeps a change of what is known of a destination.
 *
 * @returns false when there is no such destination
 */
export async function noteDestination(store: Store, note: DestinationNote): Promise<boolean> {
  const isNoted = await store.write(notes, note);
  // A pause may have ended.
  if (isNoted) store.announceDeliverable();
  return isNoted;
}

const notes: WriteOperation<DestinationNote, boolean> = {
  async run(context, inputs) {
    const noted: boolean[] = [];
    for (const { name, change, audit } of inputs) {
      const { numUpdatedRows } = await context.trx
        .updateTable("destinations")
        .set(change)
        .where("name", "=", name)
        .executeTakeFirst();
      if (numUpdatedRows > 0n && audit) context.audit({ ...audit, target: name });
      noted.push(numUpdatedRows > 0n);
    }
    return noted;
  },
};

/** How much waits at a destination. */
export interface QueueFigures {
  readonly destination: string;
  /** Deliveries that are waiting or under way. */
  readonly depth: number;
  /** Deliveries that somebody must act on. */
  readonly deadCount: number;
  /** When the oldest of both was enqueued, milliseconds since 1970. */
  readonly oldestAt: number | null;
}

/** What waits at each destination that has anything waiting. */
export async function readQueues(store: Store): Promise<readonly QueueFigures[]> {
  const rows = await readQueue(store);
  return [...Map.groupBy(rows, ({ destination }) => destination)].map(([destination, states]) => ({
    destination,
    depth: sum(states.filter(({ state }) => state !== "dead")),
    deadCount: sum(states.filter(({ state }) => state === "dead")),
    oldestAt: Math.min(...states.map(({ oldestAt }) => oldestAt)),
  }));
}

function sum(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((all, { count }) => all + count, 0);
}
