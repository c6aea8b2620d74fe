/**
 * The step between mapping and the checks for a case that is stored already: the bundle that was sent last and the one
 * that the new document became go in, and the bundle that makes the one of the other comes out. Pure.
 *
 * Ids stay. What changed in an Observation is `corrected`; what disappeared is sent with its last content as
 * entered-in-error; what comes back is restored. Every version holds the whole state of its case, voided parts
 * included, so that the last one alone is enough for a destination. https://hl7.org/fhir/R4/lifecycle.html
 */
export { isSameContent, revise } from "./revise.ts";
export { withdraw } from "./withdraw.ts";
