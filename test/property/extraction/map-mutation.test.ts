import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { extraction } from "../../../build/maps/extraction.js";
import { explainLosses, readLosses } from "../../../src/extraction/index.ts";
import { openMapWorkshop, type RunnableMap } from "../../support/map-workshop.ts";
import { deletions, swaps, type MapMutant } from "../../support/mutate-map.ts";
import { readExample } from "../../support/example.ts";

/**
 * Maps with one rule deleted or changed. Whether a mutant loses or moves data is found without the way back: a field of the case
 * that the bundle depends on no more is lost, and one that only other places depend on has moved. The round trip must tell.
 */
const losses = readLosses(readFileSync(join(import.meta.dirname, "../../../mappings/losses.json"), "utf8"));
const workshop = openMapWorkshop();
const forward = workshop.maps.filter(({ file }) => !file.includes("extract"));
const source = readExample("full") as unknown as object;

afterAll(() => {
  workshop.close();
});

/** How many of each kind are tried; they are spread evenly over all maps. */
const DELETED = 200;
const SWAPPED = 60;

const spread = (mutants: readonly MapMutant[], count: number) =>
  mutants.filter(
    (_, at) => Math.floor((at * count) / mutants.length) !== Math.floor(((at - 1) * count) / mutants.length),
  );
const mutants = [...spread(deletions(forward), DELETED), ...spread(swaps(forward), SWAPPED)];

type Steps = readonly (string | number)[];
type Fields = Record<string | number, unknown>;

function leavesOf(value: unknown, steps: Steps = []): readonly Steps[] {
  if (typeof value !== "object" || value === null) return [steps];
  return Object.entries(value).flatMap(([name, child]) =>
    leavesOf(child, [...steps, Array.isArray(value) ? Number(name) : name]),
  );
}

/** The document with one leaf changed to another value of its type. */
function altered(document: object, steps: Steps): object {
  const copy = structuredClone(document) as Fields;
  const holder = steps.slice(0, -1).reduce<unknown>((value, step) => (value as Fields)[step], copy);
  const last = steps.at(-1) ?? "";
  const fields = holder as Fields;
  const value = fields[last];
  if (typeof value === "number") fields[last] = value + 1;
  else if (typeof value === "boolean") fields[last] = !value;
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else Reflect.deleteProperty(fields, last);
  return copy;
}

/** The resources by the names of their parts, so that a part more or less moves no other. */
function run(map: RunnableMap, document: object): ReadonlyMap<string, object> | undefined {
  const issues: unknown[] = [];
  const made = map(document, { references: [], issues }) as { entry: { fullUrl: string; resource: object }[] };
  return issues.length > 0 ? undefined : new Map(made.entry.map(({ fullUrl, resource }) => [fullUrl, resource]));
}

function placesOf(name: string, resource: object | undefined): ReadonlyMap<string, string> {
  return new Map(
    leavesOf(resource ?? {}).map((steps) => [`${name} ${steps.join("/")}`, leafAt(resource ?? {}, steps)]),
  );
}

function leafAt(value: unknown, steps: Steps): string {
  return JSON.stringify(steps.reduce<unknown>((inner, step) => (inner as Fields)[step], value));
}

type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

/** For each leaf of the document, the places of the bundle that depend on it. */
function dependencies(map: RunnableMap): Dependencies | undefined {
  const plain = run(map, source);
  if (plain === undefined) return undefined;
  return new Map(
    leavesOf(source).map((steps) => {
      const other = run(map, altered(source, steps)) ?? new Map<string, object>();
      const names = [...new Set([...plain.keys(), ...other.keys()])];
      return [steps.join("/"), new Set(names.flatMap((name) => changedPlaces(name, plain.get(name), other.get(name))))];
    }),
  );
}

function changedPlaces(name: string, one: object | undefined, other: object | undefined): readonly string[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  const [before, after] = [placesOf(name, one), placesOf(name, other)];
  return [...new Set([...before.keys(), ...after.keys()])].filter((place) => before.get(place) !== after.get(place));
}

function isHarmful(before: Dependencies, after: Dependencies): boolean {
  return [...before].some(([leaf, places]) => {
    const left = after.get(leaf);
    return places.size > 0 && ![...places].some((place) => left?.has(place));
  });
}

/** The same case with other values, so that no two neighbours are equal by chance. */
function varied(document: object): object {
  const copy = structuredClone(document);
  for (const [at, steps] of leavesOf(document).entries()) {
    const holder = steps.slice(0, -1).reduce<unknown>((value, step) => (value as Fields)[step], copy) as Fields;
    const last = steps.at(-1) ?? "";
    const value = holder[last];
    if (typeof value === "number") holder[last] = value + (at % 7);
    else if (typeof value === "boolean") holder[last] = at % 2 === 0;
  }
  return copy;
}

function isCaught(map: RunnableMap): boolean {
  return [source, varied(source)].some((document) => {
    const bundle = map(document, { references: [], issues: [] });
    const back = extraction(bundle, { references: [], issues: [] });
    return explainLosses(document, back, losses).some(({ loss }) => loss === undefined);
  });
}

it("a map that loses or moves data does not pass the round trip", { timeout: 600_000 }, async () => {
  const original = await workshop.compile("kyphoplasty", workshop.maps);
  const before = original && dependencies(original);
  if (original === undefined || before === undefined) throw new Error("the map itself does not run");
  expect(isCaught(original)).toBe(false);

  const counts = { refused: 0, harmful: 0, caught: 0, harmless: 0 };
  const missed: string[] = [];
  for (const { name, maps } of mutants) {
    const map = await workshop.compile("kyphoplasty", [
      ...maps,
      ...workshop.maps.filter(({ file }) => file.includes("extract")),
    ]);
    const after = map && dependencies(map);
    // A compiler or a run that refuses has told already.
    if (map === undefined || after === undefined) counts.refused++;
    else if (!isHarmful(before, after)) counts.harmless++;
    else {
      counts.harmful++;
      if (isCaught(map)) counts.caught++;
      else missed.push(name);
    }
  }
  process.stdout.write(`map mutants: ${String(mutants.length)}, ${JSON.stringify(counts)}\n`);
  expect(missed).toEqual([]);
  expect(counts.harmful).toBeGreaterThanOrEqual(100);
});
