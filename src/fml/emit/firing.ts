import type { Code } from "../../codegen/index.ts";
import type { Operand } from "../../fhirpath/index.ts";
import type { Sources } from "./sources.ts";

/** One way for a rule to fire: a choice of several types has one for each. */
export interface Firing {
  /** Runs before, in the block around. */
  readonly setup: readonly Code[];
  /** Runs first in each round: a check, or the filter of a loop. */
  readonly conditions: readonly Code[];
  readonly checks: readonly Code[];
  /** `for (…)`, where the source is a list. */
  readonly loop: Code | undefined;
  /** Runs first in each round of the loop. */
  readonly enter: readonly Code[];
  /** In a traced module: the list of the loop, and the condition that it has no round. */
  readonly list?: { readonly from: Sources; readonly isEmpty: Code };
  /** In a traced module: what the rule depends on when it fires. */
  readonly from: Sources;
  readonly because: Sources;
  /** What the rule's variable is. */
  readonly value: Operand;
}
