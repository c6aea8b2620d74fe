import type { Insertable } from "kysely";
import type { StoredVersion } from "./packed-change.ts";
import { inGroups } from "./row-groups.ts";
import type { Tables } from "./tables.ts";
import type { WriteContext } from "./write-queue.ts";

/** Writes the last head of each case; of several versions in one commit the last one counts. */
export async function writeHeads({ trx, kind, now }: WriteContext, versions: readonly StoredVersion[]): Promise<void> {
  const last = new Map(versions.map((stored) => [stored.change.caseKey, stored]));
  const rows = [...last.values()].map(({ change, version }): Insertable<Tables["cases"]> => {
    const { caseKey, caseId, caseSystem, contentHash, lane, cause } = change;
    const state = cause === "withdrawn" ? "withdrawn" : "active";
    return { caseKey, caseId, caseSystem, version, state, contentHash, lane, createdAt: now, changedAt: now };
  });
  for (const group of inGroups(kind, rows)) {
    await trx
      .insertInto("cases")
      .values(group)
      .onConflict((conflict) =>
        conflict.column("caseKey").doUpdateSet((set) => ({
          version: set.ref("excluded.version"),
          state: set.ref("excluded.state"),
          contentHash: set.ref("excluded.contentHash"),
          lane: set.ref("excluded.lane"),
          changedAt: set.ref("excluded.changedAt"),
        })),
      )
      .execute();
  }
}

/** Inserts the versions with their documents and bundles. */
export async function insertVersions(
  { trx, kind, now }: WriteContext,
  versions: readonly StoredVersion[],
): Promise<void> {
  const rows = versions.map(({ change, version }): Insertable<Tables["caseVersions"]> => {
    const { caseKey, cause, contentHash, document, packed, lane, actor, software } = change;
    return {
      caseKey,
      version,
      cause,
      contentHash,
      document: document ?? null,
      bundle: packed,
      lane,
      actor,
      software,
      createdAt: now,
    };
  });
  for (const group of inGroups(kind, rows)) await trx.insertInto("caseVersions").values(group).execute();
}
