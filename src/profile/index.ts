/**
 * The stage that checks: a mapped bundle comes in, a conformant one or every issue goes out. Cardinality,
 * types, fixed values and patterns, slices, required bindings, reference targets, invariants, and the
 * rules between the entries of a bundle. https://hl7.org/fhir/R4/profiling.html
 *
 * Definitions are those of the build and R4's own, and what a caller brings. Codes of systems that cannot be
 * enumerated here are left to terminology servers.
 */
export { checkProfiles, checkResource } from "./check-profiles.ts";
export { createProfileChecker } from "./checker.ts";
export type { CheckerOptions, CompiledDefinitions, ProfileChecker } from "./checker.ts";
export { openBuiltStructures, type BuiltStructures } from "./built-library.ts";
export { readDefinitionFolder, readDefinitionPackage, readPackageFiles } from "./read-definitions.ts";
export type { ConformantBundle } from "./conformant-bundle.ts";
