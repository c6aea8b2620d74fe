import type { Issue, Result } from "../fhir/index.ts";
import type { MappedBundle } from "../mapping/index.ts";
import { createProfileChecker, type ProfileChecker } from "./checker.ts";
import type { ConformantBundle } from "./conformant-bundle.ts";

// Definitions are files of the build, the same for the whole process.
let built: ProfileChecker | undefined;

function builtChecker(): ProfileChecker {
  built ??= createProfileChecker();
  return built;
}

/**
 * Checks a mapped bundle against every profile that it and its resources declare, and against the
 * rules between its entries. Pure but for the first calls, which read built definitions.
 *
 * @returns the same bundle, accepted, or every issue in document order
 * https://hl7.org/fhir/R4/validation.html
 */
export function checkProfiles(mapped: MappedBundle): Result<ConformantBundle> {
  return builtChecker().checkProfiles(mapped);
}

/**
 * Checks any R4 resource: by the profiles given, those that it declares, and its base type; in a
 * Bundle every entry too.
 *
 * @param resource parsed JSON of any shape; what is no resource gives an issue
 * @param profiles canonicals to check the outermost resource against
 * @returns issues in document order, none when all is well; a foreign profile that is not known here
 *   is a warning
 */
export function checkResource(resource: unknown, profiles: readonly string[] = []): readonly Issue[] {
  return builtChecker().checkResource(resource, profiles);
}
