import type { Resource } from "@medplum/fhirtypes";
import { fhirPath } from "../fhir-path.ts";
import { isJson, valueAt, withValue, type Json, type Place } from "../json.ts";
import type { Change, Mutation } from "../mutation.ts";
import type { Item, Occurrence } from "../occurrence.ts";
import type { World } from "../world.ts";

/** Children of an element are what the interpreter does not see, so what asks for them is left out. */
const UNSEEN = /\b(?:children|descendants)\(\)/;

/**
 * For each invariant, the first change of one leaf that makes it false. The interpreter is the judge, so an
 * invariant that no such change breaks has no mutant here.
 */
export const brokenInvariant: Mutation = {
  kind: "broken invariant",
  changes: (occurrence, world) => {
    const [item] = occurrence.items;
    if (item === undefined) return [];
    return (occurrence.node.definition.constraint ?? [])
      .filter(({ severity, expression = "" }) => severity === "error" && expression !== "" && !UNSEEN.test(expression))
      .flatMap(({ expression = "" }) => breaking(expression, occurrence, item, world));
  },
};

function breaking(expression: string, occurrence: Occurrence, item: Item, world: World): readonly Change[] {
  const holds = (root: Json): boolean | undefined => {
    const value = valueAt(root, item.place);
    if (value === undefined) return undefined;
    const resource = root as unknown as Resource;
    return world.invariants.holds(expression, { value, type: typeOf(occurrence), resource, rootResource: resource });
  };
  if (holds(occurrence.root) !== true) return [];
  for (const { place, value } of candidates(occurrence.root, item.place)) {
    const resource = withValue(occurrence.root, place, value);
    if (holds(resource) !== false) continue;
    return [{ resource, element: item.path, nearby: between(occurrence.root, item.place, place), expect: "error" }];
  }
  return [];
}

/** The place of a change and those around it, up to the element whose invariant it breaks. */
function between(root: Json, outer: Place, inner: Place): readonly string[] {
  const depths = Array.from({ length: inner.length - outer.length }, (_, index) => inner.length - index);
  return depths.map((depth) => fhirPath(String(root["resourceType"]), inner.slice(0, depth)));
}

/** The engine's name of a backbone element is its path without dots. */
function typeOf({ type, node }: Occurrence): string {
  if (type !== "BackboneElement" && type !== "Element") return type;
  const parts = node.definition.path.split(".");
  return parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
}

/** Each leaf and object below a place, taken away or made extreme; then parts of other values put in. */
function* candidates(root: Json, below: Place): Generator<{ place: Place; value: unknown }> {
  const places = [...placesBelow(valueAt(root, below), below)];
  for (const place of places) yield { place, value: undefined };
  for (const place of places) {
    const value = valueAt(root, place);
    const others = typeof value === "number" ? [-1, 0, 1.5, 1_000_000] : typeof value === "string" ? TEXTS : [];
    for (const other of others) yield { place, value: other };
    for (const item of Array.isArray(value) ? (value as unknown[]) : []) {
      yield { place, value: [...(value as unknown[]), item] };
    }
  }
  for (const [name, value] of ADDITIONS) yield { place: [...below, name], value };
}

const TEXTS = [
  ...["entered-in-error", "completed", "not-done", "final", "#nowhere", "inactive", "value of nobody"],
  ...["absent", "present", "1", "2099-01-01", "1900-01-01", "http://example.org/Patient/a/_history/1"],
];
const ADDITIONS: readonly (readonly [string, unknown])[] = [
  ["dataAbsentReason", { text: "a" }],
  ["valueString", "a"],
  ["abatementDateTime", "2024-01-01"],
  ["reference", "#nowhere"],
  ["contained", [{ resourceType: "Patient", id: "a", meta: { versionId: "1" } }]],
  ["contained", [{ resourceType: "Patient", id: "a", contained: [{ resourceType: "Patient", id: "b" }] }]],
  ["total", 1],
  ["high", { value: -1_000_000 }],
  ["start", "2999-01-01"],
  ["extension", [{ url: "http://example.org/a", valueString: "a", extension: [{ url: "b", valueString: "c" }] }]],
];

function* placesBelow(value: unknown, place: Place): Generator<Place> {
  if (Array.isArray(value)) {
    for (const [index, item] of (value as unknown[]).entries()) {
      yield [...place, index];
      yield* placesBelow(item, [...place, index]);
    }
  } else if (isJson(value)) {
    for (const [name, item] of Object.entries(value)) {
      if (name === "resourceType") continue;
      yield [...place, name];
      yield* placesBelow(item, [...place, name]);
    }
  }
}
