import { stepsOf } from "../fml/trace/index.ts";
import type { OriginOfLeaf } from "../mapping/index.ts";
import type { PathStep } from "./element-path.ts";

/** The elements of a bundle that have leaves with origins. */
export interface ElementTree {
  readonly pointer: string;
  readonly parts: ReadonlyMap<string, ElementTree>;
  readonly leaf?: OriginOfLeaf;
}

interface Growing extends ElementTree {
  readonly parts: Map<string, Growing>;
  leaf?: OriginOfLeaf;
}

/** Builds the tree of a bundle's leaves. */
export function createElementTree(leaves: readonly OriginOfLeaf[]): ElementTree {
  const root: Growing = { pointer: "", parts: new Map() };
  for (const leaf of leaves) {
    let at = root;
    for (const step of stepsOf(leaf.pointer)) {
      const next: Growing = at.parts.get(step) ?? { pointer: `${at.pointer}/${step}`, parts: new Map() };
      at.parts.set(step, next);
      at = next;
    }
    at.leaf = leaf;
  }
  return root;
}

/** Every leaf at or below an element, in the order of the bundle. */
export function* leavesBelow(element: ElementTree): Generator<OriginOfLeaf> {
  if (element.leaf) yield element.leaf;
  for (const part of element.parts.values()) yield* leavesBelow(part);
}

/** The objects around a place in a resource, from the inside out; the resource itself is not one of them. */
export function elementsAround(root: ElementTree, pointer: string): readonly ElementTree[] {
  const around: ElementTree[] = [];
  let at: ElementTree | undefined = root;
  for (const [depth, step] of stepsOf(pointer).entries()) {
    at = at?.parts.get(step);
    // `/entry/3/resource` and what is around it say nothing of an element inside.
    if (at !== undefined && depth > 2) around.unshift(at);
  }
  return around;
}

/** What a path leads to. */
export interface Resolved {
  readonly elements: readonly ElementTree[];
  /** The steps that lead nowhere from there: an element that is missing. */
  readonly missing: readonly PathStep[];
}

/**
 * Follows a path as far as it leads: a list without an index is all of its items, `value` is the choice that is there, and a primitive's
 * own extensions are looked for beside it.
 */
export function resolvePath(from: ElementTree, steps: readonly PathStep[]): Resolved {
  let elements: readonly ElementTree[] = [from];
  for (const [at, step] of steps.entries()) {
    const next = elements.flatMap((element) => follow(element, step));
    if (next.length === 0) return { elements, missing: steps.slice(at) };
    elements = next;
  }
  return { elements, missing: [] };
}

function follow({ parts }: ElementTree, { name, index }: PathStep): readonly ElementTree[] {
  const found = parts.get(name) ?? parts.get(`_${name}`) ?? choiceOf(parts, name);
  if (found === undefined) return [];
  const isList = found.parts.has("0");
  if (!isList) return index === undefined || index === 0 ? [found] : [];
  if (index === undefined) return [...found.parts.values()];
  const item = found.parts.get(String(index));
  return item === undefined ? [] : [item];
}

function choiceOf(parts: ElementTree["parts"], name: string): ElementTree | undefined {
  for (const [property, part] of parts) {
    if (property.startsWith(name) && /^[A-Z]/.test(property.slice(name.length))) return part;
  }
  return undefined;
}
