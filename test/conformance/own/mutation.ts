import type { Json } from "./json.ts";
import type { Occurrence } from "./occurrence.ts";
import type { World } from "./world.ts";

/** One change to a right resource, and what it must be found to break. */
export interface Change {
  readonly resource: Json;
  /** FHIRPath of the element that the change breaks. */
  readonly element: string;
  /** Other places where an issue may rightly stand, such as the parent of what is missing. */
  readonly nearby?: readonly string[];
  /** `valid` for a change that breaks nothing. */
  readonly expect: "error" | "valid";
}

/** A kind of change: what can be done to an element at one place; nothing where it would break no rule. */
export interface Mutation {
  readonly kind: string;
  readonly changes: (occurrence: Occurrence, world: World) => readonly Change[];
}
