import { writeLedger, type LedgerEntry } from "./ledger.ts";
import type { Store } from "./store.ts";
import type { DeliveryState, Row } from "./tables.ts";
import type { WriteContext, WriteOperation } from "./write-queue.ts";

/** What an attempt came to. */
export interface Settlement {
  readonly id: number;
  /** As it was claimed; a claim that ran out and was taken by another settles nothing. */
  readonly fence: number;
  readonly state: Extract<DeliveryState, "delivered" | "pending" | "dead" | "superseded">;
  /** For `pending`: how long to wait, milliseconds. */
  readonly waitMs?: number;
  /** For `pending`: that nothing was tried, so that no attempt is counted. */
  readonly isUntried?: boolean;
  readonly attempt?: DeliveryAttempt;
  /** JSON for readers of the case: effects on the destination, or issues. */
  readonly outcome?: object;
  /** What the destination holds now. */
  readonly ledger?: readonly LedgerEntry[];
}

/** One try, as it is kept for ever. */
export interface DeliveryAttempt {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly answerClass: string;
  /** HTTP status, where an answer came. */
  readonly status?: number;
  /** Patient data must have been withheld from them. */
  readonly issues?: readonly object[];
}

/**
 * Settles a claimed delivery, with its attempt, ledger and audit row, in one commit.
 *
 * @returns false when the claim had run out and was taken by another: the result is thrown away
 * @throws StoreFault when the store cannot be written
 */
export async function settleDelivery(store: Store, settlement: Settlement): Promise<boolean> {
  const isSettled = await store.write(settleRows, settlement);
  // The lane goes on with its next row.
  if (isSettled) store.announceDeliverable();
  return isSettled;
}

const settleRows: WriteOperation<Settlement, boolean> = {
  async run(context, settlements) {
    const settled: boolean[] = [];
    for (const settlement of settlements) settled.push(await settle(context, settlement));
    return settled;
  },
};

async function settle(context: WriteContext, settlement: Settlement): Promise<boolean> {
  const { trx, now } = context;
  const { id, fence, state, waitMs = 0, isUntried = false, outcome } = settlement;
  const row = await trx
    .updateTable("deliveries")
    .set((eb) => ({
      state,
      owner: null,
      leaseUntil: null,
      // Only workers that are lost one after the other speak against a delivery.
      crashCount: 0,
      settledAt: state === "pending" ? null : now,
      ...(state === "pending" && { dueAt: now + waitMs }),
      ...(isUntried && { attemptCount: eb("attemptCount", "-", 1) }),
      ...(outcome && { outcome: JSON.stringify(outcome) }),
    }))
    .where("id", "=", id)
    .where("fence", "=", fence)
    .where("state", "=", "leased")
    .returning(["destination", "caseKey", "version", "attemptCount"])
    .executeTakeFirst();
  if (!row) return false;
  const ended = state === "dead" && (await supersede(context, id, row)) ? "superseded" : state;
  await keepAttempt(context, settlement, row.attemptCount);
  await writeLedger(context, row.destination, settlement.ledger ?? []);
  if (ended !== "pending") auditSettlement(context, ended, row);
  return true;
}

/** A later version holds the whole state of its case, so one that died before it need not hold the lane. */
async function supersede(
  { trx }: WriteContext,
  id: number,
  { destination, caseKey, version }: Pick<Row<"deliveries">, "destination" | "caseKey" | "version">,
): Promise<boolean> {
  const later = await trx
    .selectFrom("deliveries")
    .select("id")
    .where("destination", "=", destination)
    .where("caseKey", "=", caseKey)
    .where("version", ">", version)
    .limit(1)
    .executeTakeFirst();
  if (later) await trx.updateTable("deliveries").set({ state: "superseded" }).where("id", "=", id).execute();
  return later !== undefined;
}

async function keepAttempt({ trx }: WriteContext, { id, attempt }: Settlement, attemptNumber: number): Promise<void> {
  if (!attempt) return;
  const { startedAt, endedAt, answerClass, status, issues } = attempt;
  await trx
    .insertInto("attempts")
    .values({
      deliveryId: id,
      attemptNumber,
      startedAt,
      endedAt,
      answerClass,
      status: status ?? null,
      issues: issues && issues.length > 0 ? JSON.stringify(issues) : null,
    })
    .execute();
}

function auditSettlement(
  context: WriteContext,
  state: string,
  row: Pick<Row<"deliveries">, "destination" | "caseKey" | "version" | "attemptCount">,
): void {
  const { destination, caseKey, version, attemptCount } = row;
  const detail = { destination, version, attemptCount };
  context.audit({ actor: "(delivery)", action: `delivery-${state}`, target: caseKey, detail });
}
