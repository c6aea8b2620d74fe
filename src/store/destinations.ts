import type { Store } from "./store.ts";
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
