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
  // Nobody waits for it but the next one of its lane, and on SQLite a commit of its own would keep all answers waiting.
  patienceMs: 50,
  async run(context, settlements) {
    const settled: SettledRow[] = [];
    const isSettled: boolean[] = [];
    for (const settlement of settlements) {
      const row = await settle(context, settlement);
      isSettled.push(row !== undefined);
      if (row) settled.push({ settlement, ...row });
    }
    await keepAttempts(context, settled);
    for (const [destination, rows] of Map.groupBy(settled, (row) => row.destination))
      await writeLedger(
        context,
        destination,
        rows.flatMap(({ settlement }) => settlement.ledger ?? []),
      );
    return isSettled;
  },
};

type DeliveryRow = Pick<Row<"deliveries">, "destination" | "caseKey" | "version" | "attemptCount">;

/** A settlement that stands, and its delivery. */
interface SettledRow extends DeliveryRow {
  readonly settlement: Settlement;
}

async function settle(context: WriteContext, settlement: Settlement): Promise<DeliveryRow | undefined> {
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
  if (!row) return undefined;
  const ended = state === "dead" && (await supersede(context, id, row)) ? "superseded" : state;
  if (ended !== "pending") auditSettlement(context, ended, row);
  return row;
}

/** A later version holds the whole state of its case, so one that died before it need not hold the lane. */
async function supersede(
  { trx }: WriteContext,
  id: number,
  { destination, caseKey, version }: DeliveryRow,
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

async function keepAttempts({ trx }: WriteContext, settled: readonly SettledRow[]): Promise<void> {
  const rows = settled.flatMap(({ settlement: { id, attempt }, attemptCount }) => {
    if (!attempt) return [];
    const { startedAt, endedAt, answerClass, status = null, issues = [] } = attempt;
    const told = issues.length > 0 ? JSON.stringify(issues) : null;
    return [{ deliveryId: id, attemptNumber: attemptCount, startedAt, endedAt, answerClass, status, issues: told }];
  });
  if (rows.length > 0) await trx.insertInto("attempts").values(rows).execute();
}

function auditSettlement(context: WriteContext, state: string, row: DeliveryRow): void {
  const { destination, caseKey, version, attemptCount } = row;
  const detail = { destination, version, attemptCount };
  context.audit({ actor: "(delivery)", action: `delivery-${state}`, target: caseKey, detail });
}
