import type { Position } from "../fhir/index.ts";
import { pointerSteps } from "./pointer.ts";

/** Where a value, or the name of a field, stands in the bytes; `byteEnd` is the first byte after it. */
export interface Location extends Position {
  readonly byteStart: number;
  readonly byteEnd: number;
  /** Where the name of the field stands, when the value is one. */
  readonly key?: Location | undefined;
}

/**
 * A value's location with those of what it holds.
 *
 * Places form a tree and not a table by pointer, since the pointers of a hostile document take far more room than it.
 */
export interface Place extends Location {
  /** By name in an object, where of a repeated one the last counts, as in JSON.parse; in order in a list. */
  readonly parts?: ReadonlyMap<string, Place> | readonly Place[] | undefined;
  /** The text of a number that JavaScript would print otherwise than it was written, such as 4.50. */
  readonly writtenNumber?: string | undefined;
}

/** The place that a JSON pointer leads to, undefined when there is none. */
export function placeAt(root: Place | undefined, pointer: string): Place | undefined {
  return pointerSteps(pointer).reduce((place, step) => place && partOf(place, step), root);
}

/** The nearest place around a JSON pointer, which may be the place itself. */
export function placeAround(root: Place | undefined, pointer: string): Place | undefined {
  let place = root;
  for (const step of pointerSteps(pointer)) {
    const part = place && partOf(place, step);
    if (part === undefined) break;
    place = part;
  }
  return place;
}

function partOf({ parts }: Place, step: string): Place | undefined {
  if (parts === undefined) return undefined;
  return parts instanceof Map
    ? (parts as ReadonlyMap<string, Place>).get(step)
    : (parts as readonly Place[])[Number(step)];
}
