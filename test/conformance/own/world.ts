import { createInvariantEngine, type InvariantEngine } from "./invariant-engine.ts";
import { readBaseTrees } from "./definitions.ts";
import type { ElementTree } from "./element-tree.ts";

/** What mutations may ask about R4 itself. */
export interface World {
  readonly baseTrees: ReadonlyMap<string, ElementTree>;
  /** The interpreter, which says whether an invariant really is broken. */
  readonly invariants: InvariantEngine;
}

export function createWorld(): World {
  return { baseTrees: readBaseTrees(), invariants: createInvariantEngine() };
}
