import type { Bundle } from "@medplum/fhirtypes";
import { validateCase } from "../case/index.ts";
import { canonicalHash, contentHashOf } from "../mapping/index.ts";
import type { Site } from "../site/index.ts";
import { readAllVersions, type Store } from "../store/index.ts";
import { openProgress } from "./progress.ts";

/** What a check of all that is kept found. */
export interface KeptReport {
  readonly checkedCount: number;
  /** Versions whose document or bundle was emptied by an erasure or by retention. */
  readonly emptiedCount: number;
  /** Versions whose document only another set of the site can read than the one at hand: of them, the bundle alone was checked. */
  readonly otherSetCount: number;
  /** Versions whose document or bundle is not what the hash of the version was made of. */
  readonly differing: readonly { readonly caseId: string; readonly version: number }[];
}

/**
 * Holds every stored document and bundle to the hash that was taken when it came in.
 *
 * @param site reads documents in the site's own form, those that came in by the maps that it has now
 */
export async function checkKept(store: Store, site?: Site): Promise<KeptReport> {
  const report = {
    checkedCount: 0,
    emptiedCount: 0,
    otherSetCount: 0,
    differing: [] as KeptReport["differing"][number][],
  };
  const progress = openProgress("versions checked");
  for await (const kept of readAllVersions(store)) {
    report.checkedCount++;
    if (kept.bundle === null) report.emptiedCount++;
    else {
      const bundle = JSON.parse(kept.bundle) as Bundle;
      const found =
        kept.document === null ? undefined : await hashOfDocument(kept.document, kept.caseSystem, bundle, site);
      if (found === OTHER_SET) report.otherSetCount++;
      const hashes = [contentHashOf(bundle), ...(kept.document === null || found === OTHER_SET ? [] : [found])];
      if (hashes.some((hash) => hash !== kept.contentHash))
        report.differing.push({ caseId: kept.caseId, version: kept.version });
    }
    progress.advance();
  }
  progress.close();
  return report;
}

const OTHER_SET = Symbol("read by another set");

/** @returns the hash of the case that a document says; undefined where it says none */
async function hashOfDocument(
  document: string,
  caseSystem: string,
  bundle: Bundle,
  site: Site | undefined,
): Promise<string | typeof OTHER_SET | undefined> {
  const bytes = Buffer.from(document);
  const map = mapVersionOf(bundle);
  // The build metadata of a version says that a site's maps made it (docs/adr/0007).
  if (!map.includes("+site.")) {
    const valid = validateCase(bytes, { caseSystem });
    return valid.ok ? canonicalHash(valid.value.document) : undefined;
  }
  if (site?.report().live.versions.map !== map) return OTHER_SET;
  const made = await site.certify(bytes, { caseSystem });
  return made.ok ? made.value.caseHash : undefined;
}

function mapVersionOf(bundle: Bundle): string {
  const last = bundle.entry?.at(-1)?.resource;
  const { extension = [] } = last?.resourceType === "Provenance" ? last : {};
  return extension.find(({ url }) => url.endsWith("/map-version"))?.valueString ?? "";
}
