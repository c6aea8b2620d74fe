/**
 * What emitted maps call, the only part of this folder on the hot path.
 *
 * In and out: plain values of JSON. Nothing here throws for what a case holds: a rule that cannot do what it says leaves an
 * issue in the run. FHIRPath's own functions are passed on from its folder, so that an emitted module has one import.
 */
export * from "../../fhirpath/runtime/index.ts";
export { cast } from "./cast.ts";
export { coerceBoolean, coerceNumber } from "./coerce.ts";
export { copied, frozen, hasContent, remove, resourceHasContent } from "./object.ts";
export { translated } from "./translate.ts";
