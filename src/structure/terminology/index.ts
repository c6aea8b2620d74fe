/**
 * Local terminology: whether a code belongs to its code system and to the value set that an element is bound to.
 *
 * In: CodeSystem and ValueSet of R4, of our package, of a site or of one request. Out: a Terminology whose checks are
 * compiled once for each binding, and `memberOf` for FHIRPath. What cannot be known here (SNOMED CT, LOINC) is never
 * judged. https://hl7.org/fhir/R4/terminologies.html
 */
export type { BindingRule, BindingStrength, CodeCheck, CodedType } from "./code-check.ts";
export type { CodeSystemSource, TerminologySource, ValueSetSource } from "./sources.ts";
export { createTerminology } from "./create-terminology.ts";
export type { Terminology } from "./terminology.ts";
export type { Reach } from "./reach.ts";
export { slimSources } from "./table.ts";
export type { TerminologyTable } from "./table.ts";
export { createUnits } from "./unit/index.ts";
export type { UnitAtom, UnitTable, Units } from "./unit/index.ts";
