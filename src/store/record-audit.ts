import type { AuditEntry } from "./audit-chain.ts";
import type { Store } from "./store.ts";
import type { WriteOperation } from "./write-queue.ts";

/**
 * Adds a row to the audit for something that changes no other row: a reading, a refused login, a change of settings.
 *
 * @throws StoreFault when the store cannot be written
 */
export async function recordAudit(store: Store, entry: AuditEntry): Promise<void> {
  await store.write(records, entry);
}

const records: WriteOperation<AuditEntry, undefined> = {
  run(context, entries) {
    for (const entry of entries) context.audit(entry);
    return Promise.resolve(entries.map(() => undefined));
  },
};

/** The target of the last row with this action, such as the hash of the settings that were loaded last. */
export async function readLastAudited(store: Store, action: string): Promise<string | undefined> {
  const row = await store.read((reader) =>
    reader
      .selectFrom("audit")
      .select("target")
      .where("action", "=", action)
      .orderBy("at", "desc")
      .orderBy("seq", "desc")
      .limit(1)
      .executeTakeFirst(),
  );
  return row?.target;
}

/** Whether a write reaches the disk: an empty one that takes the lock and commits. */
export async function assertWritable(store: Store): Promise<void> {
  await store.write(nothing, undefined);
}

const nothing: WriteOperation<undefined, undefined> = {
  run: (_context, inputs) => Promise.resolve(inputs.map(() => undefined)),
};
