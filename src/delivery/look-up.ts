import type { Bundle, BundleEntry, Resource } from "@medplum/fhirtypes";
import { identifiersOf, identityQuery, replaceReferences, type Issue } from "../fhir/index.ts";
import { classifyAnswer, classifyStatus, type AnswerClass, type Exchange } from "./answer/index.ts";
import { nameOf, placeOf } from "./carrier/index.ts";
import { contentHash, derivedId, type Known, type Part, type Shipment } from "./shipment/index.ts";

/** What a look-up found of one part; `known` is absent where the server has no such resource. */
export interface Found {
  readonly part: Part;
  readonly known?: Known;
}

/** What the server holds of parts, or why that could not be found out. */
export type LookedUp =
  | { readonly answer: "done"; readonly found: readonly Found[] }
  | {
      readonly answer: Exclude<AnswerClass, "done">;
      readonly issues: readonly Issue[];
      readonly status?: number;
      readonly retryAfter?: string;
    };

/**
 * Finds out what the server holds of parts: by id where one is known or ours, else by identifier; what has neither (Provenance)
 * by what it is about. What another system may have made counts as found by identifier before it does by the id that we would give
 * it; where there are batches, both are asked at once.
 *
 * Whoever asks after an answer that never came has waited longer than the server's index may lag.
 */
export async function lookUp(shipment: Shipment, parts: readonly Part[]): Promise<LookedUp> {
  const located = new Map<string, string>();
  // Without an id of ours the search below is by identifier anyway.
  const mayBeOthers = (part: Part): boolean =>
    part.policy !== "upsert" &&
    part.searchedBy !== undefined &&
    !shipment.known.has(part.fullUrl) &&
    derivedId(shipment, part) !== undefined;
  const others = parts.filter(mayBeOthers);
  const ours = new Map(others.map((part) => [part.fullUrl, derivedId(shipment, part) ?? ""]));
  const isAskedAtOnce = shipment.ability.hasBatch;
  const first = await readHeld(shipment, [
    ...asksOf(shipment, others, located),
    ...(isAskedAtOnce ? asksOf(shipment, others, ours) : []),
  ]);
  if ("answer" in first) return first;
  const severalOthers = locate(first.slice(0, others.length), located);
  if (severalOthers) return severalOthers;
  for (const part of shipment.parts) {
    const id = located.get(part.fullUrl) ?? shipment.known.get(part.fullUrl)?.id ?? derivedId(shipment, part);
    if (id !== undefined) located.set(part.fullUrl, id);
  }
  const read = first.slice(others.length).filter(({ part }) => located.get(part.fullUrl) === ours.get(part.fullUrl));
  const isRead = new Set(read.map(({ part }) => part));
  const isNamed = (part: Part): boolean => part.searchedBy !== undefined || located.has(part.fullUrl);
  const unread = parts.filter((part) => isNamed(part) && !isRead.has(part));
  const rest = await readHeld(shipment, asksOf(shipment, unread, located));
  if ("answer" in rest) return rest;
  const named = [...read, ...rest];
  const severalNamed = locate(named, located);
  if (severalNamed) return severalNamed;
  const nameless = parts.filter((part) => !isNamed(part));
  const unnamed = await readHeld(shipment, asksOf(shipment, nameless, located));
  if ("answer" in unnamed) return unnamed;
  const neutral = (resource: Resource): Resource => toNeutral(shipment, located, resource);
  const like = unnamed.map(({ part, resources }) => ({
    part,
    // What has no name is known by its content.
    resources: resources.filter((resource) => contentHash(neutral(resource)) === part.hash),
  }));
  const found = [...named, ...like].map(({ part, resources: [one] }): Found => {
    if (one?.id === undefined) return { part };
    return { part, known: knownOf(one.id, one, contentHash(withoutText(part, neutral(one)))) };
  });
  return { answer: "done", found };
}

interface Held {
  readonly part: Part;
  readonly resources: readonly Resource[];
}

type Failed = Exclude<LookedUp, { readonly answer: "done" }>;

/** Notes where parts were found. @returns what ends the look-up, where a part is there more than once */
function locate(held: readonly Held[], located: Map<string, string>): Failed | undefined {
  for (const { part, resources } of held) {
    if (resources.length > 1) return severalFound(part);
    const [one] = resources;
    if (one?.id !== undefined) located.set(part.fullUrl, one.id);
  }
  return undefined;
}

/** A part, and what it is asked for by. */
interface Ask {
  readonly part: Part;
  readonly path: string | undefined;
  readonly isById: boolean;
}

function asksOf(shipment: Shipment, parts: readonly Part[], located: ReadonlyMap<string, string>): readonly Ask[] {
  return parts.map((part) => ({ part, path: pathOf(shipment, part, located), isById: located.has(part.fullUrl) }));
}

async function readHeld(shipment: Shipment, asks: readonly Ask[]): Promise<readonly Held[] | Failed> {
  const answers = await read(
    shipment,
    asks.flatMap(({ path }) => path ?? []),
  );
  if ("answer" in answers) return answers;
  let next = 0;
  const held: Held[] = [];
  for (const { part, path, isById } of asks) {
    const answer = path === undefined ? ABSENT : answers[next++];
    const fault = answer && faultOf(shipment, part, answer);
    if (fault) return fault;
    held.push({ part, resources: matchesOf(part, isById, answer?.resource) });
  }
  return held;
}

interface Read {
  readonly status: number;
  readonly resource?: unknown;
}

const ABSENT: Read = { status: 404 };

/** Undefined where there is nothing that it could be found by, so nothing that could have been written. */
function pathOf(
  shipment: Shipment,
  { resource, fullUrl, searchedBy }: Part,
  located: ReadonlyMap<string, string>,
): string | undefined {
  const id = located.get(fullUrl);
  if (id !== undefined) return `${resource.resourceType}/${id}`;
  if (searchedBy) return `${searchedBy.type}?${identityQuery(searchedBy)}&_count=2`;
  if (resource.resourceType !== "Provenance") return undefined;
  const targets = new Set(resource.target.map(({ reference }) => reference));
  // Of a Patient there may be very many.
  const about = shipment.parts.find(
    (part) => targets.has(part.fullUrl) && located.has(part.fullUrl) && part.resource.resourceType !== "Patient",
  );
  if (!about) return undefined;
  return `Provenance?target=${about.resource.resourceType}/${located.get(about.fullUrl) ?? ""}&_count=100`;
}

/** Asks in one batch where the server takes one, else one by one. */
async function read(shipment: Shipment, paths: readonly string[]): Promise<readonly Read[] | Failed> {
  if (paths.length > 1 && shipment.ability.hasBatch) {
    const entry = paths.map((url): BundleEntry => ({ request: { method: "GET", url } }));
    const answer = await shipment.send({
      method: "POST",
      path: "",
      isSafe: true,
      content: { resourceType: "Bundle", type: "batch", entry } satisfies Bundle,
    });
    const entries =
      answer.kind === "answer" && answer.status === 200
        ? (answer.body as Partial<Bundle> | undefined)?.entry
        : undefined;
    if (entries?.length === paths.length) {
      return entries.map(({ response, resource }) => ({
        status: Number.parseInt(response?.status ?? "0", 10),
        resource,
      }));
    }
    if (answer.kind === "fault" || isOfTheWay(answer.status)) return failed(answer);
  }
  const reads: Read[] = [];
  for (const path of paths) {
    const answer = await shipment.send({ method: "GET", path });
    if (answer.kind === "fault" || isOfTheWay(answer.status) || (answer.status === 200 && answer.isUnreadable))
      return failed(answer);
    reads.push({ status: answer.status, resource: answer.body });
  }
  return reads;
}

function isOfTheWay(status: number): boolean {
  return status >= 500 || status === 429 || status === 401 || status === 408;
}

function failed(answer: Exchange): Failed {
  const found = classifyAnswer(answer, { condition: "none", unit: "resource" });
  const kept = found === "done" ? "ambiguous" : found;
  if (answer.kind === "fault") return { answer: kept, issues: [answer.issue] };
  const retryAfter = answer.headers["retry-after"];
  const { status } = answer;
  return { answer: kept, issues: [lookUpIssue(status)], status, ...(retryAfter !== undefined && { retryAfter }) };
}

function lookUpIssue(status: number): Issue {
  const message = `What the destination holds was asked for, the answer was ${String(status)}.`;
  return { severity: "error", code: "transient", rule: "delivery/look-up", message };
}

/** A resource that we wrote and that is gone was taken away by somebody; one that never was there is absent. */
function faultOf(shipment: Shipment, part: Part, { status }: Read): Failed | undefined {
  const isOurs = shipment.known.has(part.fullUrl);
  if (status === 200) return undefined;
  if (status === 404 || status === 410)
    return isOurs ? { answer: "gone", issues: [goneIssue(part)], status } : undefined;
  // A server that cannot search by what a Provenance is about holds none that we could find; any other refusal tells nothing.
  if (!part.searchedBy && !isOurs && CANNOT_SEARCH.has(status)) return undefined;
  const found = classifyStatus(status, { condition: "none", unit: "resource" });
  return { answer: found === "done" ? "ambiguous" : found, issues: [lookUpIssue(status)], status };
}

/** The search itself is not understood or not allowed; https://hl7.org/fhir/R4/http.html#search */
const CANNOT_SEARCH: ReadonlySet<number> = new Set([400, 405, 422]);

function goneIssue(part: Part): Issue {
  const message = `${nameOf(part)}: what was delivered before was expected at the destination, it is gone.`;
  return { severity: "error", code: "deleted", rule: "delivery/gone", message, path: placeOf(part) };
}

function severalFound(part: Part): Failed {
  const message = `1 ${part.resource.resourceType} was expected at the destination by its identifier, found several.`;
  const path = `${placeOf(part)}.identifier`;
  return {
    answer: "several",
    issues: [{ severity: "error", code: "duplicate", rule: "delivery/several", message, path }],
  };
}

/** The resources of an answer that are the part's by their identifier, whatever else a search may have brought. */
function matchesOf(part: Part, isById: boolean, body: unknown): readonly Resource[] {
  const { resourceType } = part.resource;
  const answer = body as Bundle | Resource | undefined;
  if (answer?.resourceType === resourceType) return [answer];
  if (answer?.resourceType !== "Bundle") return [];
  const resources = (answer.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === resourceType ? [resource] : [],
  );
  const { searchedBy } = part;
  if (!searchedBy || isById) return resources;
  return resources.filter((resource) =>
    identifiersOf(resource).some(({ system, value }) => system === searchedBy.system && value === searchedBy.value),
  );
}

/** Leads references back to fullUrls, so that contents can be compared. */
function toNeutral(
  { parts, destination }: Shipment,
  located: ReadonlyMap<string, string>,
  resource: Resource,
): Resource {
  const fullUrls = new Map(
    parts.map(({ fullUrl, resource: { resourceType } }) => [`${resourceType}/${located.get(fullUrl) ?? ""}`, fullUrl]),
  );
  const base = `${destination.baseUrl}/`;
  return replaceReferences(resource, (reference) => {
    const local = reference.startsWith(base) ? reference.slice(base.length) : reference;
    return fullUrls.get(local.replace(/\/_history\/.*$/, "")) ?? reference;
  });
}

/** A server may add a narrative of its own to what came without. */
function withoutText({ resource }: Part, held: Resource): Resource {
  if ("text" in resource || !("text" in held)) return held;
  const { text: _, ...rest } = held as Resource & { text?: unknown };
  return rest;
}

function knownOf(id: string, { meta }: Resource, hash: string): Known {
  const versionId = meta?.versionId;
  return { id, hash, ...(versionId !== undefined && { versionId }) };
}
