import { sql } from "kysely";
import { deleteCases } from "./erase-patient.ts";
import type { Store } from "./store.ts";
import type { WriteContext, WriteOperation } from "./write-queue.ts";

/** How long what is kept, in days; what is left out is kept for ever. The audit is kept for ever in any case. */
export interface RetentionPolicy {
  readonly idempotencyKeyDays?: number;
  /** Of deliveries that are settled. */
  readonly attemptDays?: number;
  /** Documents and bundles of versions that are not the current one; the versions stay with their hashes. */
  readonly oldVersionDays?: number;
  /** Whole cases since their last change; a case that is still to be delivered stays. */
  readonly caseDays?: number;
}

/** How much each rule of a policy removed. */
export interface RetentionReport {
  readonly idempotencyKeys: number;
  readonly attempts: number;
  readonly oldVersions: number;
  readonly cases: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Rows of one commit, so that the service goes on beside it. */
const STEP = 500;
const RULES = ["idempotencyKeys", "attempts", "oldVersions", "cases"] as const;

/**
 * Removes what a policy lets go, step by step beside the running service.
 *
 * @param now milliseconds since 1970
 */
export async function applyRetention(
  store: Store,
  policy: RetentionPolicy,
  actor: string,
  now: number,
): Promise<RetentionReport> {
  const report = { idempotencyKeys: 0, attempts: 0, oldVersions: 0, cases: 0 };
  const days = {
    idempotencyKeys: policy.idempotencyKeyDays,
    attempts: policy.attemptDays,
    oldVersions: policy.oldVersionDays,
    cases: policy.caseDays,
  };
  for (const rule of RULES) {
    const kept = days[rule];
    if (kept === undefined) continue;
    for (let removed = STEP; removed === STEP;) {
      removed = await store.write(STEPS[rule], now - kept * DAY_MS);
      report[rule] += removed;
    }
  }
  await store.write(finish, { actor, report });
  await store.scrub();
  return report;
}

/** States of deliveries that somebody or something still waits for. */
const OPEN = sql`('pending', 'leased', 'dead')`;

type Step = WriteOperation<number, number>;

const STEPS: Readonly<Record<(typeof RULES)[number], Step>> = {
  idempotencyKeys: step(async ({ trx }, before) => {
    const rows = await trx
      .selectFrom("idempotencyKeys")
      .select(["actor", "key"])
      .where("createdAt", "<", before)
      .limit(STEP)
      .execute();
    for (const { actor, key } of rows) {
      await trx.deleteFrom("idempotencyKeys").where("actor", "=", actor).where("key", "=", key).execute();
    }
    return rows.length;
  }),
  attempts: step(async ({ trx }, before) => {
    const rows = await trx
      .selectFrom("attempts as a")
      .innerJoin("deliveries as d", "d.id", "a.deliveryId")
      .select("a.id")
      .where("a.endedAt", "<", before)
      .where("d.state", "in", ["delivered", "superseded", "discarded"])
      .limit(STEP)
      .execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await trx.deleteFrom("attempts").where("id", "in", ids).execute();
    return rows.length;
  }),
  oldVersions: step(async ({ trx }, before) => {
    const rows = await trx
      .selectFrom("caseVersions as v")
      .innerJoin("cases as c", "c.caseKey", "v.caseKey")
      .select(["v.caseKey", "v.version"])
      .whereRef("v.version", "<", "c.version")
      .where("v.createdAt", "<", before)
      .where("v.bundle", "is not", null)
      .where(
        sql<boolean>`not exists (select 1 from deliveries as d where d.case_key = v.case_key
        and d.version = v.version and d.state in ${OPEN})`,
      )
      .limit(STEP)
      .execute();
    for (const { caseKey, version } of rows) {
      await trx
        .updateTable("caseVersions")
        .set({ document: null, bundle: null })
        .where("caseKey", "=", caseKey)
        .where("version", "=", version)
        .execute();
    }
    return rows.length;
  }),
  cases: step(async (context, before) => {
    const rows = await context.trx
      .selectFrom("cases as c")
      .select("c.caseKey")
      .where("c.changedAt", "<", before)
      .where(
        sql<boolean>`not exists (select 1 from deliveries as d where d.case_key = c.case_key
        and d.state in ${OPEN})`,
      )
      .limit(STEP)
      .execute();
    await deleteCases(
      context,
      rows.map(({ caseKey }) => caseKey),
    );
    return rows.length;
  }),
};

function step(run: (context: WriteContext, before: number) => Promise<number>): Step {
  return {
    async run(context, inputs) {
      const removed: number[] = [];
      for (const before of inputs) removed.push(await run(context, before));
      return removed;
    },
  };
}

const finish: WriteOperation<{ readonly actor: string; readonly report: RetentionReport }, undefined> = {
  run(context, inputs) {
    for (const { actor, report } of inputs) {
      context.audit({ actor, action: "retention-applied", target: "store", detail: { ...report } });
    }
    return Promise.resolve(inputs.map(() => undefined));
  },
};
