import { isObject, objectsOf, textOf, type JsonObject } from "./json.ts";
import { collectResources, type Found } from "./resources.ts";

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

interface Part {
  readonly name: string;
  readonly found: Found;
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
  const sessions = newest(found.filter((one) => isSession(one.resource)));
  const used = new Set<Found>();
  const cases = sessions.map((session) => {
    const { system, value } = identityOf(session.resource, "/session") as Identity;
    const caseId = value.slice(0, -"/session".length);
    const parts = partsOf(found, session, system, `${caseId}/`);
    for (const { found: one } of parts) used.add(one);
    return { caseSystem: system, caseId, bundle: toCollection(parts) };
  });
  // An older copy of a part, or one entered in error, says nothing that the case does not.
  const isKnown = (one: Found) =>
    cases.some(({ caseSystem, caseId }) => hasPart(one.resource, caseSystem, `${caseId}/`));
  return { cases, others: found.filter((one) => !used.has(one) && !isKnown(one)).map(({ place }) => place) };
}

interface Identity {
  readonly system: string;
  readonly value: string;
}

function identitiesOf(resource: JsonObject): readonly Identity[] {
  return objectsOf(resource["identifier"]).flatMap(({ system, value }) =>
    typeof system === "string" && typeof value === "string" ? [{ system, value }] : [],
  );
}

function identityOf(resource: JsonObject, end: string): Identity | undefined {
  return identitiesOf(resource).find(({ value }) => value.endsWith(end));
}

const isSession = (resource: JsonObject) =>
  resource["resourceType"] === "Procedure" && identityOf(resource, "/session") !== undefined && !isInError(resource);

const hasPart = (resource: JsonObject, system: string, prefix: string) =>
  partName(resource, system, prefix) !== undefined;

function partName(resource: JsonObject, system: string, prefix: string): string | undefined {
  const identity = identitiesOf(resource).find((one) => one.system === system && one.value.startsWith(prefix));
  return identity?.value.slice(prefix.length);
}

function isInError(resource: JsonObject): boolean {
  if (resource["status"] === "entered-in-error") return true;
  const verification = resource["verificationStatus"];
  return isObject(verification) && objectsOf(verification["coding"]).some(({ code }) => code === "entered-in-error");
}

/** The newest copy of each resource, where several pages or histories hold it. */
function newest(copies: readonly Found[]): readonly Found[] {
  const kept = new Map<string, Found>();
  for (const copy of copies) {
    const key = JSON.stringify([copy.resource["resourceType"], copy.resource["identifier"]]);
    const other = kept.get(key);
    if (other === undefined || isNewer(copy.resource, other.resource)) kept.set(key, copy);
  }
  return [...kept.values()];
}

function isNewer(one: JsonObject, other: JsonObject): boolean {
  const [a, b] = [one, other].map(({ meta }) => (isObject(meta) ? meta : {}));
  const order = Date.parse(textOf(a?.["lastUpdated"]) ?? "") - Date.parse(textOf(b?.["lastUpdated"]) ?? "");
  return Number.isNaN(order) ? true : order >= 0;
}

function partsOf(found: readonly Found[], session: Found, system: string, prefix: string): readonly Part[] {
  const named = newest(found.filter(({ resource }) => hasPart(resource, system, prefix)))
    .filter(({ resource }) => !isInError(resource))
    .map((one): Part => ({ name: partName(one.resource, system, prefix) ?? "", found: one }));
  const patient = newestOf(found.filter((one) => refersTo(session.resource["subject"], one)));
  const provenance = latest(
    found.filter(
      ({ resource }) =>
        resource["resourceType"] === "Provenance" &&
        objectsOf(resource["target"]).some((target) => refersTo(target, session)),
    ),
  );
  const parts: Part[] = [
    ...(patient === undefined ? [] : [{ name: "patient", found: patient }]),
    ...named,
    ...(provenance === undefined ? [] : [{ name: "provenance", found: provenance }]),
  ];
  return inOrder(parts, provenance);
}

function newestOf(copies: readonly Found[]): Found | undefined {
  return newest(copies).at(-1);
}

/** A Provenance stands for one version of the case, so the last one recorded tells of what there is now. */
function latest(provenances: readonly Found[]): Found | undefined {
  const revision = ({ resource }: Found) =>
    Math.max(
      0,
      ...objectsOf(resource["extension"]).map(({ url, valueInteger }) =>
        typeof url === "string" && url.endsWith("/case-revision") && typeof valueInteger === "number"
          ? valueInteger
          : 0,
      ),
    );
  const recorded = ({ resource }: Found) => Date.parse(textOf(resource["recorded"]) ?? "") || 0;
  return [...provenances].sort((a, b) => revision(a) - revision(b) || recorded(a) - recorded(b)).at(-1);
}

/** The Provenance lists the parts in their order; without it they stay as they came. */
function inOrder(parts: readonly Part[], provenance: Found | undefined): readonly Part[] {
  const targets = objectsOf(provenance?.resource["target"]);
  const rank = ({ found }: Part) => {
    const at = targets.findIndex((target) => refersTo(target, found));
    return at < 0 ? targets.length : at;
  };
  return parts
    .map((part) => ({ part, rank: rank(part) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ part }) => part);
}

function refersTo(reference: unknown, { keys }: Found): boolean {
  if (!isObject(reference)) return false;
  const text = textOf(reference["reference"]);
  return text !== undefined && keysOfReference(text).some((key) => keys.has(key));
}

/** A literal reference, and without the version and the base of the server, where it has them. */
function keysOfReference(reference: string): readonly string[] {
  const literal = /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/.exec(reference)?.[1];
  return literal === undefined ? [reference] : [reference, literal];
}

function toCollection(parts: readonly Part[]): JsonObject {
  const names = new Map(parts.flatMap(({ name, found }) => [...found.keys].map((key) => [key, name] as const)));
  const rename = (reference: string): string => {
    for (const key of keysOfReference(reference)) {
      const name = names.get(key);
      if (name !== undefined) return name;
    }
    return reference;
  };
  const entry = parts.map(({ name, found }) => ({ fullUrl: name, resource: asSent(found.resource, rename) }));
  return { resourceType: "Bundle", type: "collection", entry };
}

/** A resource as the adapter sends it: without what the server added, and with part names as references. */
function asSent(resource: JsonObject, rename: (reference: string) => string): JsonObject {
  const { id: _id, meta, ...content } = resource;
  const { profile } = isObject(meta) ? meta : {};
  const { resourceType, ...rest } = renamed(content, rename) as JsonObject;
  return { resourceType, ...(profile !== undefined && { meta: { profile } }), ...rest };
}

function renamed(value: unknown, rename: (reference: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) =>
      name === "reference" && typeof child === "string" ? [name, rename(child)] : [name, renamed(child, rename)],
    ),
  );
}
