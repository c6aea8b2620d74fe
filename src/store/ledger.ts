import { sql } from "kysely";
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

/**
 * Writes what a destination holds now, in the commit of the settlements that say so; of two entries of a resource the later counts.
 *
 * All entries go as one parameter: a statement with a value for each column of each row is made anew for each number of rows, which
 * takes longer than it runs.
 */
export async function writeLedger(
  { trx, now, kind }: WriteContext,
  destination: string,
  entries: readonly LedgerEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const latest = new Map(entries.map((entry) => [entry.fullUrl, entry]));
  const rows = JSON.stringify([...latest.values()]);
  const given =
    kind === "sqlite"
      ? sql`select ${destination}, value ->> 'fullUrl', value ->> 'resourceType', value ->> 'serverId',
          value ->> 'versionId', value ->> 'etag', value ->> 'contentHash', ${now}
          from json_each(${rows}) where true`
      : sql`select ${destination}::text, entry."fullUrl", entry."resourceType", entry."serverId",
          entry."versionId", entry."etag", entry."contentHash", ${now}::bigint
          from json_to_recordset(${rows}::json) as entry ("fullUrl" text, "resourceType" text, "serverId" text,
          "versionId" text, "etag" text, "contentHash" text)`;
  await sql`insert into ledger
    (destination, full_url, resource_type, server_id, version_id, etag, content_hash, changed_at) ${given}
    on conflict (destination, full_url) do update set server_id = excluded.server_id, version_id = excluded.version_id,
    etag = excluded.etag, content_hash = excluded.content_hash, changed_at = excluded.changed_at`.execute(trx);
}
