import type { StoredVersion } from "./packed-change.ts";
import { inGroups } from "./row-groups.ts";
import type { WriteContext } from "./write-queue.ts";

/** Adds the outbox rows, each with the next number of its lane, and releases what a later version makes good. */
export async function enqueueDeliveries(context: WriteContext, versions: readonly StoredVersion[]): Promise<void> {
  const { trx, kind, now } = context;
  const wanted = versions.filter(({ change }) => change.destinations.length > 0);
  if (wanted.length === 0) return;
  const next = await takeNumbers(context, wanted);
  const rows = wanted.flatMap(({ change, version }) => {
    const { caseKey, lane, destinations } = change;
    const seq = next.get(lane) ?? 1;
    next.set(lane, seq + 1);
    return destinations.map((destination) => ({
      destination,
      caseKey,
      version,
      lane,
      seq,
      state: "pending" as const,
      dueAt: now,
      createdAt: now,
    }));
  });
  for (const group of inGroups(kind, rows)) await trx.insertInto("deliveries").values(group).execute();
  const revised = wanted.filter(({ version }) => version > 1).map(({ change }) => change.caseKey);
  if (revised.length === 0) return;
  // A version holds the whole state of its case, so a dead one before it need not be sent any more.
  await trx
    .updateTable("deliveries")
    .set({ state: "superseded", settledAt: now })
    .where("caseKey", "in", revised)
    .where("state", "=", "dead")
    .execute();
}

/** The first free number of each lane; the lanes' rows are locked in one order, so that replicas do not wait crosswise. */
async function takeNumbers({ trx }: WriteContext, wanted: readonly StoredVersion[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { change } of wanted) counts.set(change.lane, (counts.get(change.lane) ?? 0) + 1);
  const rows = [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([lane, count]) => ({ lane, nextSeq: count + 1 }));
  const taken = await trx
    .insertInto("lanes")
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column("lane")
        .doUpdateSet((set) => ({ nextSeq: set("lanes.nextSeq", "+", set("excluded.nextSeq", "-", 1)) })),
    )
    .returning(["lane", "nextSeq"])
    .execute();
  return new Map(taken.map(({ lane, nextSeq }) => [lane, nextSeq - (counts.get(lane) ?? 0)]));
}
