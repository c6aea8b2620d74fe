/**
 * One version of a case on its way to one destination: the parts of the mapped bundle and what is known of them there go in,
 * the writes that bring the destination up to date come out. Pure.
 *
 * How writes travel is left to `carrier`, what a known state is worth to `deliver.ts`.
 */
export { readParts, type Part } from "./part.ts";
export { contentHash } from "./content-hash.ts";
export { carrierFor, derivedId, literalReference, type CarrierName, type Known, type Shipment } from "./shipment.ts";
export { askedOf, canCreateIfNone, writeOf, type Write } from "./write.ts";
export { weightiest, type Carried, type Effect, type WriteOutcome } from "./outcome.ts";
