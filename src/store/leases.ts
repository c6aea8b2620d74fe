import type { Store } from "./store.ts";
import type { WriteOperation } from "./write-queue.ts";

/** A claimed delivery and the fence under which it is held. */
export interface Held {
  readonly id: number;
  readonly fence: number;
}

/**
 * Makes the lease of a held delivery last from now on.
 *
 * @returns false when it had run out and was taken by another: what was begun must not go on
 */
export function renewLease(store: Store, held: Held, leaseMs: number): Promise<boolean> {
  return store.write(renewals, { ...held, leaseMs });
}

const renewals: WriteOperation<Held & { readonly leaseMs: number }, boolean> = {
  async run({ trx, now }, inputs) {
    const renewed: boolean[] = [];
    for (const { id, fence, leaseMs } of inputs) {
      const { numUpdatedRows } = await trx
        .updateTable("deliveries")
        .set({ leaseUntil: now + leaseMs })
        .where("id", "=", id)
        .where("fence", "=", fence)
        .where("state", "=", "leased")
        .executeTakeFirst();
      renewed.push(numUpdatedRows > 0n);
    }
    return renewed;
  },
};

/** Leases of one destination that nobody can renew any more. */
export interface Abandoned {
  readonly destination: string;
  /** How long whatever is still on its way may take effect. */
  readonly waitMs: number;
}

/**
 * Lets leases of a process that ended run out soon: for the one process that serves a SQLite file, whose predecessor is gone.
 */
export function hastenLeases(store: Store, abandoned: Abandoned): Promise<undefined> {
  return store.write(hastenings, abandoned);
}

const hastenings: WriteOperation<Abandoned, undefined> = {
  async run({ trx, now }, inputs) {
    for (const { destination, waitMs } of inputs) {
      await trx
        .updateTable("deliveries")
        .set({ leaseUntil: now + waitMs })
        .where("destination", "=", destination)
        .where("state", "=", "leased")
        .where("leaseUntil", ">", now + waitMs)
        .execute();
    }
    return inputs.map(() => undefined);
  },
};
