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

interface Made {
  readonly resource: object;
  readonly text: string;
}

/** The resources by the names of their parts, so that a part more or less moves no other. */
type Bundle = ReadonlyMap<string, Made>;

function run(map: RunnableMap, document: object): Bundle | undefined {
  const issues: unknown[] = [];
  const made = map(document, { references: [], issues }) as { entry: { fullUrl: string; resource: object }[] };
  if (issues.length > 0) return undefined;
  return new Map(made.entry.map(({ fullUrl, resource }) => [fullUrl, { resource, text: JSON.stringify(resource) }]));
}

function placesOf(name: string, { resource }: Made = NOTHING): ReadonlyMap<string, string> {
  return new Map(leavesOf(resource).map((steps) => [`${name} ${steps.join("/")}`, leafAt(resource, steps)]));
}

const NOTHING: Made = { resource: {}, text: "" };

function leafAt(value: unknown, steps: Steps): string {
  return JSON.stringify(steps.reduce<unknown>((inner, step) => (inner as Fields)[step], value));
}

type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

/** For each leaf of the document, the places of the bundle that depend on it. */
function dependencies(map: RunnableMap): Dependencies {
  const plain = run(map, source);
  return new Map(
    leavesOf(source).map((steps) => [steps.join("/"), movedPlaces(plain, run(map, altered(source, steps)))]),
  );
}

function movedPlaces(one: Bundle = new Map(), other: Bundle = new Map()): ReadonlySet<string> {
  const names = [...new Set([...one.keys(), ...other.keys()])];
  return new Set(names.flatMap((name) => changedPlaces(name, one.get(name), other.get(name))));
}

function changedPlaces(name: string, one: Made | undefined, other: Made | undefined): readonly string[] {
  if (one?.text === other?.text) return [];
  const [before, after] = [placesOf(name, one), placesOf(name, other)];
  return [...new Set([...before.keys(), ...after.keys()])].filter((place) => before.get(place) !== after.get(place));
}

/** What the map itself makes, and which of it depends on which leaf. */
interface Original {
  readonly bundles: readonly (Bundle | undefined)[];
  readonly places: Dependencies;
}

/**
 * Whether a leaf of the case has lost every place that depended on it. Only leaves are asked of which a place looks otherwise
 * in one of the two bundles: the others are where they were.
 */
function isHarmful(map: RunnableMap, { bundles, places }: Original): boolean {
  const dependents = (steps: Steps) => places.get(steps.join("/")) ?? new Set<string>();
  const moved = documents.map((document, at) => movedPlaces(bundles[at], run(map, document)));
  const touched = leavesOf(source).filter((steps) =>
    [...dependents(steps)].some((place) => moved.some((one) => one.has(place))),
  );
  const plain = run(map, source);
  return touched.some((steps) => {
    const left = movedPlaces(plain, run(map, altered(source, steps)));
    return ![...dependents(steps)].some((place) => left.has(place));
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

const documents = [source, varied(source)];

function isCaught(map: RunnableMap): boolean {
  return documents.some((document) => {
    const bundle = map(document, { references: [], issues: [] });
    const back = extraction(bundle, { references: [], issues: [] });
    return explainLosses(document, back, losses).some(({ loss }) => loss === undefined);
  });
}

it("a map that loses or moves data does not pass the round trip", { timeout: 3_600_000 }, async () => {
  const map = await workshop.compile("kyphoplasty", workshop.maps);
  if (map === undefined || run(map, source) === undefined) throw new Error("the map itself does not run");
  const bundles = documents.map((document) => run(map, document));
  const original: Original = { bundles, places: dependencies(map) };
  expect(isCaught(map)).toBe(false);

  const counts = { refused: 0, harmful: 0, caught: 0, harmless: 0 };
  const missed: string[] = [];
  for (const { name, maps } of mutants) {
    const mutant = await workshop.compile("kyphoplasty", [
      ...maps,
      ...workshop.maps.filter(({ file }) => file.includes("extract")),
    ]);
    // A compiler or a run that refuses has told already.
    if (mutant === undefined || run(mutant, source) === undefined) counts.refused++;
    else if (!isHarmful(mutant, original)) counts.harmless++;
    else {
      counts.harmful++;
      if (isCaught(mutant)) counts.caught++;
      else missed.push(name);
    }
  }
  process.stdout.write(`map mutants: ${String(mutants.length)}, ${JSON.stringify(counts)}\n`);
  expect(missed).toEqual([]);
  expect(counts.harmful).toBeGreaterThanOrEqual(100);
});
