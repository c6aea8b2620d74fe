import { hash } from "node:crypto";
import { fitting, type DeliveryFilter } from "./delivery-filter.ts";
import type { Store } from "./store.ts";
import type { DeliveryState, Row, Tables } from "./tables.ts";
import type { WriteContext, WriteOperation } from "./write-queue.ts";

/** What somebody wants to be done with a delivery. */
export type DeliveryAction =
  | { readonly id: number; readonly actor: string; readonly action: "retry" }
  | { readonly id: number; readonly actor: string; readonly action: "discard"; readonly reason: string };

/** What came of it: `refused` where the delivery is in a state that does not allow it. */
export type ActionEffect =
  | { readonly outcome: "done"; readonly state: DeliveryState }
  | { readonly outcome: "refused"; readonly state: DeliveryState }
  | { readonly outcome: "unknown" };

/** What ends without an operator is not touched by one, and what is being sent has to end first. */
const ALLOWED: Readonly<Record<DeliveryAction["action"], readonly DeliveryState[]>> = {
  retry: ["dead", "pending"],
  discard: ["dead", "pending"],
};

/**
 * Sends a delivery again now, or gives it up with a reason; its lane goes on.
 *
 * @throws StoreFault when the store cannot be written
 */
export async function actOnDelivery(store: Store, action: DeliveryAction): Promise<ActionEffect> {
  const effect = await store.write(actions, action);
  if (effect.outcome === "done") store.announceDeliverable();
  return effect;
}

const actions: WriteOperation<DeliveryAction, ActionEffect> = {
  async run(context, inputs) {
    const effects: ActionEffect[] = [];
    for (const input of inputs) effects.push(await act(context, input));
    return effects;
  },
};

async function act(context: WriteContext, action: DeliveryAction): Promise<ActionEffect> {
  const { trx, now } = context;
  const change =
    action.action === "retry"
      ? ({ state: "pending", dueAt: now, settledAt: null } as const)
      : ({ state: "discarded", settledAt: now, reason: action.reason, actor: action.actor } as const);
  const row = await trx
    .updateTable("deliveries")
    .set(change)
    .where("id", "=", action.id)
    .where("state", "in", [...ALLOWED[action.action]])
    .returning(["destination", "caseKey", "version"])
    .executeTakeFirst();
  if (row) {
    auditAction(context, action, row);
    return { outcome: "done", state: change.state };
  }
  const found = await trx.selectFrom("deliveries").select("state").where("id", "=", action.id).executeTakeFirst();
  return found ? { outcome: "refused", state: found.state } : { outcome: "unknown" };
}

function auditAction(
  context: WriteContext,
  action: DeliveryAction,
  { destination, caseKey, version }: Pick<Row<"deliveries">, "destination" | "caseKey" | "version">,
): void {
  // Words of an operator may tell of a patient, so that the audit holds only their hash.
  const why = action.action === "discard" ? { reasonHash: hash("sha256", action.reason, "hex") } : {};
  const name = action.action === "retry" ? "delivery-retried" : "delivery-discarded";
  context.audit({ actor: action.actor, action: name, target: caseKey, detail: { destination, version, ...why } });
}

/** Dead deliveries that are all to be sent again. */
export interface BulkRetry {
  /** Its state is `dead`, whatever it says. */
  readonly filter: DeliveryFilter;
  readonly actor: string;
}

/** How many dead deliveries fit. */
export async function countDead(store: Store, filter: DeliveryFilter): Promise<number> {
  const row = await store.read((reader) =>
    reader
      .selectFrom("deliveries as d")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where(fitting({ ...filter, state: "dead" }))
      .executeTakeFirstOrThrow(),
  );
  return row.count;
}

/**
 * Sends all dead deliveries that fit again, each in its place in its lane and no faster than any other.
 *
 * @returns how many
 * @throws StoreFault when the store cannot be written
 */
export async function retryDead(store: Store, retry: BulkRetry): Promise<number> {
  const count = await store.write(bulkRetries, retry);
  if (count > 0) store.announceDeliverable();
  return count;
}

const bulkRetries: WriteOperation<BulkRetry, number> = {
  async run(context, inputs) {
    const counts: number[] = [];
    for (const { filter, actor } of inputs) {
      const { trx, now } = context;
      const rows = await trx
        .updateTable("deliveries")
        .set({ state: "pending", dueAt: now, settledAt: null } satisfies Partial<Tables["deliveries"]>)
        .where("id", "in", (eb) =>
          eb
            .selectFrom("deliveries as d")
            .select("d.id")
            .where(fitting({ ...filter, state: "dead" })),
        )
        .returning("id")
        .execute();
      const detail = { count: rows.length };
      context.audit({ actor, action: "deliveries-retried", target: filter.destination ?? "(all)", detail });
      counts.push(rows.length);
    }
    return counts;
  },
};
