import type { Bundle } from "@medplum/fhirtypes";
import { validateCase } from "../case/index.ts";
import { canonicalHash, contentHashOf } from "../mapping/index.ts";
import { readAllVersions, type KeptVersion, type Store } from "../store/index.ts";
import { openProgress } from "./progress.ts";

/** What a check of all that is kept found. */
export interface KeptReport {
  readonly checkedCount: number;
  /** Versions whose document or bundle was emptied by an erasure or by retention. */
  readonly emptiedCount: number;
  /** Versions whose document or bundle is not what the hash of the version was made of. */
  readonly differing: readonly { readonly caseId: string; readonly version: number }[];
}

/** Holds every stored document and bundle to the hash that was taken when it came in. */
export async function checkKept(store: Store): Promise<KeptReport> {
  const report = { checkedCount: 0, emptiedCount: 0, differing: [] as { caseId: string; version: number }[] };
  const progress = openProgress("versions checked");
  for await (const kept of readAllVersions(store)) {
    report.checkedCount++;
    if (kept.bundle === null) report.emptiedCount++;
    else if (!isAsHashed(kept)) report.differing.push({ caseId: kept.caseId, version: kept.version });
    progress.advance();
  }
  progress.close();
  return report;
}

function isAsHashed({ caseSystem, contentHash, document, bundle }: KeptVersion): boolean {
  if (contentHashOf(JSON.parse(bundle ?? "") as Bundle) !== contentHash) return false;
  if (document === null) return true;
  const valid = validateCase(Buffer.from(document), { caseSystem });
  return valid.ok && canonicalHash(valid.value.document) === contentHash;
}
