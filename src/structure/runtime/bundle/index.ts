/**
 * What holds between the parts of a Bundle, and which entry a reference means: a Bundle in, issues or a
 * resolver out.
 *
 * Ruled by https://hl7.org/fhir/R4/bundle.html and, for documents, messages and transactions, by their own
 * pages. The rules are in `rule/`, one file each. They expect nothing of the Bundle's shape: what is
 * missing or misshapen is reported by its StructureDefinition.
 */
export { createBundleResolver } from "./bundle-resolver.ts";
export type { BundleResolver } from "./bundle-resolver.ts";
export { checkBundle, COVERED_INVARIANTS, passesBundleRules } from "./check-bundle.ts";
export { isPlainTransaction } from "./plain-transaction.ts";
