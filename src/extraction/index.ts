/**
 * The way back: FHIR resources, from wherever they come, to the kyphoplasty cases that they were made of, and the proof that
 * nothing was lost on the way there.
 *
 * Resources are first gathered by case, in the order of its parts and with part names as references; the map
 * mappings/extraction.map does the rest. What has no place in a case is listed. Pure: no clock, no network.
 */
export { certify, type Certificate } from "./certify.ts";
export { extractCase } from "./extract-case.ts";
export { extractCases, type ExtractedCase } from "./extract-cases.ts";
export { findDifferences, type Difference } from "./difference.ts";
export { gatherCases, type GatheredCase } from "./gather.ts";
export { explainLosses, isAt, readLosses, type Loss } from "./loss.ts";
