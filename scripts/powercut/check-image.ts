import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { existsSync } from "node:fs";
import { openStore, readVersion, verifyAudit } from "../../src/store/index.ts";

/** What is left of a store after a power cut. */
export interface ImageVerdict {
  readonly isOpenable: boolean;
  /** Acknowledged versions that are not there. */
  readonly lostCount: number;
  /** Faults of integrity, of the audit, of a bundle that cannot be read. */
  readonly damage: readonly string[];
}

/**
 * Opens an image as the service would, and looks for everything that was acknowledged.
 *
 * @param acknowledged case number and version of each
 */
export async function checkImage(
  folder: string,
  acknowledged: readonly (readonly [string, number])[],
): Promise<ImageVerdict> {
  // Before anything was synced there is nothing to lose.
  if (!existsSync(join(folder, "kypho.sqlite")) && acknowledged.length === 0)
    return { isOpenable: true, lostCount: 0, damage: [] };
  try {
    const store = await openStore({ dataFolder: folder, access: "serve" });
    try {
      const rows = await store.read((reader) =>
        reader.selectFrom("caseVersions").select(["caseKey", "version"]).execute(),
      );
      const there = new Set(rows.map(({ caseKey, version }) => `${caseKey} ${version}`));
      const lostCount = acknowledged.filter(
        ([caseId, version]) => !there.has(`${caseId.toLowerCase()} ${version}`),
      ).length;
      const damage = (await verifyAudit(store)).breaks.map(({ kind, seq }) => `audit ${kind} at ${seq}`);
      const last = acknowledged.at(-1);
      if (last && lostCount === 0) JSON.parse((await readVersion(store, last[0], last[1]))?.bundle ?? "");
      return { isOpenable: true, lostCount, damage: [...damage, ...findCorruption(folder)] };
    } finally {
      await store.close();
    }
  } catch (error) {
    return { isOpenable: false, lostCount: acknowledged.length, damage: [String(error)] };
  }
}

function findCorruption(folder: string): string[] {
  const db = new DatabaseSync(join(folder, "kypho.sqlite"), { readOnly: true });
  const rows = db.prepare("pragma integrity_check").all() as { integrity_check: string }[];
  const foreign = db.prepare("pragma foreign_key_check").all();
  db.close();
  return [
    ...rows.flatMap(({ integrity_check: found }) => (found === "ok" ? [] : [found])),
    ...(foreign.length > 0 ? ["foreign keys"] : []),
  ];
}
