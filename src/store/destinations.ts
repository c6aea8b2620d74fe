import type { ExpressionBuilder } from "kysely";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";
import type { WriteOperation } from "./write-queue.ts";

/** The first use of a destination. */
export interface Enrolment {
  readonly name: string;
  readonly baseUrl: string;
  /** Drawn by the caller, 64 hexadecimal digits; kept if this is the first enrolment. */
  readonly idSecret: string;
}

/**
 * The secret that a destination's ids are derived with: the one that was drawn when it was first enrolled.
 *
 * With another secret every resource would get another id and be written twice, so it never changes and is part of
 * every backup.
 */
export function enrolDestination(store: Store, enrolment: Enrolment): Promise<string> {
  return store.write(enrolments, enrolment);
}

const enrolments: WriteOperation<Enrolment, string> = {
  async run(context, inputs) {
    const secrets: string[] = [];
    for (const { name, baseUrl, idSecret } of inputs) {
      const { trx, now } = context;
      const { numInsertedOrUpdatedRows = 0n } = await trx
        .insertInto("destinations")
        .values({ name, baseUrl, idSecret, enrolledAt: now })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows > 0n) {
        context.audit({ actor: "(service)", action: "destination-enrolled", target: name, detail: { baseUrl } });
      }
      const row = await trx
        .selectFrom("destinations")
        .select("idSecret")
        .where("name", "=", name)
        .executeTakeFirstOrThrow();
      secrets.push(row.idSecret);
    }
    return secrets;
  },
};

/**
 * Makes everything due again for a destination that forgot what it held: the current version of each case.
 *
 * For the embedded server, which is empty whenever the process starts.
 */
export async function redeliverAll(store: Store, destination: string): Promise<void> {
  await store.write(redeliveries, destination);
  store.announceDeliverable();
}

const redeliveries: WriteOperation<string, undefined> = {
  async run(context, destinations) {
    const { trx, now } = context;
    for (const destination of destinations) {
      await trx.deleteFrom("ledger").where("destination", "=", destination).execute();
      await trx
        .updateTable("deliveries")
        .set((eb) => ({ state: "pending", dueAt: now, settledAt: null, outcome: null, fence: eb("fence", "+", 1) }))
        .where("destination", "=", destination)
        .where(isCurrent)
        .execute();
      // Older versions are not sent any more: the current one holds all of their case.
      await trx
        .updateTable("deliveries")
        .set({ state: "superseded", settledAt: now })
        .where("destination", "=", destination)
        .where("state", "in", ["pending", "leased", "dead"])
        .where((eb) => eb.not(isCurrent(eb)))
        .execute();
      context.audit({ actor: "(service)", action: "destination-emptied", target: destination });
    }
    return destinations.map(() => undefined);
  },
};

/** Whether a delivery is of the current version of its case. */
function isCurrent(eb: ExpressionBuilder<Tables, "deliveries">) {
  return eb.exists(
    eb
      .selectFrom("cases as c")
      .select("c.id")
      .whereRef("c.caseKey", "=", "deliveries.caseKey")
      .whereRef("c.version", "=", "deliveries.version"),
  );
}
