/**
 * Delivery: a conformant bundle comes in, goes to a FHIR server as one transaction, and a report on
 * every entry comes out. https://hl7.org/fhir/R4/http.html#transaction
 *
 * The neutral form of the bundle is rewritten to the destination's strategy and policies. Refusals
 * are issues, faults of the way are a thrown `DeliveryFault`. Trying again is left to the caller.
 */
export { deliverTo } from "./deliver-to.ts";
export { enrol } from "./enrolment.ts";
export { startDelivery, type DeliveryAttemptFigures, type DeliveryLoop } from "./loop.ts";
export { push } from "./push.ts";
export type { PushReport } from "./push.ts";
export type { PushedEntry } from "./judge-answer.ts";
export { rewrite } from "./rewrite.ts";
export type { Part, Rewritten } from "./rewrite.ts";
export { checkDestination } from "./check-destination.ts";
export type { DestinationAbility } from "./check-destination.ts";
export type { FhirDestination, OwnershipPolicy, Strategy } from "./destination.ts";
export { DeliveryFault } from "./delivery-fault.ts";
export type { DeliveryFaultCode, DeliveryFaultOptions } from "./delivery-fault.ts";
