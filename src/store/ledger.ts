import type { Store } from "./store.ts";
import type { WriteContext } from "./write-queue.ts";

/** What a destination holds of one resource. */
export interface LedgerEntry {
  /** `urn:uuid:` of the identity, as in the bundle. */
  readonly fullUrl: string;
  readonly resourceType: string;
  readonly serverId: string;
  readonly versionId?: string;
  readonly etag?: string;
  /** SHA-256 of the resource as it was sent, hex. */
  readonly contentHash: string;
}

/** What is known of resources at a destination; those that were never written there are not in the answer. */
export async function readLedger(
  store: Store,
  destination: string,
  fullUrls: readonly string[],
): Promise<ReadonlyMap<string, LedgerEntry>> {
  const rows = await store.read((reader) =>
    reader
      .selectFrom("ledger")
      .select(["fullUrl", "resourceType", "serverId", "versionId", "etag", "contentHash"])
      .where("destination", "=", destination)
      .where("fullUrl", "in", fullUrls.length > 0 ? fullUrls : [""])
      .execute(),
  );
  return new Map(
    rows.map(({ versionId, etag, ...row }) => [
      row.fullUrl,
      { ...row, ...(versionId !== null && { versionId }), ...(etag !== null && { etag }) },
    ]),
  );
}

/** Writes what a destination holds now, in the commit of the settlement that says so. */
export async function writeLedger(
  { trx, now }: WriteContext,
  destination: string,
  entries: readonly LedgerEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ versionId, etag, ...entry }) => ({
    ...entry,
    destination,
    versionId: versionId ?? null,
    etag: etag ?? null,
    changedAt: now,
  }));
  await trx
    .insertInto("ledger")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["destination", "fullUrl"]).doUpdateSet((set) => ({
        serverId: set.ref("excluded.serverId"),
        versionId: set.ref("excluded.versionId"),
        etag: set.ref("excluded.etag"),
        contentHash: set.ref("excluded.contentHash"),
        changedAt: set.ref("excluded.changedAt"),
      })),
    )
    .execute();
}
