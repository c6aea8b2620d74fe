import { existsSync, openSync, closeSync, fsyncSync, renameSync, chmodSync, rmSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { sql } from "kysely";
import { openBackup } from "./open-store.ts";
import type { Store } from "./store.ts";
import { StoreFault } from "./store-fault.ts";
import type { WriteContext, WriteOperation } from "./write-queue.ts";
import { verifyAudit, type AuditReport } from "./verify-audit.ts";

/** What a backup holds, as it was found in the file. */
export interface BackupReport {
  readonly caseCount: number;
  readonly versionCount: number;
  /** How many deliveries are in each state. */
  readonly deliveries: Readonly<Record<string, number>>;
  readonly audit: AuditReport;
}

/**
 * Writes a backup of the store while it is in use: one SQLite file, whatever the database, that stands under its name
 * only once it is whole and was checked.
 *
 * @param file a new file, readable by this user alone
 * @throws Error when the file exists, StoreFault when the store cannot be read
 */
export async function writeBackup(store: Store, file: string, actor: string): Promise<BackupReport> {
  if (existsSync(file)) throw new Error(`${file} exists; a backup overwrites nothing.`);
  const part = `${file}.part`;
  rmSync(part, { force: true });
  await store.copyTo(part);
  chmodSync(part, 0o600);
  const report = await readBackup(part);
  sync(part);
  renameSync(part, file);
  sync(dirname(file));
  const { caseCount, versionCount } = report;
  const detail = { caseCount, versionCount, bytes: statSync(file).size };
  await store.write(auditOnly, { actor, action: "backup-made", target: basename(file), detail });
  return report;
}

/**
 * Checks a backup and counts what is in it.
 *
 * @throws StoreFault `store/unfit` when the file is damaged or no backup of this version
 */
export async function readBackup(file: string): Promise<BackupReport> {
  const backup = await openBackup(file);
  try {
    const { rows } = await backup.read((reader) =>
      sql<{ integrityCheck: string }>`pragma integrity_check`.execute(reader),
    );
    if (rows[0]?.integrityCheck !== "ok") throw new StoreFault("store/unfit", "The backup is damaged.");
    const counts = await backup.read(async (reader) => ({
      cases: await reader
        .selectFrom("cases")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow(),
      versions: await reader
        .selectFrom("caseVersions")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow(),
      deliveries: await reader
        .selectFrom("deliveries")
        .select(({ fn }) => ["state", fn.countAll<number>().as("count")])
        .groupBy("state")
        .orderBy("state")
        .execute(),
    }));
    return {
      caseCount: counts.cases.count,
      versionCount: counts.versions.count,
      deliveries: Object.fromEntries(counts.deliveries.map(({ state, count }) => [state, count])),
      audit: await verifyAudit(backup),
    };
  } finally {
    await backup.close();
  }
}

const auditOnly: WriteOperation<Parameters<WriteContext["audit"]>[0], undefined> = {
  run(context, entries) {
    for (const entry of entries) context.audit(entry);
    return Promise.resolve(entries.map(() => undefined));
  },
};

function sync(path: string): void {
  const handle = openSync(path, "r");
  fsyncSync(handle);
  closeSync(handle);
}
