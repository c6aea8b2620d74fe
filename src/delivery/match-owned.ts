import type { Bundle, Patient, Resource } from "@medplum/fhirtypes";
import { identityQuery, type Issue } from "../fhir/index.ts";
import { classifyAnswer, type AnswerClass } from "./answer/index.ts";
import { placeOf } from "./carrier/index.ts";
import type { Part, Shipment } from "./shipment/index.ts";

/** Why a bundle is held back. */
export interface Unmatched {
  readonly answer: Exclude<AnswerClass, "done"> | "mismatch";
  readonly issues: readonly Issue[];
  readonly status?: number;
  readonly retryAfter?: string;
}

/**
 * Finds the resources that the destination owns and that are matched, never written.
 *
 * Exactly one is expected for each identifier. A Patient that differs in birth date or sex is
 * somebody else, or a mistake, and holds the bundle back.
 *
 * @returns undefined once all are known
 */
export async function matchOwned(shipment: Shipment): Promise<Unmatched | undefined> {
  const issues: Issue[] = [];
  for (const part of shipment.parts) {
    const { resource, searchedBy } = part;
    if (!searchedBy || part.policy !== "match") continue;
    const path = `${searchedBy.type}?${identityQuery(searchedBy)}&_count=2`;
    const answer = await shipment.send({ method: "GET", path });
    const found = classifyAnswer(answer, { condition: "none", unit: "resource" });
    if (answer.kind === "fault") return { answer: found === "done" ? "ambiguous" : found, issues: [answer.issue] };
    if (found !== "done") {
      const retryAfter = answer.headers["retry-after"];
      const { status } = answer;
      return { answer: found, issues: [searchIssue(status)], status, ...(retryAfter !== undefined && { retryAfter }) };
    }
    const matches = matchesOf(answer.body, resource.resourceType);
    const [match] = matches;
    if (!match?.id || matches.length > 1) issues.push(countIssue(part, matches.length));
    else {
      issues.push(...differences(part, match));
      shipment.known.set(part.fullUrl, { id: match.id });
    }
  }
  return issues.length > 0 ? { answer: "mismatch", issues } : undefined;
}

function searchIssue(status: number): Issue {
  const message = `What the destination owns was searched for, the answer was ${String(status)}.`;
  return { severity: "error", code: "transient", rule: "delivery/match-search", message };
}

function matchesOf(body: unknown, type: string): readonly Resource[] {
  const bundle = body as Partial<Bundle> | undefined;
  return (bundle?.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === type ? [resource] : []));
}

function countIssue(part: Part, count: number): Issue {
  return {
    severity: "error",
    code: count === 0 ? "not-found" : "duplicate",
    rule: count === 0 ? "delivery/match-missing" : "delivery/match-several",
    message: `1 ${part.resource.resourceType} was expected at the destination by its identifier, found ${count === 0 ? "none" : "several"}.`,
    path: `${placeOf(part)}.identifier`,
  };
}

function differences(part: Part, match: Resource): readonly Issue[] {
  if (part.resource.resourceType !== "Patient") return [];
  const ours = part.resource;
  const theirs = match as Patient;
  return (["birthDate", "gender"] as const)
    .filter((element) => !agree(ours[element], theirs[element]))
    .map((element) => ({
      severity: "error" as const,
      code: "conflict" as const,
      rule: "delivery/match-differs",
      message: `The Patient found by identifier was expected to have the same ${element}, found another.`,
      path: `${placeOf(part)}.${element}`,
    }));
}

/** Absent agrees with everything, and a partial date with every date that it begins. */
function agree(ours: string | undefined, theirs: string | undefined): boolean {
  if (ours === undefined || theirs === undefined) return true;
  if (ours === theirs) return true;
  return /^\d{4}/.test(ours) && (ours.startsWith(`${theirs}-`) || theirs.startsWith(`${ours}-`));
}
