import { toCollection, type Part } from "./collection.ts";
import { isObject, objectsOf, textOf, type JsonObject } from "./json.ts";
import { collectResources, keysOfReference, type Found } from "./resources.ts";

/** The resources of one case, as the inverse map reads them. */
export interface GatheredCase {
  readonly caseSystem: string;
  readonly caseId: string;
  /** A collection in the order of the case's parts: `fullUrl` is a part name, and so is each reference to a part. */
  readonly bundle: JsonObject;
}

/** What was found, and what belongs to no case. */
export interface Gathering {
  readonly cases: readonly GatheredCase[];
  /** Where resources stand in the input that belong to no case: `Bundle.entry[3].resource`. */
  readonly others: readonly string[];
}

/** A case whose session was found, while its other parts are looked for. */
interface OpenCase {
  readonly caseSystem: string;
  readonly caseId: string;
  session: Found;
  /** The newest copy of each part that is known by its identifier. */
  readonly named: Map<string, Part>;
  /** The one that tells of what there is now. */
  provenance: Found | undefined;
}

/**
 * Gathers resources by the case that they were made of.
 *
 * They may come as a transaction, as searchsets in several pages, or one by one, in any order and with ids and references of a
 * server. A part is known by its identifier (`<case>/<part>` in the case's system), the Patient and the Provenance by what the
 * session and it refer to. Of several copies the newest counts; what was entered in error is no part any more.
 *
 * @param inputs parsed resources or Bundles
 */
export function gatherCases(inputs: readonly unknown[]): Gathering {
  const found = inputs.flatMap((input, at) => collectResources(input, inputs.length > 1 ? `[${at}]` : ""));
  const open = openCases(found);
  // An older copy of a part, or one entered in error, says nothing that the case does not.
  const known = new Set<Found>();
  for (const one of found) if (addNamed(one, open)) known.add(one);
  addProvenances(found, open);
  const byKey = Map.groupBy(
    found.flatMap((one) => one.keys.map((key) => ({ key, one }))),
    ({ key }) => key,
  );
  const cases = [...open.values()].map((one): GatheredCase => {
    const subject = one.session.resource["subject"];
    const patient = newest(keysIn(subject).flatMap((key) => (byKey.get(key) ?? []).map((entry) => entry.one)));
    const parts = partsOf(one, patient);
    for (const part of parts) known.add(part.found);
    return { caseSystem: one.caseSystem, caseId: one.caseId, bundle: toCollection(parts) };
  });
  return { cases, others: found.filter((one) => !known.has(one)).map(({ place }) => place) };
}

const SESSION = "/session";

/** The cases of all sessions, by the beginning that the identifiers of their parts share. */
function openCases(found: readonly Found[]): ReadonlyMap<string, OpenCase> {
  const open = new Map<string, OpenCase>();
  for (const session of found) {
    const { resource } = session;
    if (resource["resourceType"] !== "Procedure") continue;
    const identity = identitiesOf(resource).find(({ value }) => value.endsWith(SESSION));
    if (identity === undefined || isInError(resource)) continue;
    const { system: caseSystem, value } = identity;
    const caseId = value.slice(0, -SESSION.length);
    const key = `${caseSystem}|${caseId}`;
    const known = open.get(key);
    if (known === undefined) open.set(key, { caseSystem, caseId, session, named: new Map(), provenance: undefined });
    else if (isNewer(session, known.session)) known.session = session;
  }
  return open;
}

/** Adds a resource to the cases that have it as a part by its identifier. @returns whether there is one */
function addNamed(found: Found, open: ReadonlyMap<string, OpenCase>): boolean {
  let isNamed = false;
  for (const { system, value } of identitiesOf(found.resource)) {
    // The id of a case may have slashes, too.
    for (let slash = value.indexOf("/"); slash >= 0; slash = value.indexOf("/", slash + 1)) {
      const of = open.get(`${system}|${value.slice(0, slash)}`);
      if (of === undefined) continue;
      isNamed = true;
      const name = value.slice(slash + 1);
      const other = of.named.get(name)?.found;
      if (other === undefined || isNewer(found, other)) of.named.set(name, { name, found });
    }
  }
  return isNamed;
}

/** Gives each case the last Provenance that has its session as a target. */
function addProvenances(found: readonly Found[], open: ReadonlyMap<string, OpenCase>): void {
  const bySession = new Map<string, OpenCase>();
  for (const one of open.values()) for (const key of one.session.keys) bySession.set(key, one);
  for (const provenance of found) {
    if (provenance.resource["resourceType"] !== "Provenance") continue;
    for (const target of objectsOf(provenance.resource["target"])) {
      for (const key of keysIn(target)) {
        const of = bySession.get(key);
        if (of !== undefined && (of.provenance === undefined || isLater(provenance, of.provenance)))
          of.provenance = provenance;
      }
    }
  }
}

/** The parts of a case, in the order in which its Provenance lists them; without one as they came. */
function partsOf({ named, provenance }: OpenCase, patient: Found | undefined): readonly Part[] {
  const ranks = new Map<string, number>();
  for (const target of objectsOf(provenance?.resource["target"])) {
    for (const key of keysIn(target)) if (!ranks.has(key)) ranks.set(key, ranks.size);
  }
  const rank = ({ keys }: Found) => Math.min(...keys.map((key) => ranks.get(key) ?? Infinity));
  const parts: Part[] = [
    ...(patient === undefined ? [] : [{ name: "patient", found: patient }]),
    ...[...named.values()].filter(({ found }) => !isInError(found.resource)),
    ...(provenance === undefined ? [] : [{ name: "provenance", found: provenance }]),
  ];
  return parts
    .map((part) => ({ part, rank: rank(part.found) }))
    .sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank))
    .map(({ part }) => part);
}

/** By what a Reference may mean a resource. */
function keysIn(reference: unknown): readonly string[] {
  const text = isObject(reference) ? textOf(reference["reference"]) : undefined;
  return text === undefined ? [] : keysOfReference(text);
}

interface Identity {
  readonly system: string;
  readonly value: string;
}

function identitiesOf(resource: JsonObject): readonly Identity[] {
  return objectsOf(resource["identifier"]).filter(
    (one): one is JsonObject & Identity => typeof one["system"] === "string" && typeof one["value"] === "string",
  );
}

function isInError(resource: JsonObject): boolean {
  if (resource["status"] === "entered-in-error") return true;
  const verification = resource["verificationStatus"];
  return isObject(verification) && objectsOf(verification["coding"]).some(({ code }) => code === "entered-in-error");
}

/** The newest of several copies of a resource. */
function newest(copies: readonly Found[]): Found | undefined {
  return copies.reduce<Found | undefined>(
    (kept, copy) => (kept === undefined || isNewer(copy, kept) ? copy : kept),
    undefined,
  );
}

/** Where the times do not tell, the later in the input is the newer. */
function isNewer(one: Found, other: Found): boolean {
  const [a, b] = [one, other].map(({ resource: { meta } }) => (isObject(meta) ? textOf(meta["lastUpdated"]) : ""));
  return !(Date.parse(a ?? "") < Date.parse(b ?? ""));
}

/** A Provenance stands for one version of the case: the later one has the higher revision, or was recorded later. */
function isLater(one: Found, other: Found): boolean {
  const order = revisionOf(one) - revisionOf(other);
  return order === 0 ? recordedOf(one) >= recordedOf(other) : order > 0;
}

function revisionOf({ resource }: Found): number {
  const numbers = objectsOf(resource["extension"]).map(({ url, valueInteger }) =>
    typeof url === "string" && url.endsWith("/case-revision") && typeof valueInteger === "number" ? valueInteger : 0,
  );
  return Math.max(0, ...numbers);
}

const recordedOf = ({ resource }: Found) => Date.parse(textOf(resource["recorded"]) ?? "") || 0;
