import { asObject, asString, objectsOf, type JsonObject } from "./json.ts";

/** Resolves references between the entries of one Bundle. */
export interface BundleResolver {
  /**
   * The entry that a literal reference means.
   *
   * @param reference a `Reference.reference`; a fragment after an address is not compared
   * @param fromFullUrl the fullUrl of the entry that holds the reference: a relative reference is read
   *   against its base
   * @returns the entry, the first where several versions match; undefined where none does, or the
   *   reference is to a contained resource
   */
  readonly findEntry: (reference: string, fromFullUrl: string | undefined) => JsonObject | undefined;
  /** The resource of that entry. */
  readonly resolve: (reference: string, fromFullUrl: string | undefined) => JsonObject | undefined;
  /**
   * The resource that a reference means when it stands somewhere in the Bundle, and nobody knows where: read
   * against the base of each entry in turn, and contained in any of them.
   */
  readonly resolveAnywhere: (reference: string) => JsonObject | undefined;
  /** The entry that holds a resource, by identity. */
  readonly entryOf: (resource: unknown) => JsonObject | undefined;
  /** The place of an entry that was found here; -1 of any other object. */
  readonly indexOf: (entry: JsonObject) => number;
}

const HISTORY = "/_history/";
const ABSOLUTE = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const REST = /^(https?:\/\/.*\/)[A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/;

/**
 * Reads a Bundle's fullUrls; each reference then costs one look-up.
 *
 * https://hl7.org/fhir/R4/bundle.html#references
 */
export function createBundleResolver(bundle: JsonObject): BundleResolver {
  const byFullUrl = new Map<string, JsonObject[]>();
  const withoutFullUrl = new Map<string, JsonObject>();
  const places = new Map<JsonObject, number>();
  const list: readonly unknown[] = Array.isArray(bundle["entry"]) ? bundle["entry"] : [];
  list.forEach((value, index) => {
    const entry = asObject(value);
    if (entry) places.set(entry, index);
  });
  for (const entry of places.keys()) {
    const fullUrl = asString(entry["fullUrl"]);
    if (fullUrl !== undefined) {
      const known = byFullUrl.get(fullUrl);
      if (known) known.push(entry);
      else byFullUrl.set(fullUrl, [entry]);
    } else {
      const resource = asObject(entry["resource"]);
      const name = `${asString(resource?.["resourceType"]) ?? ""}/${asString(resource?.["id"]) ?? ""}`;
      if (!withoutFullUrl.has(name)) withoutFullUrl.set(name, entry);
    }
  }

  const findEntry: BundleResolver["findEntry"] = (reference, fromFullUrl) => {
    if (reference === "" || reference.startsWith("#")) return undefined;
    const [address = ""] = reference.split("#", 1);
    const [identity = "", version] = address.split(HISTORY, 2);
    const isAbsolute = ABSOLUTE.test(identity);
    const base = fromFullUrl === undefined ? undefined : REST.exec(fromFullUrl)?.[1];
    // An entry without a fullUrl can only be told by its type and id, as in a batch of updates.
    if (!isAbsolute && base === undefined) return fromFullUrl === undefined ? withoutFullUrl.get(identity) : undefined;
    const entries = byFullUrl.get(isAbsolute ? identity : `${base ?? ""}${identity}`);
    return version === undefined ? entries?.[0] : entries?.find((entry) => versionOf(entry) === version);
  };
  let holders: ReadonlyMap<unknown, JsonObject> | undefined;
  let bases: readonly (string | undefined)[] | undefined;
  let contained: ReadonlyMap<string, JsonObject> | undefined;
  const resolveAnywhere: BundleResolver["resolveAnywhere"] = (reference) => {
    if (reference.startsWith("#")) return (contained ??= containedIn([...places.keys()])).get(reference.slice(1));
    bases ??= onePerBase([...byFullUrl.keys()]);
    for (const from of bases) {
      const entry = findEntry(reference, from);
      if (entry) return asObject(entry["resource"]);
    }
    return undefined;
  };
  return {
    findEntry,
    resolveAnywhere,
    entryOf: (resource) =>
      (holders ??= new Map([...places.keys()].map((entry) => [entry["resource"], entry]))).get(resource),
    indexOf: (entry) => places.get(entry) ?? -1,
    resolve: (reference, fromFullUrl) => asObject(findEntry(reference, fromFullUrl)?.["resource"]),
  };
}

/** `meta.versionId` of an entry's resource. */
export function versionOf(entry: JsonObject): string | undefined {
  return asString(asObject(asObject(entry["resource"])?.["meta"])?.["versionId"]);
}

/** One fullUrl of each base, and none at all for entries that have none. */
function onePerBase(fullUrls: readonly string[]): readonly (string | undefined)[] {
  return [undefined, ...new Map(fullUrls.map((fullUrl) => [REST.exec(fullUrl)?.[1], fullUrl])).values()];
}

/** Contained resources of all entries by id, the first of each. */
function containedIn(entries: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const entry of entries) {
    for (const one of objectsOf(asObject(entry["resource"])?.["contained"])) {
      const id = asString(one["id"]);
      if (id !== undefined && !found.has(id)) found.set(id, one);
    }
  }
  return found;
}
