import { projectOnCase } from "../explain/index.ts";
import type { Issue } from "../fhir/index.ts";
import { readBundle, readVersion, type Store, type StoredCase } from "../store/index.ts";

/** Adds to what destinations refused of a case the fields of its document behind it. */
export async function withProjectedDeliveries(store: Store, found: StoredCase): Promise<StoredCase> {
  const { caseId, caseSystem, version, deliveries } = found;
  if (!deliveries.some(({ outcome }) => issuesOf(outcome).length > 0)) return found;
  const held = await readVersion(store, caseId, version);
  if (held?.bundle == null || held.document === null) return found;
  const bytes = Buffer.from(held.document);
  const bundle = readBundle(held.bundle);
  const project = (outcome: string | null): string | null => {
    const issues = issuesOf(outcome);
    if (outcome === null || issues.length === 0) return outcome;
    const projected = projectOnCase(issues, { bytes, options: { caseSystem }, bundle });
    return JSON.stringify({ ...(JSON.parse(outcome) as object), issues: projected });
  };
  return { ...found, deliveries: deliveries.map((one) => ({ ...one, outcome: project(one.outcome) })) };
}

function issuesOf(outcome: string | null): readonly Issue[] {
  return outcome === null ? [] : ((JSON.parse(outcome) as { readonly issues?: readonly Issue[] }).issues ?? []);
}
