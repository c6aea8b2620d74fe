import type { InvariantScope, TypeTable } from "../../fhirpath/runtime/index.ts";
import type { Holds } from "../check-context.ts";
import { passesHtmlChecks } from "../runtime/narrative/index.ts";
import type { Terminology } from "../terminology/index.ts";
import { invariantKey } from "./emit-invariants.ts";

type Compiled = (focus: unknown, scope: InvariantScope, sidecar: unknown) => unknown;

/** What a module of invariants exports. */
export type InvariantTable = Readonly<Record<string, readonly [holds: Compiled, blame?: Compiled]>>;

/** What compiled invariants stand on. */
export interface InvariantLibrary {
  /** Invariants of a type and of what it holds, by the first part of the type's name; undefined where there are none. */
  readonly invariants: (type: string) => InvariantTable | undefined;
  readonly types: TypeTable;
}

/**
 * Asks compiled invariants.
 *
 * One that is not there, or that meets a shape that was found wrong elsewhere, gives no verdict.
 *
 * @param now the instant of the check
 */
export function createCompiledHolds(library: InvariantLibrary, terminology: Terminology, now: () => string): Holds {
  return (expression, { value, sidecar, type, around, conforms, blame }) => {
    const [root = ""] = type.split(".", 1);
    const found = library.invariants(root)?.[invariantKey(type, expression)];
    if (found === undefined) return undefined;
    const scope: InvariantScope = {
      resource: around.resource,
      rootResource: around.root,
      types: library.types,
      resolve: (reference) => around.resolve(reference)?.resource,
      memberOf: terminology.memberOf,
      conformsTo: (one, profile) => conforms(one, profile, around),
      htmlChecks: passesHtmlChecks,
      now,
      convert: terminology.units.convert,
    };
    try {
      const holds = found[0](value, scope, sidecar) === true;
      if (!holds && blame && found[1]) blame(String(found[1](value, scope, sidecar)));
      return holds;
    } catch {
      return undefined;
    }
  };
}
