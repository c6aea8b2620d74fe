import type { Issue } from "../fhir/index.ts";
import {
  readBundle,
  readCase,
  readVersion,
  type ListedDelivery,
  type StoredAttempt,
  type StoredCase,
} from "../store/index.ts";
import type { Service } from "./route/service.ts";

type DeliveryWithAttempts = ListedDelivery & { readonly attempts: readonly StoredAttempt[] };

/** Adds to what destinations refused of a case the fields of its document behind it. */
export async function withProjectedDeliveries(service: Service, found: StoredCase): Promise<StoredCase> {
  const { caseId, version, deliveries } = found;
  if (!deliveries.some(({ outcome }) => issuesOf(outcome).length > 0)) return found;
  const project = await openProjection(service, caseId, version);
  if (project === undefined) return found;
  const projected = deliveries.map(async (one) => ({ ...one, outcome: await projectOutcome(one.outcome, project) }));
  return { ...found, deliveries: await Promise.all(projected) };
}

/** Adds the same to the outcome of one delivery, and to that of each of its attempts. */
export async function withProjectedAttempts(
  service: Service,
  found: DeliveryWithAttempts,
): Promise<DeliveryWithAttempts> {
  const { caseId, version, outcome, attempts } = found;
  if (issuesOf(outcome).length === 0 && attempts.every(({ issues }) => issues === null)) return found;
  const project = await openProjection(service, caseId, version);
  if (project === undefined) return found;
  const projected = attempts.map(async ({ issues, ...attempt }) => ({
    ...attempt,
    issues: issues && JSON.stringify(await project(JSON.parse(issues) as readonly Issue[])),
  }));
  return { ...found, outcome: await projectOutcome(outcome, project), attempts: await Promise.all(projected) };
}

type Project = (issues: readonly Issue[]) => Promise<readonly Issue[]>;

/** The projection on a version's document; undefined where that is not kept any more. */
async function openProjection(service: Service, caseId: string, version: number): Promise<Project | undefined> {
  const { store } = service.intake;
  const held = await readVersion(store, caseId, version);
  const stored = await readCase(store, caseId);
  if (stored === undefined || held?.bundle == null || held.document === null) return undefined;
  const { caseSystem } = stored;
  const judged = { bytes: Buffer.from(held.document), options: { caseSystem }, bundle: readBundle(held.bundle) };
  return async (issues) => service.project(issues, judged);
}

async function projectOutcome(outcome: string | null, project: Project): Promise<string | null> {
  const issues = issuesOf(outcome);
  if (outcome === null || issues.length === 0) return outcome;
  return JSON.stringify({ ...(JSON.parse(outcome) as object), issues: await project(issues) });
}

function issuesOf(outcome: string | null): readonly Issue[] {
  return outcome === null ? [] : ((JSON.parse(outcome) as { readonly issues?: readonly Issue[] }).issues ?? []);
}
