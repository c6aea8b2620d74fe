/**
 * The stage that checks: a mapped bundle comes in, a conformant one or every issue goes out.
 * https://hl7.org/fhir/R4/profiling.html
 */
export type { ConformantBundle, MappedBundle } from "./conformant-bundle.ts";
