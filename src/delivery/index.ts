/**
 * Delivery: a conformant bundle comes in, goes to a FHIR server by the strategy that the server allows, and what became of
 * every resource comes out; the loop does so for stored deliveries until each has ended.
 * https://hl7.org/fhir/R4/http.html
 *
 * Refusals are issues; where nobody tries again, faults of the way are a thrown `DeliveryFault`.
 */
export { askDestination, deliverTo } from "./deliver-to.ts";
export { derivedIds } from "./derived-ids.ts";
export { enrol } from "./enrolment.ts";
export { startDelivery, type DeliveryAttemptFigures, type DeliveryLoop } from "./loop/index.ts";
export { push } from "./push.ts";
export type { PushReport } from "./push.ts";
export type { DeliveredEntry } from "./deliver.ts";
export { checkDestination } from "./check-destination.ts";
export { probe, type Finding, type ProbeReport, type ProbeWorld } from "./probe/index.ts";
export { exchange, strategyFor, type Ability } from "./server/index.ts";
export {
  STRATEGIES,
  type DestinationInit,
  type FhirDestination,
  type OwnershipPolicy,
  type Strategy,
} from "./destination.ts";
export { DeliveryFault } from "./delivery-fault.ts";
