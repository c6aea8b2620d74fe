import { setImmediate as nextRound } from "node:timers/promises";
import { sql, type ExpressionBuilder } from "kysely";
import type { ConformantBundle } from "../profile/index.ts";
import { UNTIL_RESUMED } from "./destination-state.ts";
import { readBundle, unpackBundle } from "./packed-bundle.ts";
import type { Store } from "./store.ts";
import type { Row, Tables } from "./tables.ts";
import type { WriteContext, WriteOperation } from "./write-queue.ts";

/** A worker asks for work. */
export interface Claim {
  readonly destination: string;
  /** The worker, as it stands in the rows that it holds. */
  readonly owner: string;
  /** Rows, 1–500. */
  readonly limit: number;
  /** Milliseconds, longer than the destination's time-out. */
  readonly leaseMs: number;
}

/** A delivery that this worker holds. */
export interface ClaimedDelivery {
  readonly id: number;
  readonly destination: string;
  readonly caseId: string;
  readonly version: number;
  readonly lane: string;
  readonly seq: number;
  /** With this one. */
  readonly attemptCount: number;
  /** How often a worker was lost while it held this delivery. */
  readonly crashCount: number;
  /** To be named when it is settled. */
  readonly fence: number;
  readonly createdAt: number;
  /** Whether the bundle is a withdrawal's, a revision's or the first. */
  readonly bundle: ConformantBundle;
}

/** A row whose time lies further ahead than any wait that is ever asked for: the clock was set back, so it is due. */
const LONGEST_WAIT_MS = 2 * 60 * 60 * 1000;

/**
 * Claims due deliveries of one destination, at most one of a lane: the first that is not settled, and of a case the
 * earliest version.
 *
 * A claim is a lease. A worker that is lost between sending and settling lets it run out, and another sends again:
 * delivery is at least once, so a destination must bear repeats.
 *
 * @returns the longest due first; empty when nothing is due
 * @throws StoreFault when the store cannot be written
 */
export async function claimDeliveries(store: Store, claim: Claim): Promise<readonly ClaimedDelivery[]> {
  const rows = await store.write(claimRows, claim);
  if (rows.length === 0) return [];
  const bundles = await store.read((reader) =>
    reader
      .selectFrom("caseVersions as v")
      .innerJoin("deliveries as d", (join) =>
        join.onRef("d.caseKey", "=", "v.caseKey").onRef("d.version", "=", "v.version"),
      )
      .innerJoin("cases as c", "c.caseKey", "v.caseKey")
      .select(["d.id", "c.caseId", "v.bundle"])
      .where(
        "d.id",
        "in",
        rows.map(({ id }) => id),
      )
      .execute(),
  );
  const found = new Map(bundles.map((row) => [row.id, row]));
  const claimed: ClaimedDelivery[] = [];
  for (const row of rows) {
    const { caseId, bundle } = found.get(row.id) ?? {};
    // Erased between the claim and the read: there is nothing left to deliver.
    if (caseId === undefined || !bundle) continue;
    claimed.push({ ...row, caseId, bundle: readBundle(await unpackBundle(bundle)) });
    // Whatever else has come meanwhile need not wait for all of them.
    await nextRound();
  }
  return claimed;
}

type ClaimedRow = Pick<
  Row<"deliveries">,
  "id" | "destination" | "version" | "lane" | "seq" | "attemptCount" | "crashCount" | "fence" | "createdAt"
>;

const claimRows: WriteOperation<Claim, readonly ClaimedRow[]> = {
  async run(context, claims) {
    const claimed: (readonly ClaimedRow[])[] = [];
    for (const claim of claims) claimed.push(await claimFor(context, claim));
    return claimed;
  },
};

async function claimFor({ trx, now, kind }: WriteContext, claim: Claim): Promise<readonly ClaimedRow[]> {
  const due = trx
    .selectFrom("deliveries as d")
    .select("d.id")
    .where("d.destination", "=", claim.destination)
    // The words of the partial index; with parameters in their place no database would use it.
    .where(sql<boolean>`d.state in ('pending', 'leased')`)
    .where((eb) => eb.or([isPendingAndDue(eb, now), isLost(eb, now)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("deliveries as p")
            .select("p.id")
            .whereRef("p.destination", "=", "d.destination")
            .whereRef("p.lane", "=", "d.lane")
            .whereRef("p.seq", "<", "d.seq")
            .where(sql<boolean>`p.state in ('pending', 'leased', 'dead')`),
        ),
      ),
    )
    // Once somebody was told that it is paused, nothing is taken up any more.
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("destinations as t")
            .select("t.name")
            .whereRef("t.name", "=", "d.destination")
            .where("t.pausedUntil", ">", now)
            .where((or) =>
              or.or([or("t.pausedUntil", "<=", now + LONGEST_WAIT_MS), or("t.pausedUntil", "=", UNTIL_RESUMED)]),
            ),
        ),
      ),
    )
    // A case whose patient was corrected goes on in another lane, and must not overtake itself.
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("deliveries as e")
            .select("e.id")
            .whereRef("e.caseKey", "=", "d.caseKey")
            .whereRef("e.version", "<", "d.version")
            .whereRef("e.destination", "=", "d.destination")
            .where("e.state", "in", ["pending", "leased", "dead"]),
        ),
      ),
    )
    .orderBy("d.dueAt")
    .orderBy("d.id")
    .limit(claim.limit)
    .$if(kind === "postgres", (query) => query.forUpdate().skipLocked());
  // As a table of its own it is made once: PostgreSQL may run a subquery again and then lock more than the limit.
  const rows = await trx
    .with(
      (cte) => cte("due").materialized(),
      () => due,
    )
    .updateTable("deliveries")
    .set((eb) => ({
      state: "leased",
      owner: claim.owner,
      leaseUntil: now + claim.leaseMs,
      fence: eb("fence", "+", 1),
      attemptCount: eb("attemptCount", "+", 1),
      crashCount: eb
        .case()
        .when("state", "=", "leased")
        .then(eb("crashCount", "+", 1))
        .else(eb.ref("crashCount"))
        .end(),
    }))
    .where("id", "in", (eb) => eb.selectFrom("due").select("due.id"))
    .returning([
      "id",
      "destination",
      "version",
      "lane",
      "seq",
      "attemptCount",
      "crashCount",
      "fence",
      "createdAt",
      "dueAt",
    ])
    .execute();
  return rows.sort((one, other) => one.dueAt - other.dueAt || one.id - other.id).map(({ dueAt: _, ...row }) => row);
}

type DeliveryBuilder = ExpressionBuilder<Tables & { d: Tables["deliveries"] }, "d">;

function isPendingAndDue(eb: DeliveryBuilder, now: number) {
  const due = eb.or([eb("d.dueAt", "<=", now), eb("d.dueAt", ">", now + LONGEST_WAIT_MS)]);
  return eb.and([eb("d.state", "=", "pending"), due]);
}

function isLost(eb: DeliveryBuilder, now: number) {
  return eb.and([eb("d.state", "=", "leased"), eb("d.leaseUntil", "<", now)]);
}
