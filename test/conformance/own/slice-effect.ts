import type { ElementNode } from "./element-tree.ts";
import { valueAt, type Json } from "./json.ts";
import type { Occurrence } from "./occurrence.ts";
import { sliceOf } from "./slice-membership.ts";

/** What a change does to the slices around it. */
export type SliceEffect =
  | { readonly kind: "none" }
  /** An item fits another slice or none, and every slice still has as many items as it may. */
  | { readonly kind: "moved" }
  /** A slice has too few or too many items, or a closed list one that fits none. */
  | { readonly kind: "broken"; readonly element: string };

/**
 * Compares the slices of a change's element and of all above it before and after. The outermost says: what left its
 * slice no longer owes what that slice asks of the lists inside.
 */
export function sliceEffect(occurrence: Occurrence, changed: Json): SliceEffect {
  let effect: SliceEffect = { kind: "none" };
  for (let at: Occurrence | undefined = occurrence; at; at = at.parent) {
    const sliced = at.node.sliced ?? at.node;
    if (sliced.slices.length === 0) continue;
    const place = [...at.parentPlace, at.property];
    const before = membership(sliced, valueAt(at.root, place));
    const after = membership(sliced, valueAt(changed, place));
    if (before.join() === after.join()) continue;
    effect = isBroken(sliced, after) ? { kind: "broken", element: at.path } : { kind: "moved" };
  }
  return effect;
}

/** The slice of each item by its place among the slices, -1 for none. */
function membership(sliced: ElementNode, value: unknown): readonly number[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return items.map((item) => {
    const slice = sliceOf(sliced, item);
    return slice ? sliced.slices.indexOf(slice) : -1;
  });
}

function isBroken(sliced: ElementNode, items: readonly number[]): boolean {
  if (sliced.definition.slicing?.rules === "closed" && items.includes(-1)) return true;
  return sliced.slices.some(({ min, max }, at) => {
    const count = items.filter((one) => one === at).length;
    return count < min || count > max;
  });
}
