/**
 * How parts travel to a destination: as one transaction, as batches in waves, or one by one. Parts go in, and what came of
 * each comes out; what the server holds then is kept in the shipment. https://hl7.org/fhir/R4/http.html
 *
 * A carrier sends once. What follows from the answers is left to `deliver.ts`.
 */
import type { Carried, CarrierName, Part, Shipment } from "../shipment/index.ts";
import { carryBatches } from "./batch.ts";
import { carrySingly } from "./single.ts";
import { carryTransaction } from "./transaction.ts";

export { toBundle } from "./bundle.ts";
export { nameOf, placeOf, tornIssue } from "./words.ts";

const CARRIERS: Readonly<Record<CarrierName, (shipment: Shipment, parts: readonly Part[]) => Promise<Carried>>> = {
  transaction: carryTransaction,
  batch: carryBatches,
  single: carrySingly,
};

/** Carries parts to the shipment's destination, in the way that its strategy asks for. */
export function carry(shipment: Shipment, parts: readonly Part[]): Promise<Carried> {
  return CARRIERS[shipment.carrier](shipment, parts);
}
