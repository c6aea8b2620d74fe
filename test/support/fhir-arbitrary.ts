import fc from "fast-check";
import type { Focus } from "./focuses.ts";
import { propertyOf, type ElementModel, type Model } from "../../src/fhirpath/index.ts";

/** Draws that depend on a seed alone, so that a failure can be had again. */
export interface Draw {
  /** A whole number from 0, below the limit. */
  readonly below: (limit: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
}

export function createDraw(seed: number): Draw {
  let state = seed | 0;
  // Mulberry32.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick(from) {
      const found = from[below(from.length)];
      if (found === undefined) throw new Error("Nothing to pick from.");
      return found;
    },
  };
}

type Json = Record<string, unknown>;

/** How instances are made. */
export interface Making {
  readonly model: Model;
  /** Texts that expressions compare with, so that comparisons come out both ways. */
  readonly words: readonly string[];
  /** Resource types that may be contained, or stand in an entry. */
  readonly inner: readonly string[];
  /** How often a primitive has its `_x`. */
  readonly sidecars: number;
}

const DATES = ["2020", "2020-03", "2020-03-16", "2021-01-01"];
const MOMENTS = [...DATES, "2020-03-16T10:00:00Z", "2020-03-16T12:00:00+02:00", "2020-03-16T09:59:59.5Z"];

const PRIMITIVES: Readonly<Record<string, (draw: Draw, making: Making) => unknown>> = {
  boolean: (draw) => draw.chance(0.5),
  integer: (draw) => draw.below(5) - 1,
  positiveInt: (draw) => draw.below(4) + 1,
  unsignedInt: (draw) => draw.below(4),
  decimal: (draw) => draw.pick([0, 1, 1.5, 2, 40, 99.5, -3]),
  date: (draw) => draw.pick(DATES),
  dateTime: (draw) => draw.pick(MOMENTS),
  instant: (draw) => draw.pick(MOMENTS.slice(4)),
  time: (draw) => draw.pick(["10:00:00", "12:30:00"]),
  id: (draw) => draw.pick(["a", "b", "c"]),
  xhtml: () => '<div xmlns="http://www.w3.org/1999/xhtml">x</div>',
  canonical: (draw) => draw.pick(["#a", "http://example.org/a", "#"]),
  base64Binary: () => "QQ==",
};

const text = (draw: Draw, { words }: Making) => draw.pick(words);

/**
 * Makes a value of a type with a right JSON shape: some of its elements, each of a type that it may have. Cardinalities hold,
 * required elements may lack, and nothing is said about codes.
 */
export function makeValue(type: string, draw: Draw, making: Making, depth = 0): unknown {
  const { model } = making;
  const known = model.type(type);
  if (known === undefined) throw new Error(`No type ${type}.`);
  if (known.kind === "primitive") return (PRIMITIVES[type] ?? text)(draw, making);
  if (known.isAbstract) return makeValue(draw.pick(making.inner), draw, making, depth);
  const made: Json = known.kind === "resource" ? { resourceType: type } : {};
  // A few elements each time, so that any pair of them meets.
  const share = depth === 0 ? draw.pick([0.15, 0.4, 0.7]) : draw.pick([0.2, 0.5]);
  const elements = [...known.elements.values()].filter(({ name }) => depth < 4 || !DEEP.has(name));
  for (const element of elements) if (draw.chance(share)) addElement(made, element, draw, making, depth);
  // No object is empty: an id is what any may have.
  if (Object.keys(made).length === 0) made["id"] = "a";
  return made;
}

/** What goes on without end when it is filled. */
const DEEP = new Set(["extension", "modifierExtension", "contained", "item", "concept", "part", "resource", "section"]);

function addElement(made: Json, element: ElementModel, draw: Draw, making: Making, depth: number): void {
  if (depth > 0 && ["extension", "modifierExtension"].includes(element.name) && draw.chance(0.7)) return;
  if (depth > 5 || element.types.length === 0) return;
  const type = draw.pick(element.types);
  if (!making.model.type(type)) return;
  const property = propertyOf(element, type);
  const isPrimitive = making.model.type(type)?.kind === "primitive";
  const hasSidecar = isPrimitive && element.name !== "id" && type !== "xhtml" && draw.chance(making.sidecars);
  const value = () => makeValue(type, draw, making, depth + 1);
  const sidecar = () => ({ extension: [{ url: "http://example.org/x", valueString: "x" }] });
  if (!element.isList) {
    if (hasSidecar) made[`_${property}`] = sidecar();
    if (!hasSidecar || draw.chance(0.5)) made[property] = value();
    return;
  }
  const count = draw.pick([1, 1, 2, 3]);
  const whole = Array.from({ length: count }, () => ({
    value: hasSidecar && draw.chance(0.3) ? null : value(),
    sidecar: hasSidecar ? sidecar() : null,
  }));
  made[property] = whole.map((one) => one.value);
  if (!whole.some((one) => one.value !== null)) Reflect.deleteProperty(made, property);
  if (hasSidecar) made[`_${property}`] = whole.map((one) => one.sidecar);
}

/** Changes an object in one place: an element goes, comes, or is made anew. Its shape stays right. */
export function mutate({ value, type }: Focus, draw: Draw, making: Making): void {
  const fields = Object.keys(value).filter((field) => field !== "resourceType");
  const elements = [...(making.model.type(type)?.elements.values() ?? [])];
  if (draw.chance(0.4) && fields.length > 1) {
    const gone = draw.pick(fields).replace(/^_/, "");
    Reflect.deleteProperty(value, gone);
    Reflect.deleteProperty(value, `_${gone}`);
    if (Object.keys(value).length === 0) (value as Json)["id"] = "a";
    return;
  }
  const element = draw.pick(elements);
  for (const other of element.types) {
    const property = propertyOf(element, other);
    Reflect.deleteProperty(value, property);
    Reflect.deleteProperty(value, `_${property}`);
  }
  addElement(value as Json, element, draw, making, 2);
  if (Object.keys(value).length === 0) (value as Json)["id"] = "a";
}

/** Seeds for the draws. */
export const seeds = fc.integer();
