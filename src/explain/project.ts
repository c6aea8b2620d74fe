import type { Bundle } from "@medplum/fhirtypes";
import { stepsOf, valueAt } from "../fml/trace/index.ts";
import { isConstant, type CaseOrigins, type InputPlace, type MapPlace, type OriginOfLeaf } from "../mapping/index.ts";
import { parseElementPath, pathOf, type ElementPath } from "./element-path.ts";
import { createElementTree, elementsAround, leavesBelow, resolvePath } from "./element-tree.ts";
import { placesOfMissing } from "./missing-element.ts";
import { createRanking } from "./rank-places.ts";
import { readDiagnostics, type Clues } from "./read-diagnostics.ts";

/** What somebody said of a bundle. */
export interface Said {
  /** A FHIRPath or XPath, from the bundle or from a resource. */
  readonly path?: string;
  readonly message: string;
}

/** What an issue is about. */
export interface Projection {
  /** Elements of the bundle, as FHIRPath; several where the words do not tell which. */
  readonly elements: readonly string[];
  /** The entries it can be; one where it is certain, none where nothing tells. */
  readonly entries: readonly number[];
  /** Fields of the input behind them, the likeliest first. */
  readonly places: readonly InputPlace[];
  /** What wrote them, where it is one line of a map. */
  readonly map?: MapPlace;
}

/** A bundle that somebody judges. */
export interface Judged {
  readonly bundle: Bundle;
  readonly origins: CaseOrigins;
  /** `Type/id` at a destination, to the entry that has it there. */
  readonly ids?: ReadonlyMap<string, number>;
}

/** What an issue is about in one entry. */
interface Hit {
  readonly index: number;
  readonly elements: readonly string[];
  readonly leaves: readonly OriginOfLeaf[];
  readonly lacking: readonly InputPlace[];
  /** Pointers to the elements, or to what is there around what is missing. */
  readonly places: readonly string[];
}

/** Makes the function that leads what is said of one bundle back to the input. */
export function createProjection({ bundle, origins, ids = new Map() }: Judged): (said: Said) => Projection {
  const tree = createElementTree(origins.leaves);
  const rank = createRanking(origins.leaves);
  const entries = [...(tree.parts.get("entry")?.parts.values() ?? [])];
  const typeOf = (index: number): string => bundle.entry?.[index]?.resource?.resourceType ?? "";

  function leavesWith(values: readonly string[]): readonly OriginOfLeaf[] {
    const quoted = new Set(values);
    return quoted.size === 0 ? [] : origins.leaves.filter(({ pointer }) => quoted.has(textAt(bundle, pointer)));
  }

  /** An element that is known by its name alone, and by its value where it is told. */
  function hitsNamed(name: string, values: readonly string[]): readonly Hit[] {
    const all = origins.leaves.filter(
      ({ pointer }) => pointer.includes("/resource/") && stepsOf(pointer).includes(name),
    );
    const exact = all.filter(({ pointer }) => values.includes(String(valueAt(bundle, pointer))));
    const byEntry = Map.groupBy(exact.length > 0 ? exact : all, ({ pointer }) => entryOf(pointer) ?? -1);
    return [...byEntry].map(([index, leaves]) => {
      const places = leaves.map(({ pointer }) => pointer);
      return { index, elements: places.map(pathOf), leaves, lacking: [], places };
    });
  }

  function entriesOf(path: ElementPath | undefined, { ids: named }: Clues, quoted: readonly OriginOfLeaf[]): number[] {
    if (path?.entry !== undefined) return path.entry < entries.length ? [path.entry] : [];
    const fits = (index: number): boolean => path?.type === undefined || path.type === typeOf(index);
    const known = named.flatMap((id) => ids.get(id) ?? []).filter(fits);
    if (known.length > 0) return [...new Set(known)];
    const quoting = quoted.flatMap(({ pointer }) => entryOf(pointer) ?? []).filter(fits);
    if (quoting.length > 0) return [...new Set(quoting)];
    if (path === undefined) return [];
    const typed = [...entries.keys()].filter(fits);
    const having = typed.filter((index) => {
      const resource = entries[index]?.parts.get("resource");
      return resource !== undefined && resolvePath(resource, path.steps).missing.length === 0;
    });
    return having.length > 0 || path.type === undefined ? having : typed;
  }

  function hitIn(index: number, path: ElementPath | undefined, quoted: readonly OriginOfLeaf[]): Hit[] {
    const entry = entries[index];
    const inEntry = quoted.filter(({ pointer }) => entryOf(pointer) === index);
    const isOfEntry = path === undefined ? inEntry.length > 0 : path.isOfEntry === true;
    const start = isOfEntry ? entry : entry?.parts.get("resource");
    if (start === undefined) return [];
    const { elements, missing } = resolvePath(start, path?.steps ?? []);
    const below = elements.flatMap((element) => [...leavesBelow(element)]);
    const meant = below.filter((leaf) => inEntry.includes(leaf));
    const shown = meant.length > 0 ? meant : elements;
    const isMissing = missing.length > 0 && meant.length === 0;
    const around = elements.map(({ pointer }) => pointer);
    return [
      {
        index,
        elements: shown.map(({ pointer }) => pathOf(pointer) + (isMissing ? nameOf(missing) : "")),
        leaves: isMissing ? [] : meant.length > 0 ? meant : below,
        lacking: isMissing
          ? placesOfMissing(origins, { entry: index, type: typeOf(index), around, steps: missing })
          : [],
        places: around,
      },
    ];
  }

  /** What stands beside constants, or beside what is missing, in the innermost object that carries anything of the input. */
  function beside(hits: readonly Hit[]): readonly OriginOfLeaf[] {
    return hits.flatMap(({ places }) =>
      places.flatMap((pointer) => {
        const carriers = elementsAround(tree, pointer).map((element) => [...leavesBelow(element)].filter(carriesInput));
        return carriers.find(({ length }) => length > 0) ?? [];
      }),
    );
  }

  return ({ path, message }) => {
    const clues = readDiagnostics(message);
    const target = mostTelling(path === undefined ? undefined : parseElementPath(path), clues.paths);
    const quoted = leavesWith(clues.values);
    const [named] = target?.isAnywhere === true ? target.steps : [];
    const hits = named
      ? hitsNamed(named.name, clues.values)
      : entriesOf(target, clues, quoted).flatMap((index) => hitIn(index, target, quoted));
    const leaves = hits.flatMap((hit) => hit.leaves);
    const told = leaves.filter(({ pointer }) => isNamed(pointer, target?.steps.length ?? 0, clues.words));
    const neighbours = leaves.some(carriesInput) ? [] : beside(hits);
    const lacking = hits.flatMap((hit) => hit.lacking);
    const places = [
      ...lacking,
      ...rank(told.filter(carriesInput)),
      ...rank(neighbours),
      ...rank(told),
      ...rank(leaves),
    ];
    const lines = new Map(leaves.map(({ origin: { map } }) => [JSON.stringify(map), map]));
    const [map] = lines.size === 1 ? lines.values() : [];
    return {
      elements: [...new Set(hits.flatMap(({ elements }) => elements))],
      entries: hits.map(({ index }) => index),
      places: [...new Set(places)],
      ...(map && { map }),
    };
  };
}

/** The path that an issue sets, with what its words add to it. */
function mostTelling(set: ElementPath | undefined, said: readonly ElementPath[]): ElementPath | undefined {
  const [first] = said;
  if (set === undefined || first === undefined) return set ?? first;
  if (set.isOfEntry === true) return set;
  const deeper = said.find(
    (path) => path.isAnywhere !== true && path.steps.length > set.steps.length && isBelow(path, set),
  );
  if (deeper !== undefined) return { ...set, steps: [...set.steps, ...deeper.steps.slice(set.steps.length)] };
  if (set.steps.length > 0) return set;
  const inside = said.find(({ entry }) => entry === undefined || entry === set.entry);
  return inside === undefined ? set : { ...set, ...inside, ...(set.entry !== undefined && { entry: set.entry }) };
}

/** Whether a path in a sentence goes on where the path that was set ends; it may leave out places in lists. */
function isBelow(path: ElementPath, set: ElementPath): boolean {
  const isSameEntry = path.entry === undefined || path.entry === set.entry;
  return isSameEntry && set.steps.every(({ name }, at) => path.steps[at]?.name === name);
}

function carriesInput({ origin }: OriginOfLeaf): boolean {
  return !isConstant(origin);
}

/** Whether a sentence names the property below the element that it is about. */
function isNamed(pointer: string, depth: number, words: ReadonlySet<string>): boolean {
  const inside = stepsOf(pointer).slice(3);
  const property = inside.filter((step) => !/^\d+$/.test(step))[depth] ?? "";
  const choice = /^[a-z]+(?=[A-Z])/.exec(property)?.[0] ?? "";
  return words.has(property) || words.has(choice);
}

function nameOf(steps: ElementPath["steps"]): string {
  return steps.map(({ name }) => `.${name}`).join("");
}

function entryOf(pointer: string): number | undefined {
  const index = /^\/entry\/(\d+)\//.exec(pointer)?.[1];
  return index === undefined ? undefined : Number(index);
}

/** The text of a leaf, as somebody may quote it; short ones may stand anywhere and tell nothing, and a profile
 * is named by those who speak for it. */
function textAt(bundle: Bundle, pointer: string): string {
  const value = pointer.includes("/meta/profile/") ? undefined : valueAt(bundle, pointer);
  return typeof value === "string" && value.length > 2 ? value : "";
}
