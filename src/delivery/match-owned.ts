import type { Bundle, Patient, Resource } from "@medplum/fhirtypes";
import { identityQuery } from "../fhir/index.ts";
import type { Issue, Result } from "../fhir/index.ts";
import { assertReachable } from "./answer-class.ts";
import { policyFor } from "./destination.ts";
import type { FhirDestination } from "./destination.ts";
import { request } from "./fhir-request.ts";
import type { Part } from "./rewrite.ts";

/**
 * Finds the resources that the destination owns and that are matched, never written.
 *
 * Exactly one is expected for each identifier. A Patient that differs in birth date or sex is
 * somebody else, or a mistake, and holds the bundle back.
 *
 * @returns index in the mapped bundle to `Type/id` at the destination
 * @throws DeliveryFault when the search could not be made
 */
export async function matchOwned(
  parts: readonly Part[],
  destination: FhirDestination,
): Promise<Result<ReadonlyMap<number, string>>> {
  const found = new Map<number, string>();
  const issues: Issue[] = [];
  for (const part of parts) {
    const { resource, identity, index } = part;
    if (!identity || policyFor(destination, resource.resourceType) !== "match") continue;
    const answer = await request(destination, "GET", `${identity.type}?${identityQuery(identity)}&_count=2`);
    assertReachable(answer);
    const matches = matchesOf(answer.body, identity.type);
    const [match] = matches;
    if (!match?.id || matches.length > 1) issues.push(countIssue(part, matches.length));
    else issues.push(...differences(part, match));
    if (match?.id) found.set(index, `${identity.type}/${match.id}`);
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: found };
}

function matchesOf(body: unknown, type: string): readonly Resource[] {
  const bundle = body as Partial<Bundle> | undefined;
  return (bundle?.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === type ? [resource] : []));
}

function countIssue({ resource, index }: Part, count: number): Issue {
  return {
    severity: "error",
    code: count === 0 ? "not-found" : "duplicate",
    rule: count === 0 ? "delivery/match-missing" : "delivery/match-several",
    message: `1 ${resource.resourceType} was expected at the destination by its identifier, found ${count === 0 ? "none" : "several"}.`,
    path: `Bundle.entry[${String(index)}].resource.identifier`,
  };
}

function differences({ resource, index }: Part, match: Resource): readonly Issue[] {
  if (resource.resourceType !== "Patient") return [];
  const ours = resource;
  const theirs = match as Patient;
  return (["birthDate", "gender"] as const)
    .filter((element) => !agree(ours[element], theirs[element]))
    .map((element) => ({
      severity: "error" as const,
      code: "conflict" as const,
      rule: "delivery/match-differs",
      message: `The Patient found by identifier was expected to have the same ${element}, found another.`,
      path: `Bundle.entry[${String(index)}].resource.${element}`,
    }));
}

/** Absent agrees with everything, and a partial date with every date that it begins. */
function agree(ours: string | undefined, theirs: string | undefined): boolean {
  if (ours === undefined || theirs === undefined) return true;
  if (ours === theirs) return true;
  return /^\d{4}/.test(ours) && (ours.startsWith(`${theirs}-`) || theirs.startsWith(`${ours}-`));
}
