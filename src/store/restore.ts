import { basename } from "node:path";
import { sql } from "kysely";
import { copyTables } from "./copy-tables.ts";
import { openBackup } from "./open-store.ts";
import type { Store } from "./store.ts";
import { StoreFault } from "./store-fault.ts";
import type { WriteContext, WriteOperation } from "./write-queue.ts";

/**
 * Fills an empty store from a backup, in one commit. The outbox goes on where it stood: what was being sent is sent
 * again once its lease has run out.
 *
 * @throws StoreFault `store/unfit` when the store is not empty, or the file is no backup of this version
 */
export async function restoreBackup(store: Store, file: string, actor: string): Promise<void> {
  const backup = await openBackup(file);
  try {
    await store.write(restorations, { backup, actor, file: basename(file) });
  } finally {
    await backup.close();
  }
}

interface Restoration {
  readonly backup: Store;
  readonly actor: string;
  readonly file: string;
}

const restorations: WriteOperation<Restoration, undefined> = {
  async run(context, inputs) {
    for (const { backup, actor, file } of inputs) {
      await assertEmpty(context);
      await backup.read((reader) => copyTables(reader, context.trx));
      await countOn(context);
      context.audit({ actor, action: "backup-restored", target: file });
    }
    return inputs.map(() => undefined);
  },
};

async function assertEmpty({ trx }: WriteContext): Promise<void> {
  for (const table of ["cases", "audit", "destinations"] as const) {
    if (
      await trx
        .selectFrom(table)
        .select(sql`1`.as("one"))
        .limit(1)
        .executeTakeFirst()
    ) {
      throw new StoreFault("store/unfit", "An empty store was expected, found one that holds something.");
    }
  }
}

/** Rows came with their numbers, so PostgreSQL's counters are told where to go on; SQLite sees it by itself. */
async function countOn({ trx, kind }: WriteContext): Promise<void> {
  if (kind !== "postgres") return;
  for (const table of ["cases", "deliveries", "attempts"]) {
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), coalesce((select max(id) from ${sql.table(table)}), 0) + 1, false)`.execute(
      trx,
    );
  }
}
