import type { Example, Profile } from "./definitions.ts";
import { fhirPath } from "./fhir-path.ts";
import type { Json, Place } from "./json.ts";
import { isJson } from "./json.ts";
import { MUTATIONS } from "./mutation/index.ts";
import type { Change, Mutation } from "./mutation.ts";
import { findOccurrences, type Occurrence } from "./occurrence.ts";
import { sliceEffect } from "./slice-effect.ts";
import type { World } from "./world.ts";

/** One changed resource; a line of the corpus. */
export interface Mutant {
  readonly id: string;
  /** Canonical to check the resource against. */
  readonly profile: string;
  /** FHIRPath of what is broken. */
  readonly element: string;
  readonly nearby: readonly string[];
  readonly kind: string;
  readonly resource: Json;
  readonly expect: "error" | "valid";
}

/** Rules of JSON and of R4's own types: they break a value in whatever slice it then is. */
const OF_THE_TYPE = new Set([
  "wrong type",
  "bad format",
  "bad shape",
  "sidecar",
  "unknown property",
  "unknown extension",
]);
/** How many places of one element are tried for a change that not every value allows. */
const MOST_PLACES = 4;

/** All mutants of a profile, in the order of its elements; the same each time. */
export function mutantsOf(profile: Profile, examples: readonly Example[], world: World): readonly Mutant[] {
  const byElement = new Map<string, Occurrence[]>();
  for (const occurrence of examples.flatMap(({ resource }) => occurrencesOf(profile, resource))) {
    const known = byElement.get(occurrence.node.id);
    if (known) known.push(occurrence);
    else byElement.set(occurrence.node.id, [occurrence]);
  }
  return [...byElement].flatMap(([id, occurrences]) => {
    // Places where the element has values come first: most changes need one.
    const ordered = [...occurrences.filter(({ items }) => items.length > 0), ...occurrences].slice(0, MOST_PLACES);
    return MUTATIONS.flatMap((mutation) => {
      const changes = firstChanges(mutation, ordered, world);
      return changes.map((change, index) => {
        const name = `${profile.id} ${id} ${mutation.kind} ${index + 1}`;
        return { ...change, id: name, profile: hostProfile(profile, change.resource), kind: mutation.kind };
      });
    });
  });
}

function firstChanges(
  mutation: Mutation,
  occurrences: readonly Occurrence[],
  world: World,
): readonly (Change & { readonly nearby: readonly string[] })[] {
  for (const occurrence of occurrences) {
    const changes = mutation
      .changes(occurrence, world)
      .flatMap((change) => judged(change, mutation.kind, occurrence) ?? []);
    if (changes.length > 0) return changes;
  }
  return [];
}

/** A change that moves an item to another slice breaks what the slices say of counts, or nothing at all. */
function judged(change: Change, kind: string, occurrence: Occurrence) {
  const nearby = change.nearby ?? [];
  if (OF_THE_TYPE.has(kind)) return { ...change, nearby };
  const effect = sliceEffect(occurrence, change.resource);
  if (effect.kind === "moved") return undefined;
  if (effect.kind === "none") return { ...change, nearby };
  const parent = effect.element.slice(0, effect.element.lastIndexOf("."));
  return { ...change, expect: "error" as const, nearby: [...nearby, effect.element, parent] };
}

/** Where a profile holds in a resource: of an extension everywhere its url stands. */
function occurrencesOf(profile: Profile, resource: Json): readonly Occurrence[] {
  if (profile.type !== "Extension") {
    return declares(resource, profile.url) ? findOccurrences(profile.tree.root, resource, [], profile.type) : [];
  }
  const root = String(resource["resourceType"]);
  if (root === "Bundle") return [];
  return extensionPlaces(resource, profile.url, []).flatMap((place) =>
    findOccurrences(profile.tree.root, resource, place, fhirPath(root, place)),
  );
}

function extensionPlaces(value: unknown, url: string, place: Place): readonly Place[] {
  if (Array.isArray(value)) {
    return (value as unknown[]).flatMap((item, index) => extensionPlaces(item, url, [...place, index]));
  }
  if (!isJson(value)) return [];
  const inner = Object.entries(value).flatMap(([name, child]) => extensionPlaces(child, url, [...place, name]));
  return value["url"] === url ? [place, ...inner] : inner;
}

function declares(resource: Json, url: string): boolean {
  const meta = resource["meta"];
  return isJson(meta) && Array.isArray(meta["profile"]) && meta["profile"].includes(url);
}

function hostProfile(profile: Profile, resource: Json): string {
  if (profile.type !== "Extension") return profile.url;
  const meta = resource["meta"];
  const [declared] = isJson(meta) && Array.isArray(meta["profile"]) ? (meta["profile"] as unknown[]) : [];
  return typeof declared === "string" ? declared : "";
}
