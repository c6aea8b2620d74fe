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
