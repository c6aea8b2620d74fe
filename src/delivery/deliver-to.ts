import type { Result } from "../fhir/index.ts";
import type { ConformantBundle } from "../profile/index.ts";
import { DeliveryFault } from "./delivery-fault.ts";
import type { FhirDestination } from "./destination.ts";
import { push, type PushReport } from "./push.ts";

/**
 * Pushes once, for callers that answer at once instead of trying again: a fault of the way is told by
 * its issues, like a refusal.
 */
export async function deliverTo(destination: FhirDestination, bundle: ConformantBundle): Promise<Result<PushReport>> {
  try {
    return await push(bundle, destination);
  } catch (error) {
    if (error instanceof DeliveryFault) return { ok: false, issues: error.issues };
    throw error;
  }
}
