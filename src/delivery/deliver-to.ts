import type { Result } from "../fhir/index.ts";
import type { ConformantBundle } from "../profile/index.ts";
import { checkDestination } from "./check-destination.ts";
import { DeliveryFault } from "./delivery-fault.ts";
import type { FhirDestination } from "./destination.ts";
import { push, type PushReport } from "./push.ts";
import type { Ability } from "./server/index.ts";

/**
 * Pushes once, for callers that answer at once instead of trying again: a fault of the way is told by
 * its issues, like a refusal.
 */
export async function deliverTo(
  destination: FhirDestination,
  bundle: ConformantBundle,
  ability?: Ability,
): Promise<Result<PushReport>> {
  return told(() => push(bundle, destination, ability));
}

/** Asks a destination what it can do, for the same callers. */
export async function askDestination(destination: FhirDestination): Promise<Result<Ability>> {
  return told(() => checkDestination(destination));
}

async function told<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DeliveryFault) return { ok: false, issues: error.issues };
    throw error;
  }
}
