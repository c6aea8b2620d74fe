/**
 * The delivery loop: claimed outbox rows of one destination go in, settled ones come out. It obeys leases, the destination's
 * pauses and its circuit breaker, and what `answer` says of each attempt.
 *
 * At least once, in order for each patient; what keeps a repeat from taking effect twice is `deliver.ts`'s business.
 */
export type { DeliveryAttemptFigures, DeliveryLoop } from "./delivery-loop.ts";
export { DeliveryWorker } from "./worker.ts";
export { startDelivery } from "./start-delivery.ts";
