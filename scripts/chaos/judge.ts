import type { Provenance, Resource } from "@medplum/fhirtypes";
import type { ServerReport } from "./faulty-server.ts";
import { versionOf, type Operation, type PatientPlan } from "./plan.ts";

/** What was found wrong at the destination, each with a few examples. */
export interface Verdict {
  readonly lost: readonly string[];
  readonly duplicates: readonly string[];
  readonly disordered: readonly string[];
}

/** A version of a case as it took effect. */
interface Arrival {
  readonly caseId: string;
  readonly version: number;
}

/** A withdrawal tells no version of its own and comes after all. */
const WITHDRAWN = Infinity;

/** Holds what the destination has against what was acknowledged. */
export function judge({ effects, resources }: ServerReport, plans: readonly PatientPlan[]): Verdict {
  const arrivals = effects.flatMap(({ resource }) => arrivalsOf(resource));
  return {
    lost: findLost(plans, resources),
    duplicates: findDuplicates(resources),
    disordered: plans.flatMap((plan) => findDisorder(plan, arrivals)),
  };
}

/** The last version of every case is what the destination holds. */
function findLost(plans: readonly PatientPlan[], resources: readonly Resource[]): string[] {
  const last = new Map(plans.flat().map((operation) => [operation.caseId, labelOf(operation)]));
  const held = new Map(resources.flatMap(arrivalsOf).map(({ caseId, version }) => [caseId, version]));
  return [...last].flatMap(([caseId, wanted]) => {
    const found = held.get(caseId);
    return found === wanted ? [] : [`${caseId}: ${String(wanted)} expected, found ${String(found)}`];
  });
}

/** Nothing that has an identifier is there twice, and no Provenance that says the same. */
function findDuplicates(resources: readonly Resource[]): string[] {
  const seen = new Map<string, number>();
  for (const resource of resources) {
    const name = `${resource.resourceType} ${nameOf(resource)}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  return [...seen].filter(([, count]) => count > 1).map(([name, count]) => `${name}: ${count}`);
}

function nameOf(resource: Resource): string {
  const { identifier } = resource as { readonly identifier?: readonly { readonly value?: string }[] };
  if (identifier?.[0]?.value !== undefined) return identifier[0].value;
  const { target, entity, recorded } = resource as Provenance;
  return JSON.stringify([target, entity, recorded]);
}

/**
 * What arrived of a patient arrived in the order in which it was acknowledged: no case goes back a version, and no first
 * arrival comes after one that was acknowledged later.
 */
function findDisorder(plan: PatientPlan, arrivals: readonly Arrival[]): string[] {
  const places = new Map(plan.map((operation, place) => [`${operation.caseId} ${String(labelOf(operation))}`, place]));
  const found: string[] = [];
  let reached = -1;
  const latest = new Map<string, number>();
  for (const { caseId, version } of arrivals) {
    const name = `${caseId} ${String(version)}`;
    const place = places.get(name);
    if (place === undefined) continue;
    if ((latest.get(caseId) ?? 0) > version) found.push(`${name} after ${String(latest.get(caseId))}`);
    else if ((latest.get(caseId) ?? 0) < version && place < reached) found.push(`${name} after a later one`);
    latest.set(caseId, version);
    reached = Math.max(reached, place);
  }
  return found;
}

function labelOf({ version, isWithdrawal }: Operation): number {
  return isWithdrawal ? WITHDRAWN : version;
}

/** What a resource tells of a version: only the session's Procedure does. */
function arrivalsOf(resource: Resource): readonly Arrival[] {
  if (resource.resourceType !== "Procedure") return [];
  const { identifier, status, performedDateTime } = resource;
  const caseId = /^(.*)\/session$/.exec(identifier?.[0]?.value ?? "")?.[1];
  if (caseId === undefined) return [];
  return [{ caseId, version: status === "entered-in-error" ? WITHDRAWN : versionOf(performedDateTime ?? "") }];
}
