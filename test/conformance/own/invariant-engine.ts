import { LRUCache, evalFhirPathTyped, toTypedValue } from "@medplum/core";
import type { FhirPathAtom } from "@medplum/core";
import type { Resource } from "@medplum/fhirtypes";
import { loadR4Structures } from "../../../src/fhir/index.ts";

/** An element that an invariant is asked of. */
export interface InvariantContext {
  readonly value: unknown;
  /** FHIR type; the name of a backbone element is its path without dots (`ObservationComponent`). */
  readonly type: string;
  readonly resource: Resource;
  readonly rootResource: Resource;
}

/** Says whether invariants hold; one checker keeps the expressions it has parsed. */
export interface InvariantEngine {
  /** `undefined` where the expression needs what the engine cannot do. */
  readonly holds: (expression: string, context: InvariantContext) => boolean | undefined;
}

/** The engine knows neither terminology nor other profiles, and its walks down a tree give nothing. */
const UNSUPPORTED = /\b(memberOf|conformsTo|children|descendants|htmlChecks|resolve)\s*\(/;

/**
 * Makes the interpreter of invariants, https://hl7.org/fhir/R4/fhirpath.html#invariants
 *
 * An empty result counts as not met, as the specification has it for a required truth.
 */
export function createInvariantEngine(): InvariantEngine {
  loadR4Structures();
  const parsed = new LRUCache<FhirPathAtom>(5_000);
  return {
    holds: (expression, { value, type, resource, rootResource }) => {
      if (UNSUPPORTED.test(expression)) return undefined;
      const context = { type, value };
      const variables = {
        "%context": context,
        "%resource": toTypedValue(resource),
        "%rootResource": toTypedValue(rootResource),
        "%ucum": toTypedValue("http://unitsofmeasure.org"),
      };
      try {
        const result = evalFhirPathTyped(expression, [context], variables, parsed);
        return result.length === 1 && result[0]?.value === true;
      } catch {
        return undefined;
      }
    },
  };
}
